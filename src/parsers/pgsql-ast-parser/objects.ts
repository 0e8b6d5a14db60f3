import type {
  AlterEnumType,
  AlterIndexStatement,
  AlterSequenceStatement,
  CommentStatement,
  CreateCompositeType,
  CreateEnumType,
  CreateMaterializedViewStatement,
  CreateSequenceOptions,
  CreateSequenceStatement,
  CreateViewStatement,
  DropFunctionStatement,
  DropStatement,
  QColumn,
} from 'pgsql-ast-parser';
import type { ObjectType, Operation } from '../../operation/index.ts';
import { afterAlterTarget, commaSeparated } from '../statements.ts';
import { elementOf } from './definition.ts';
import { lowerQuery } from './query.ts';
import { type Base, baseOf, type Context, fail, identifier, isMark, nameOf, namesOf, qualified, stringsIn, tokenOf } from './tree.ts';
import { isTypeKeyword, lowerType } from './type-name.ts';

export function lowerDrop(statement: DropStatement, context: Context): readonly Operation[] {
  if (statement.type === 'drop type' && statement.names.some((name) => isTypeKeyword(context.tokens[tokenOf(name, context)]))) fail('types of PostgreSQL here');
  const names = statement.names.map(qualified);
  return names.map((name, index): Operation => {
    const shared = { ifExists: statement.ifExists ?? false, cascade: statement.cascade === 'cascade', alongside: names.filter((_, other) => other !== index) };
    const drop = { ...baseOf(context), ...shared };
    switch (statement.type) {
      case 'drop table':
        return { ...drop, kind: 'dropTable', table: name, foreign: false };
      case 'drop index':
        return { ...drop, kind: 'dropIndex', index: name, concurrently: statement.concurrently ?? false };
      case 'drop sequence':
        return { ...drop, kind: 'dropSequence', sequence: name };
      case 'drop type':
        return { ...drop, kind: 'dropType', type: name, domain: false };
      default:
        return fail('DROP TRIGGER without ON');
    }
  });
}

/** The tree does not tell `DROP FUNCTION f` from `DROP FUNCTION f()`. */
export function lowerDropFunction(statement: DropFunctionStatement, context: Context): readonly Operation[] {
  const hasList = context.tokens.some((token) => isMark(token, '('));
  const parameters = hasList ? (statement.arguments ?? []).map(({ type }) => lowerType(type)) : null;
  return [
    {
      ...baseOf(context),
      kind: 'dropFunction',
      function: qualified(statement.name),
      parameters,
      ifExists: statement.ifExists ?? false,
      cascade: false,
      alongside: [],
    },
  ];
}

/** Values come from the tokens: the parser trims them. */
export const lowerCreateEnum = (statement: CreateEnumType, context: Context): readonly Operation[] => [
  { ...baseOf(context), kind: 'createEnum', type: qualified(statement.name), values: stringsIn(context.tokens).map(({ value }) => value) },
];

export function lowerAlterEnum({ name, change }: AlterEnumType, context: Context): readonly Operation[] {
  const type = qualified(name);
  if (change.type === 'rename') return [{ ...baseOf(context), kind: 'renameType', type, newName: nameOf(change.to), domain: false }];
  const [value] = stringsIn(context.tokens);
  return [{ ...baseOf(context), kind: 'addEnumValue', type, value: value?.value ?? fail('ADD VALUE'), ifNotExists: false, neighbour: null }];
}

export const lowerCompositeType = (statement: CreateCompositeType, context: Context): readonly Operation[] => [
  {
    ...baseOf(context),
    kind: 'createType',
    type: qualified(statement.name),
    form: 'composite',
    columns: statement.attributes.map((attribute) => ({
      name: nameOf(attribute.name),
      type: lowerType(attribute.dataType),
      collation: attribute.collate ? qualified(attribute.collate) : null,
      notNull: false,
      default: null,
      generated: null,
      identity: null,
      constraints: [],
      span: elementOf(attribute, context),
    })),
  },
];

export function lowerView(statement: CreateViewStatement | CreateMaterializedViewStatement, context: Context): readonly Operation[] {
  const materialized = statement.type === 'create materialized view';
  if (!materialized && statement.recursive) fail('CREATE RECURSIVE VIEW');
  return [
    {
      ...baseOf(context),
      kind: 'createView',
      view: qualified(statement.name),
      materialized,
      replace: !materialized && (statement.orReplace ?? false),
      ifNotExists: materialized && (statement.ifNotExists ?? false),
      columns: namesOf(statement.columnNames),
      query: lowerQuery(statement.query, context),
      withData: materialized ? (statement.withData ?? true) : true,
      temporary: !materialized && (statement.temp ?? false),
    },
  ];
}

type Owner = Extract<Operation, { kind: 'alterSequence' }>['ownedBy'];

function ownerOf(owner: 'none' | QColumn | undefined): Owner {
  if (owner === undefined || owner === 'none') return owner ?? null;
  const schema = owner.schema === undefined ? null : identifier(owner.schema);
  return { table: { schema, name: identifier(owner.table) }, column: identifier(owner.column) };
}

export function lowerCreateSequence(statement: CreateSequenceStatement, context: Context): readonly Operation[] {
  const owner = ownerOf(statement.options.ownedBy);
  const ownedBy = owner === 'none' ? null : owner;
  return [{ ...baseOf(context), kind: 'createSequence', sequence: qualified(statement.name), ifNotExists: statement.ifNotExists ?? false, ownedBy }];
}

const REWRITING: readonly (keyof CreateSequenceOptions)[] = ['as', 'incrementBy', 'minValue', 'maxValue', 'startWith', 'cache', 'cycle'];

export function lowerAlterSequence({ name, ifExists, change }: AlterSequenceStatement, context: Context): readonly Operation[] {
  const sequence = qualified(name);
  switch (change.type) {
    case 'rename':
      return [{ ...baseOf(context), kind: 'renameSequence', sequence, newName: nameOf(change.newName), ifExists: ifExists ?? false }];
    case 'set schema':
      return [{ ...baseOf(context), kind: 'alterObject', objectType: 'sequence', name: sequence, action: 'set schema', newName: nameOf(change.newSchema) }];
    case 'owner to':
      return [{ ...onlyAction(context), kind: 'alterObject', objectType: 'sequence', name: sequence, action: 'owner', newName: null }];
    case 'set options': {
      const restart = change.restart !== undefined;
      const rewrites = restart || REWRITING.some((option) => change[option] !== undefined);
      const type = change.as ? lowerType(change.as) : null;
      return [{ ...baseOf(context), kind: 'alterSequence', sequence, ifExists: ifExists ?? false, ownedBy: ownerOf(change.ownedBy), rewrites, restart, type }];
    }
  }
}

/** Actions that PostgreSQL takes as those of ALTER TABLE have a place of their own. */
function onlyAction(context: Context): Base {
  const [span] = commaSeparated(context.tokens, afterAlterTarget(context.tokens));
  return { ...baseOf(context), span: span ?? context.span };
}

export function lowerAlterIndex({ index, ifExists, change }: AlterIndexStatement, context: Context): readonly Operation[] {
  if (change.type === 'rename')
    return [{ ...baseOf(context), kind: 'renameIndex', index: qualified(index), newName: nameOf(change.to), ifExists: ifExists ?? false }];
  return [{ ...onlyAction(context), kind: 'setIndexProperty', index: qualified(index), property: 'tablespace', partition: null }];
}

const COMMENTED: Readonly<Record<string, ObjectType>> = {
  table: 'table',
  view: 'view',
  index: 'index',
  type: 'type',
  database: 'database',
};

export function lowerComment({ on }: CommentStatement, context: Context): readonly Operation[] {
  if (on.type === 'column') {
    const { schema, table, column } = on.column;
    const name = { schema: schema === undefined ? null : identifier(schema), name: identifier(table) };
    return [{ ...baseOf(context), kind: 'comment', objectType: 'column', name, column: identifier(column) }];
  }
  const objectType = COMMENTED[on.type] ?? fail(`COMMENT ON ${on.type.toUpperCase()}`);
  if (on.type === 'type' && isTypeKeyword(context.tokens[tokenOf(on.name, context)])) fail('types of PostgreSQL here');
  return [{ ...baseOf(context), kind: 'comment', objectType, name: qualified(on.name), column: null }];
}
