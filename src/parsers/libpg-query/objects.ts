import type { AlterObjectSchemaStmt, AlterOwnerStmt, CommentStmt, DropStmt, GrantStmt, Node, RenameStmt } from 'libpg-query';
import type { QualifiedName } from '../../core/index.ts';
import type { ObjectType, Operation } from '../../operation/index.ts';
import { type Base, baseOf } from '../base.ts';
import { as, type Context, nameOfObject, relationName, stringsOf } from './tree.ts';
import { lowerTypeName } from './type-name.ts';

const OBJECT_TYPES: Readonly<Record<string, ObjectType>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'foreign table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_INDEX: 'index',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_SCHEMA: 'schema',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_FUNCTION: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_AGGREGATE: 'aggregate',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
  OBJECT_COLUMN: 'column',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_DOMCONSTRAINT: 'constraint',
  OBJECT_EXTENSION: 'extension',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_SUBSCRIPTION: 'subscription',
  OBJECT_EVENT_TRIGGER: 'event trigger',
  OBJECT_ROLE: 'role',
  OBJECT_DATABASE: 'database',
  OBJECT_COLLATION: 'collation',
};
const typeOf = (type: string | undefined): ObjectType => OBJECT_TYPES[type ?? ''] ?? 'other';

/** `[schema, table, object]` as String nodes: the object's own name and the table it is on. */
function onTable(node: Node | undefined): { readonly table: QualifiedName; readonly name: string } {
  const parts = stringsOf(as(node, 'List')?.items);
  return { table: { schema: parts.length > 2 ? (parts.at(-3) ?? null) : null, name: parts.at(-2) ?? '' }, name: parts.at(-1) ?? '' };
}

export function lowerDrop(statement: DropStmt, context: Context): readonly Operation[] {
  const objects = statement.objects ?? [];
  const names = objects.map(nameOfObject);
  return objects.map((node, index): Operation => {
    const name = names[index] ?? { schema: null, name: '' };
    const drop = {
      ...baseOf(context),
      ifExists: statement.missing_ok ?? false,
      cascade: statement.behavior === 'DROP_CASCADE',
      alongside: names.filter((_, other) => other !== index),
    };
    return lowerDropOf(statement, node, name, drop);
  });
}

function lowerDropOf(
  statement: DropStmt,
  node: Node,
  name: QualifiedName,
  drop: Base & { readonly ifExists: boolean; readonly cascade: boolean; readonly alongside: readonly QualifiedName[] },
): Operation {
  const { ifExists, cascade, span, conditional } = drop;
  switch (statement.removeType) {
    case 'OBJECT_TABLE':
      return { ...drop, kind: 'dropTable', table: name, foreign: false };
    case 'OBJECT_FOREIGN_TABLE':
      return { ...drop, kind: 'dropTable', table: name, foreign: true };
    case 'OBJECT_INDEX':
      return { ...drop, kind: 'dropIndex', index: name, concurrently: statement.concurrent ?? false };
    case 'OBJECT_VIEW':
      return { ...drop, kind: 'dropView', view: name, materialized: false };
    case 'OBJECT_MATVIEW':
      return { ...drop, kind: 'dropView', view: name, materialized: true };
    case 'OBJECT_SEQUENCE':
      return { ...drop, kind: 'dropSequence', sequence: name };
    case 'OBJECT_TYPE':
      return { ...drop, kind: 'dropType', type: name, domain: false };
    case 'OBJECT_DOMAIN':
      return { ...drop, kind: 'dropType', type: name, domain: true };
    case 'OBJECT_SCHEMA':
      return { ...drop, kind: 'dropSchema', schema: name.name };
    case 'OBJECT_EXTENSION':
      return { ...drop, kind: 'dropExtension', extension: name.name };
    case 'OBJECT_STATISTIC_EXT':
      return { ...drop, kind: 'dropStatistics', name };
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE': {
      const written = as(node, 'ObjectWithArgs');
      const parameters = written?.args_unspecified ? null : (written?.objargs ?? []).flatMap((argument) => as(argument, 'TypeName') ?? []).map(lowerTypeName);
      return { ...drop, kind: 'dropFunction', function: name, parameters };
    }
    case 'OBJECT_TRIGGER': {
      const { table, name: trigger } = onTable(node);
      return { span, conditional, kind: 'dropTrigger', table, trigger, ifExists, cascade };
    }
    case 'OBJECT_POLICY': {
      const { table, name: policy } = onTable(node);
      return { span, conditional, kind: 'dropPolicy', table, policy, ifExists };
    }
    case 'OBJECT_RULE': {
      const { table, name: rule } = onTable(node);
      return { span, conditional, kind: 'dropRule', table, rule, ifExists };
    }
    default:
      return { ...drop, kind: 'dropObject', objectType: typeOf(statement.removeType), name };
  }
}

export function lowerRename(statement: RenameStmt, context: Context): readonly Operation[] {
  const base = baseOf(context);
  const relation = relationName(statement.relation);
  const newName = statement.newname ?? '';
  const old = statement.subname ?? '';
  const ifExists = statement.missing_ok ?? false;
  const on = { ...base, table: relation, tableIfExists: ifExists, only: statement.relation?.inh !== true };
  const object = nameOfObject(statement.object);
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return [{ ...on, kind: 'renameTable', newName }];
    case 'OBJECT_COLUMN':
      return [{ ...on, kind: 'renameColumn', column: old, newName }];
    case 'OBJECT_TABCONSTRAINT':
      return [{ ...on, kind: 'renameConstraint', constraint: old, newName }];
    case 'OBJECT_INDEX':
      return [{ ...base, kind: 'renameIndex', index: relation, newName, ifExists }];
    case 'OBJECT_VIEW':
      return [{ ...base, kind: 'renameView', view: relation, materialized: false, newName, ifExists }];
    case 'OBJECT_MATVIEW':
      return [{ ...base, kind: 'renameView', view: relation, materialized: true, newName, ifExists }];
    case 'OBJECT_SEQUENCE':
      return [{ ...base, kind: 'renameSequence', sequence: relation, newName, ifExists }];
    case 'OBJECT_TYPE':
      return [{ ...base, kind: 'renameType', type: object, newName, domain: false }];
    case 'OBJECT_DOMAIN':
      return [{ ...base, kind: 'renameType', type: object, newName, domain: true }];
    case 'OBJECT_ATTRIBUTE':
      return [{ ...base, kind: 'alterCompositeType', type: relation, action: 'rename', attribute: old }];
    case 'OBJECT_SCHEMA':
      return [{ ...base, kind: 'renameSchema', schema: old, newName }];
    case 'OBJECT_TRIGGER':
      return [{ ...base, kind: 'renameTrigger', table: relation, trigger: old, newName }];
    case 'OBJECT_POLICY':
      return [{ ...base, kind: 'alterPolicy', table: relation, policy: old, newName, using: null, check: null }];
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return [{ ...base, kind: 'alterFunction', function: object, newName }];
    case 'OBJECT_DOMCONSTRAINT':
      return [{ ...base, kind: 'alterDomain', type: object, action: 'rename constraint', constraint: null, constraintName: old, default: null }];
    default:
      return [
        {
          ...base,
          kind: 'alterObject',
          objectType: typeOf(statement.renameType),
          name: object.name === '' ? { schema: null, name: old } : object,
          action: 'rename',
          newName,
        },
      ];
  }
}

export function lowerSetSchema(statement: AlterObjectSchemaStmt, context: Context): readonly Operation[] {
  const newSchema = statement.newschema ?? '';
  if (statement.objectType === 'OBJECT_TABLE' || statement.objectType === 'OBJECT_FOREIGN_TABLE') {
    return [
      {
        ...baseOf(context),
        kind: 'setTableSchema',
        table: relationName(statement.relation),
        tableIfExists: statement.missing_ok ?? false,
        only: statement.relation?.inh !== true,
        newSchema,
      },
    ];
  }
  const name = statement.relation ? relationName(statement.relation) : nameOfObject(statement.object);
  return [{ ...baseOf(context), kind: 'alterObject', objectType: typeOf(statement.objectType), name, action: 'set schema', newName: newSchema }];
}

export function lowerOwner(statement: AlterOwnerStmt, context: Context): readonly Operation[] {
  const name = statement.relation ? relationName(statement.relation) : nameOfObject(statement.object);
  return [{ ...baseOf(context), kind: 'alterObject', objectType: typeOf(statement.objectType), name, action: 'owner', newName: null }];
}

export function lowerComment(statement: CommentStmt, context: Context): readonly Operation[] {
  const objectType = typeOf(statement.objtype);
  if (statement.objtype === 'OBJECT_DOMCONSTRAINT') {
    return [{ ...baseOf(context), kind: 'comment', objectType, name: nameOfObject(as(statement.object, 'List')?.items?.[0]), column: null }];
  }
  if (objectType === 'column' || objectType === 'constraint' || objectType === 'trigger' || objectType === 'policy' || objectType === 'rule') {
    const { table, name } = onTable(statement.object);
    return [{ ...baseOf(context), kind: 'comment', objectType, name: table, column: objectType === 'column' ? name : null }];
  }
  return [{ ...baseOf(context), kind: 'comment', objectType, name: nameOfObject(statement.object), column: null }];
}

export function lowerGrant(statement: GrantStmt, context: Context): readonly Operation[] {
  const allInSchema = statement.targtype === 'ACL_TARGET_ALL_IN_SCHEMA';
  const objects = statement.objects ?? [];
  return [
    {
      ...baseOf(context),
      kind: 'grant',
      revoke: statement.is_grant !== true,
      objectType: typeOf(statement.objtype),
      names: allInSchema ? [] : objects.map(nameOfObject),
      allInSchemas: allInSchema ? stringsOf(objects) : [],
      toPublic: (statement.grantees ?? []).some((node) => as(node, 'RoleSpec')?.roletype === 'ROLESPEC_PUBLIC'),
      privileges: (statement.privileges ?? []).flatMap((node) => as(node, 'AccessPriv')?.priv_name ?? []),
    },
  ];
}
