import type { CreateSchemaStmt, Node, RangeVar } from 'libpg-query';
import type { QualifiedName } from '../../core/index.ts';
import type { ObjectType, Operation } from '../../operation/index.ts';
import { lowerAdministration } from './administration.ts';
import { lowerAlterTable } from './alter-table.ts';
import { baseOf } from '../base.ts';
import { lowerCreateTable, lowerCreateTableAs } from './create-table.ts';
import { lowerIndex } from './definition.ts';
import { lowerCreateFunction } from './function.ts';
import { lowerDo } from './do-block.ts';
import { lowerComment, lowerDrop, lowerGrant, lowerOwner, lowerRename, lowerSetSchema } from './objects.ts';
import { lowerRows } from './rows.ts';
import {
  lowerAlterDomain,
  lowerAlterEnum,
  lowerAlterPolicy,
  lowerAlterSequence,
  lowerCompositeType,
  lowerCreateDomain,
  lowerCreateEnum,
  lowerCreatePolicy,
  lowerCreateSequence,
  lowerCreateTrigger,
  lowerPublication,
  lowerStatistics,
  lowerView,
} from './schema-objects.ts';
import { lowerLock, lowerReindex, lowerSetConstraints, lowerSetVariable, lowerTransaction, lowerVacuum } from './session.ts';
import { as, type Context, kindOf, nameFrom, nameOfObject, type NodeKind, type NodeOf, optionsOf, optionWord, relationName, relationsIn } from './tree.ts';

/** Lowers the SQL text of a DO body or another nested statement; set by the parser that calls. */
export type LowerText = (sql: string) => readonly Operation[];

type Lowering<Kind extends NodeKind> = (node: NodeOf<Kind>, context: Context) => readonly Operation[] | null;

/** How each statement of the grammar becomes operations. A lowering that returns null does not know this form of it. */
const STATEMENTS: { readonly [Kind in NodeKind]?: Lowering<Kind> } = {
  AlterTableStmt: lowerAlterTable,
  CreateStmt: (statement, context) => lowerCreateTable(statement, context),
  CreateForeignTableStmt: (statement, context) => (statement.base ? lowerCreateTable(statement.base, context, true) : null),
  CreateTableAsStmt: lowerCreateTableAs,
  IndexStmt: (statement, context) => {
    const index = lowerIndex(statement);
    const only = statement.relation?.inh !== true;
    return [
      {
        ...baseOf(context),
        kind: 'createIndex',
        table: index.table,
        index,
        concurrently: statement.concurrent ?? false,
        ifNotExists: statement.if_not_exists ?? false,
        only,
      },
    ];
  },
  DropStmt: lowerDrop,
  RenameStmt: lowerRename,
  AlterObjectSchemaStmt: lowerSetSchema,
  AlterOwnerStmt: lowerOwner,
  CommentStmt: lowerComment,
  GrantStmt: lowerGrant,
  CreateEnumStmt: lowerCreateEnum,
  AlterEnumStmt: lowerAlterEnum,
  CreateDomainStmt: lowerCreateDomain,
  AlterDomainStmt: lowerAlterDomain,
  CompositeTypeStmt: lowerCompositeType,
  CreateRangeStmt: (statement, context) => [{ ...baseOf(context), kind: 'createType', type: nameFrom(statement.typeName), form: 'range', columns: [] }],
  DefineStmt: (statement, context) =>
    statement.kind === 'OBJECT_TYPE'
      ? [{ ...baseOf(context), kind: 'createType', type: nameFrom(statement.defnames), form: statement.definition ? 'base' : 'shell', columns: [] }]
      : null,
  ViewStmt: lowerView,
  RefreshMatViewStmt: (statement, context) => [
    {
      ...baseOf(context),
      kind: 'refreshMaterializedView',
      view: relationName(statement.relation),
      concurrently: statement.concurrent ?? false,
      withData: statement.skipData !== true,
    },
  ],
  CreateSeqStmt: lowerCreateSequence,
  AlterSeqStmt: lowerAlterSequence,
  CreateSchemaStmt: lowerCreateSchema,
  CreateFunctionStmt: lowerCreateFunction,
  AlterFunctionStmt: (statement, context) => [{ ...baseOf(context), kind: 'alterFunction', function: nameFrom(statement.func?.objname), newName: null }],
  CreateTrigStmt: lowerCreateTrigger,
  CreatePolicyStmt: lowerCreatePolicy,
  AlterPolicyStmt: lowerAlterPolicy,
  RuleStmt: (statement, context) => [
    { ...baseOf(context), kind: 'createRule', table: relationName(statement.relation), rule: statement.rulename ?? '', replace: statement.replace ?? false },
  ],
  CreateEventTrigStmt: (statement, context) => [{ ...baseOf(context), kind: 'createEventTrigger', name: statement.trigname ?? '' }],
  CreateExtensionStmt: (statement, context) => {
    const schema = optionWord(optionsOf(statement.options).find(({ defname }) => defname === 'schema'));
    return [{ ...baseOf(context), kind: 'createExtension', extension: statement.extname ?? '', ifNotExists: statement.if_not_exists ?? false, schema }];
  },
  CreateStatsStmt: lowerStatistics,
  CreatePublicationStmt: (statement, context) => lowerPublication(statement, 'create', context),
  AlterPublicationStmt: (statement, context) =>
    lowerPublication(
      statement,
      statement.action === 'AP_DropObjects' ? 'drop' : statement.action === 'AP_SetObjects' ? 'set' : statement.pubobjects ? 'add' : 'options',
      context,
    ),
  TransactionStmt: lowerTransaction,
  VariableSetStmt: lowerSetVariable,
  ConstraintsSetStmt: (statement, context) => lowerSetConstraints(statement.constraints, statement.deferred ?? false, context),
  LockStmt: lowerLock,
  VacuumStmt: lowerVacuum,
  ClusterStmt: (statement, context) => [
    { ...baseOf(context), kind: 'cluster', table: statement.relation ? relationName(statement.relation) : null, index: statement.indexname ?? null },
  ],
  ReindexStmt: lowerReindex,
  AlterObjectDependsStmt: (statement, context) => [
    { ...baseOf(context), kind: 'alterObject', objectType: 'other', name: nameOfObject(statement.object), action: 'other', newName: null },
  ],
  AlterExtensionStmt: (statement, context) => alterOther('extension', { schema: null, name: statement.extname ?? '' }, context),
  AlterExtensionContentsStmt: (statement, context) => alterOther('extension', { schema: null, name: statement.extname ?? '' }, context),
  AlterEventTrigStmt: (statement, context) => alterOther('event trigger', { schema: null, name: statement.trigname ?? '' }, context),
  AlterStatsStmt: (statement, context) => alterOther('statistics', nameFrom(statement.defnames), context),
  AlterCollationStmt: (statement, context) => alterOther('collation', nameFrom(statement.collname), context),
  AlterTypeStmt: (statement, context) => alterOther('type', nameFrom(statement.typeName), context),
};

/** Changes of objects that the catalog does not model, or that nothing depends on. */
const alterOther = (objectType: ObjectType, name: QualifiedName, context: Context): readonly Operation[] => [
  { ...baseOf(context), kind: 'alterObject', objectType, name, action: 'other', newName: null },
];

/** `CREATE SCHEMA s CREATE TABLE t …`: what is written without a schema goes into the new one. */
function lowerCreateSchema(statement: CreateSchemaStmt, context: Context): readonly Operation[] {
  const schema = statement.schemaname ?? statement.authrole?.rolename ?? '';
  const inside = (relation: RangeVar | undefined): { readonly relation?: RangeVar } =>
    relation ? { relation: { ...relation, schemaname: relation.schemaname ?? schema } } : {};
  const elements = (statement.schemaElts ?? []).flatMap((node): readonly Operation[] => {
    const table = as(node, 'CreateStmt');
    const index = as(node, 'IndexStmt');
    const qualified = table ? { CreateStmt: { ...table, ...inside(table.relation) } } : index ? { IndexStmt: { ...index, ...inside(index.relation) } } : null;
    return (
      (qualified && lowerByKind(qualified, context)) ?? [
        opaqueStatement(node, 'what CREATE SCHEMA creates along with the schema is modelled for tables and indexes only', context),
      ]
    );
  });
  return [{ ...baseOf(context), kind: 'createSchema', schema, ifNotExists: statement.if_not_exists ?? false }, ...elements];
}

/** The operations of one statement. Never throws for a tree of the grammar, and never returns nothing. */
export function lowerStatement(node: Node, context: Context, lowerText: LowerText): readonly Operation[] {
  const kind = kindOf(node);
  try {
    const block = as(node, 'DoStmt');
    const operations = block ? lowerDo(block, baseOf(context), lowerText) : (lowerRows(node, baseOf(context)) ?? lowerByKind(node, context));
    if (operations !== null && operations.length > 0) return operations;
    return [opaqueStatement(node, `${kind} is not modelled`, context)];
  } catch (error) {
    return [opaqueStatement(node, `${kind} was not understood (${error instanceof Error ? error.message : String(error)})`, context)];
  }
}

/** Null: a kind that has no lowering, or a form of it that has none. */
function lowerByKind(node: Node, context: Context): readonly Operation[] | null {
  const kind = KINDS.get(kindOf(node));
  return (kind === undefined ? null : lowerAs(node, kind, context)) ?? lowerAdministration(node, context);
}

function lowerAs<Kind extends NodeKind>(node: Node, kind: Kind, context: Context): readonly Operation[] | null {
  const inside = as(node, kind);
  return inside === undefined ? null : (STATEMENTS[kind]?.(inside, context) ?? null);
}

// The one cast of this file: the keys of a table typed by node kinds are node kinds.
const KINDS: ReadonlyMap<string, NodeKind> = new Map(Object.keys(STATEMENTS).map((kind) => [kind, kind as NodeKind]));

const opaqueStatement = (node: Node, because: string, context: Context): Operation => ({
  ...baseOf(context),
  kind: 'opaque',
  node: kindOf(node),
  because,
  tables: relationsIn(node),
});
