import type { Node } from 'libpg-query';
import type { Operation } from '../../operation/index.ts';
import { lowerAlterTable } from './alter-table.ts';
import { lowerCreateTable, lowerCreateTableAs } from './create-table.ts';
import { lowerIndex } from './definition.ts';
import { lowerDo } from './do-block.ts';
import { administer, baseOf, lowerComment, lowerDrop, lowerGrant, lowerOwner, lowerRename, lowerSetSchema } from './objects.ts';
import { lowerRows } from './rows.ts';
import {
  lowerAlterDomain, lowerAlterEnum, lowerAlterPolicy, lowerAlterSequence, lowerCompositeType, lowerCreateDomain, lowerCreateEnum, lowerCreateFunction, lowerCreatePolicy,
  lowerCreateSequence, lowerCreateTrigger, lowerPublication, lowerStatistics, lowerView,
} from './schema-objects.ts';
import { lowerLock, lowerReindex, lowerSetConstraints, lowerSetVariable, lowerTransaction, lowerVacuum } from './session.ts';
import { as, type Context, kindOf, nameFrom, nameOfObject, type NodeKind, type NodeOf, relationName, relationsIn } from './tree.ts';

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
    return [{ ...baseOf(context), kind: 'createIndex', table: index.table, index, concurrently: statement.concurrent ?? false, ifNotExists: statement.if_not_exists ?? false, only }];
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
      : administer('CREATE of an operator, aggregate, collation or text search object', context),
  ViewStmt: lowerView,
  RefreshMatViewStmt: (statement, context) => [
    { ...baseOf(context), kind: 'refreshMaterializedView', view: relationName(statement.relation), concurrently: statement.concurrent ?? false, withData: statement.skipData !== true },
  ],
  CreateSeqStmt: lowerCreateSequence,
  AlterSeqStmt: lowerAlterSequence,
  CreateSchemaStmt: (statement, context) => [{ ...baseOf(context), kind: 'createSchema', schema: statement.schemaname ?? '', ifNotExists: statement.if_not_exists ?? false }],
  CreateFunctionStmt: lowerCreateFunction,
  AlterFunctionStmt: (statement, context) => [{ ...baseOf(context), kind: 'alterFunction', function: nameFrom(statement.func?.objname), newName: null }],
  CreateTrigStmt: lowerCreateTrigger,
  CreatePolicyStmt: lowerCreatePolicy,
  AlterPolicyStmt: lowerAlterPolicy,
  RuleStmt: (statement, context) => [{ ...baseOf(context), kind: 'createRule', table: relationName(statement.relation), rule: statement.rulename ?? '', replace: statement.replace ?? false }],
  CreateEventTrigStmt: (statement, context) => [{ ...baseOf(context), kind: 'createEventTrigger', name: statement.trigname ?? '' }],
  CreateExtensionStmt: (statement, context) => [{ ...baseOf(context), kind: 'createExtension', extension: statement.extname ?? '', ifNotExists: statement.if_not_exists ?? false, schema: null }],
  CreateStatsStmt: lowerStatistics,
  CreatePublicationStmt: (statement, context) => lowerPublication(statement, 'create', context),
  AlterPublicationStmt: (statement, context) =>
    lowerPublication(statement, statement.action === 'AP_DropObjects' ? 'drop' : statement.action === 'AP_SetObjects' ? 'set' : statement.pubobjects ? 'add' : 'options', context),
  TransactionStmt: lowerTransaction,
  VariableSetStmt: lowerSetVariable,
  ConstraintsSetStmt: (statement, context) => lowerSetConstraints(statement.constraints, statement.deferred ?? false, context),
  LockStmt: lowerLock,
  VacuumStmt: lowerVacuum,
  ClusterStmt: (statement, context) => [{ ...baseOf(context), kind: 'cluster', table: statement.relation ? relationName(statement.relation) : null, index: statement.indexname ?? null }],
  ReindexStmt: lowerReindex,
  AlterObjectDependsStmt: (statement, context) => [{ ...baseOf(context), kind: 'alterObject', objectType: 'other', name: nameOfObject(statement.object), action: 'other', newName: null }],
  AlterExtensionStmt: (_, context) => administer('ALTER EXTENSION', context),
  AlterExtensionContentsStmt: (_, context) => administer('ALTER EXTENSION', context),
  AlterDefaultPrivilegesStmt: (_, context) => administer('ALTER DEFAULT PRIVILEGES', context),
  AlterEventTrigStmt: (_, context) => administer('ALTER EVENT TRIGGER', context),
  AlterStatsStmt: (_, context) => administer('ALTER STATISTICS', context),
  AlterCollationStmt: (_, context) => administer('ALTER COLLATION', context),
  AlterDatabaseStmt: (_, context) => administer('ALTER DATABASE', context),
  AlterDatabaseSetStmt: (_, context) => administer('ALTER DATABASE … SET', context),
  AlterRoleStmt: (_, context) => administer('ALTER ROLE', context),
  AlterRoleSetStmt: (_, context) => administer('ALTER ROLE … SET', context),
  AlterSystemStmt: (_, context) => administer('ALTER SYSTEM', context, true),
  CreateRoleStmt: (_, context) => administer('CREATE ROLE', context),
  DropRoleStmt: (_, context) => administer('DROP ROLE', context),
  GrantRoleStmt: (_, context) => administer('GRANT of a role', context),
  CreatedbStmt: (_, context) => administer('CREATE DATABASE', context, true),
  DropdbStmt: (_, context) => administer('DROP DATABASE', context, true),
  CreateTableSpaceStmt: (_, context) => administer('CREATE TABLESPACE', context, true),
  DropTableSpaceStmt: (_, context) => administer('DROP TABLESPACE', context, true),
  CreateSubscriptionStmt: (_, context) => administer('CREATE SUBSCRIPTION', context, true),
  AlterSubscriptionStmt: (_, context) => administer('ALTER SUBSCRIPTION', context),
  DropSubscriptionStmt: (_, context) => administer('DROP SUBSCRIPTION', context, true),
  CreateCastStmt: (_, context) => administer('CREATE CAST', context),
  CreateFdwStmt: (_, context) => administer('CREATE FOREIGN DATA WRAPPER', context),
  CreateForeignServerStmt: (_, context) => administer('CREATE SERVER', context),
  CreateUserMappingStmt: (_, context) => administer('CREATE USER MAPPING', context),
  CreatePLangStmt: (_, context) => administer('CREATE LANGUAGE', context),
  CreateOpClassStmt: (_, context) => administer('CREATE OPERATOR CLASS', context),
  CreateOpFamilyStmt: (_, context) => administer('CREATE OPERATOR FAMILY', context),
  SecLabelStmt: (_, context) => administer('SECURITY LABEL', context),
  NotifyStmt: (_, context) => administer('NOTIFY', context),
  ListenStmt: (_, context) => administer('LISTEN', context),
  UnlistenStmt: (_, context) => administer('UNLISTEN', context),
  LoadStmt: (_, context) => administer('LOAD', context),
  CheckPointStmt: (_, context) => administer('CHECKPOINT', context),
  DiscardStmt: (_, context) => administer('DISCARD', context, true),
  VariableShowStmt: (_, context) => administer('SHOW', context),
  DeallocateStmt: (_, context) => administer('DEALLOCATE', context),
};

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

/** Null: a kind that has no lowering. */
function lowerByKind(node: Node, context: Context): readonly Operation[] | null {
  const kind = KINDS.get(kindOf(node));
  return kind === undefined ? null : lowerAs(node, kind, context);
}

function lowerAs<Kind extends NodeKind>(node: Node, kind: Kind, context: Context): readonly Operation[] | null {
  const inside = as(node, kind);
  return inside === undefined ? null : (STATEMENTS[kind]?.(inside, context) ?? null);
}

// The one cast of this file: the keys of a table typed by node kinds are node kinds.
const KINDS: ReadonlyMap<string, NodeKind> = new Map(Object.keys(STATEMENTS).map((kind) => [kind, kind as NodeKind]));

const opaqueStatement = (node: Node, because: string, context: Context): Operation => ({ ...baseOf(context), kind: 'opaque', node: kindOf(node), because, tables: relationsIn(node) });
