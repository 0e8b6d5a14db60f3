import type { QualifiedName, Span } from '../core/index.ts';
import type { ColumnDefinition, ConstraintDefinition, IndexDefinition, TableDefinition } from './definition.ts';
import type { CommonTable, Expression, FromItem, Query, TypeName } from './expression.ts';

/** Modes as PostgreSQL names them, weakest first. */
export const LOCK_MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;
export type LockMode = (typeof LOCK_MODES)[number];

/** Kinds of objects that DROP, RENAME, SET SCHEMA, OWNER TO, COMMENT and GRANT name. */
export type ObjectType =
  | 'table'
  | 'foreign table'
  | 'view'
  | 'materialized view'
  | 'index'
  | 'sequence'
  | 'schema'
  | 'type'
  | 'domain'
  | 'function'
  | 'procedure'
  | 'aggregate'
  | 'trigger'
  | 'policy'
  | 'rule'
  | 'column'
  | 'constraint'
  | 'extension'
  | 'statistics'
  | 'publication'
  | 'subscription'
  | 'event trigger'
  | 'role'
  | 'database'
  | 'collation'
  | 'other';

interface Base {
  /** The clause itself: for `ALTER TABLE t A, B` the text of A or of B; for other statements the statement. */
  readonly span: Span;
  /** Inside a DO block or another construct that may or may not run it. */
  readonly conditional: boolean;
}

interface OnTable extends Base {
  readonly table: QualifiedName;
  /** `ALTER TABLE IF EXISTS`. */
  readonly tableIfExists: boolean;
  /** `ALTER TABLE ONLY`. */
  readonly only: boolean;
}
interface OnColumn extends OnTable {
  readonly column: string;
}

/** DROP a, b names two objects: two operations, each with the other as `alongside`. */
interface Drop extends Base {
  readonly ifExists: boolean;
  readonly cascade: boolean;
  readonly alongside: readonly QualifiedName[];
}

// ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────────────
export interface CreateTable extends Base {
  readonly kind: 'createTable';
  readonly definition: TableDefinition;
  readonly table: QualifiedName;
  readonly ifNotExists: boolean;
}
export interface DropTable extends Drop {
  readonly kind: 'dropTable';
  readonly table: QualifiedName;
  readonly foreign: boolean;
}
/** ALTER TABLE … RENAME TO. PostgreSQL also takes an index, view or sequence here; the catalog knows which it is. */
export interface RenameTable extends OnTable {
  readonly kind: 'renameTable';
  readonly newName: string;
}
export interface SetTableSchema extends OnTable {
  readonly kind: 'setTableSchema';
  readonly newSchema: string;
}
export interface SetTableProperty extends OnTable {
  readonly kind: 'setTableProperty';
  readonly property:
    | 'logged'
    | 'unlogged'
    | 'tablespace'
    | 'access method'
    | 'cluster on'
    | 'without cluster'
    | 'without oids'
    | 'options'
    | 'replica identity'
    | 'of type'
    | 'not of type';
  /** Storage parameters that were SET or RESET (`fillfactor`, …) for `options`; the tablespace, index or method otherwise. */
  readonly values: readonly string[];
}
export interface SetRowSecurity extends OnTable {
  readonly kind: 'setRowSecurity';
  readonly action: 'enable' | 'disable' | 'force' | 'no force';
}
export interface SetTriggerState extends OnTable {
  readonly kind: 'setTriggerState' /** Null for ALL and USER. */;
  readonly trigger: string | null;
  readonly scope: 'one' | 'all' | 'user';
  readonly enabled: boolean;
  readonly rule: boolean;
}
export interface SetInheritance extends OnTable {
  readonly kind: 'setInheritance';
  readonly parent: QualifiedName;
  readonly inherit: boolean;
}
export interface AttachPartition extends OnTable {
  readonly kind: 'attachPartition';
  readonly partition: QualifiedName;
  readonly isDefault: boolean;
  readonly bound: Expression | null;
}
export interface DetachPartition extends OnTable {
  readonly kind: 'detachPartition';
  readonly partition: QualifiedName;
  readonly concurrently: boolean;
  readonly finalize: boolean;
}

// ── Columns ───────────────────────────────────────────────────────────────────────────────────────────────────────
export interface AddColumn extends OnColumn {
  readonly kind: 'addColumn';
  readonly definition: ColumnDefinition;
  readonly ifNotExists: boolean;
}
export interface DropColumn extends OnColumn {
  readonly kind: 'dropColumn';
  readonly ifExists: boolean;
  readonly cascade: boolean;
}
export interface RenameColumn extends OnColumn {
  readonly kind: 'renameColumn';
  readonly newName: string;
}
export interface AlterColumnType extends OnColumn {
  readonly kind: 'alterColumnType';
  readonly type: TypeName;
  readonly using: Expression | null;
  readonly collation: QualifiedName | null;
}
export interface SetDefault extends OnColumn {
  readonly kind: 'setDefault';
  readonly expression: Expression;
}
export interface DropDefault extends OnColumn {
  readonly kind: 'dropDefault';
}
export interface SetNotNull extends OnColumn {
  readonly kind: 'setNotNull';
}
export interface DropNotNull extends OnColumn {
  readonly kind: 'dropNotNull';
}
export interface SetGenerated extends OnColumn {
  readonly kind: 'setGenerated';
  readonly expression: Expression | null;
  readonly ifExists: boolean;
}
export interface SetIdentity extends OnColumn {
  readonly kind: 'setIdentity';
  readonly action: 'add' | 'set' | 'drop';
  readonly identity: 'always' | 'by default' | null;
  readonly ifExists: boolean;
}
export interface SetColumnProperty extends OnColumn {
  readonly kind: 'setColumnProperty';
  readonly property: 'statistics' | 'storage' | 'compression' | 'options';
}

// ── Constraints ───────────────────────────────────────────────────────────────────────────────────────────────────
export interface AddConstraint extends OnTable {
  readonly kind: 'addConstraint';
  readonly constraint: ConstraintDefinition;
}
export interface DropConstraint extends OnTable {
  readonly kind: 'dropConstraint';
  readonly constraint: string;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}
export interface RenameConstraint extends OnTable {
  readonly kind: 'renameConstraint';
  readonly constraint: string;
  readonly newName: string;
}
export interface ValidateConstraint extends OnTable {
  readonly kind: 'validateConstraint';
  readonly constraint: string;
}
export interface AlterConstraint extends OnTable {
  readonly kind: 'alterConstraint';
  readonly constraint: string;
  readonly deferrable: boolean | null;
  readonly initiallyDeferred: boolean | null;
  readonly enforced: boolean | null;
}

// ── Indexes ───────────────────────────────────────────────────────────────────────────────────────────────────────
export interface CreateIndex extends Base {
  readonly kind: 'createIndex';
  readonly table: QualifiedName;
  readonly index: IndexDefinition;
  readonly concurrently: boolean;
  readonly ifNotExists: boolean;
  readonly only: boolean;
}
export interface DropIndex extends Drop {
  readonly kind: 'dropIndex';
  readonly index: QualifiedName;
  readonly concurrently: boolean;
}
export interface RenameIndex extends Base {
  readonly kind: 'renameIndex';
  readonly index: QualifiedName;
  readonly newName: string;
  readonly ifExists: boolean;
}
export interface SetIndexProperty extends Base {
  readonly kind: 'setIndexProperty';
  readonly index: QualifiedName;
  readonly property: 'tablespace' | 'options' | 'statistics' | 'attach partition';
  readonly partition: QualifiedName | null;
}
export interface Reindex extends Base {
  readonly kind: 'reindex';
  readonly target: 'index' | 'table' | 'schema' | 'database' | 'system';
  readonly name: QualifiedName | null;
  readonly concurrently: boolean;
}

// ── Types ─────────────────────────────────────────────────────────────────────────────────────────────────────────
export interface CreateEnum extends Base {
  readonly kind: 'createEnum';
  readonly type: QualifiedName;
  readonly values: readonly string[];
}
export interface AddEnumValue extends Base {
  readonly kind: 'addEnumValue';
  readonly type: QualifiedName;
  readonly value: string;
  readonly ifNotExists: boolean;
  readonly neighbour: { readonly value: string; readonly side: 'before' | 'after' } | null;
}
export interface RenameEnumValue extends Base {
  readonly kind: 'renameEnumValue';
  readonly type: QualifiedName;
  readonly value: string;
  readonly newValue: string;
}
export interface CreateDomain extends Base {
  readonly kind: 'createDomain';
  readonly type: QualifiedName;
  readonly base: TypeName;
  readonly notNull: boolean;
  readonly default: Expression | null;
  readonly constraints: readonly ConstraintDefinition[];
}
export interface AlterDomain extends Base {
  readonly kind: 'alterDomain';
  readonly type: QualifiedName;
  readonly action:
    | 'set not null'
    | 'drop not null'
    | 'set default'
    | 'drop default'
    | 'add constraint'
    | 'drop constraint'
    | 'validate constraint'
    | 'rename constraint';
  readonly constraint: ConstraintDefinition | null;
  readonly constraintName: string | null;
  readonly default: Expression | null;
}
/** Composite, range, base and shell types. */
export interface CreateType extends Base {
  readonly kind: 'createType';
  readonly type: QualifiedName;
  readonly form: 'composite' | 'range' | 'base' | 'shell';
  readonly columns: readonly ColumnDefinition[];
}
export interface AlterCompositeType extends Base {
  readonly kind: 'alterCompositeType';
  readonly type: QualifiedName;
  readonly action: 'add' | 'drop' | 'alter' | 'rename';
  readonly attribute: string;
}
export interface DropType extends Drop {
  readonly kind: 'dropType';
  readonly type: QualifiedName;
  readonly domain: boolean;
}
export interface RenameType extends Base {
  readonly kind: 'renameType';
  readonly type: QualifiedName;
  readonly newName: string;
  readonly domain: boolean;
}

// ── Schemas, views, sequences ─────────────────────────────────────────────────────────────────────────────────────
export interface CreateSchema extends Base {
  readonly kind: 'createSchema';
  readonly schema: string;
  readonly ifNotExists: boolean;
}
export interface DropSchema extends Drop {
  readonly kind: 'dropSchema';
  readonly schema: string;
}
export interface RenameSchema extends Base {
  readonly kind: 'renameSchema';
  readonly schema: string;
  readonly newName: string;
}
export interface CreateView extends Base {
  readonly kind: 'createView';
  readonly view: QualifiedName;
  readonly materialized: boolean;
  readonly replace: boolean;
  readonly ifNotExists: boolean;
  readonly columns: readonly string[];
  readonly query: Query;
  readonly withData: boolean;
  readonly temporary: boolean;
}
export interface DropView extends Drop {
  readonly kind: 'dropView';
  readonly view: QualifiedName;
  readonly materialized: boolean;
}
export interface RenameView extends Base {
  readonly kind: 'renameView';
  readonly view: QualifiedName;
  readonly materialized: boolean;
  readonly newName: string;
  readonly ifExists: boolean;
}
export interface RefreshMaterializedView extends Base {
  readonly kind: 'refreshMaterializedView';
  readonly view: QualifiedName;
  readonly concurrently: boolean;
  readonly withData: boolean;
}
export interface CreateSequence extends Base {
  readonly kind: 'createSequence';
  readonly sequence: QualifiedName;
  readonly ifNotExists: boolean;
  readonly ownedBy: { readonly table: QualifiedName; readonly column: string } | null;
}
export interface AlterSequence extends Base {
  readonly kind: 'alterSequence';
  readonly sequence: QualifiedName;
  readonly ifExists: boolean;
  readonly ownedBy: { readonly table: QualifiedName; readonly column: string } | 'none' | null;
  readonly rewrites: boolean;
  readonly restart: boolean;
  readonly type: TypeName | null;
}
export interface DropSequence extends Drop {
  readonly kind: 'dropSequence';
  readonly sequence: QualifiedName;
}
export interface RenameSequence extends Base {
  readonly kind: 'renameSequence';
  readonly sequence: QualifiedName;
  readonly newName: string;
  readonly ifExists: boolean;
}

// ── Functions, triggers, policies ─────────────────────────────────────────────────────────────────────────────────
export interface CreateFunction extends Base {
  readonly kind: 'createFunction';
  readonly function: QualifiedName;
  readonly procedure: boolean;
  readonly replace: boolean;
  readonly parameters: readonly { readonly name: string | null; readonly type: TypeName; readonly mode: 'in' | 'out' | 'inout' | 'variadic' | 'table' }[];
  readonly returns: TypeName | null;
  readonly language: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  /** `query`: SQL-standard body (`RETURN …`, `BEGIN ATOMIC`), whose dependencies PostgreSQL tracks; `text`: a string. */
  readonly body: { readonly form: 'query'; readonly queries: readonly Query[] } | { readonly form: 'text'; readonly text: string };
}
export interface DropFunction extends Drop {
  readonly kind: 'dropFunction';
  readonly function: QualifiedName;
  readonly parameters: readonly TypeName[] | null;
}
export interface AlterFunction extends Base {
  readonly kind: 'alterFunction';
  readonly function: QualifiedName;
  readonly newName: string | null;
}
export interface CreateTrigger extends Base {
  readonly kind: 'createTrigger';
  readonly table: QualifiedName;
  readonly trigger: string;
  readonly replace: boolean;
  readonly constraint: boolean;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  readonly timing: 'before' | 'after' | 'instead of';
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  readonly updateOf: readonly string[];
  readonly forEachRow: boolean;
  readonly when: Expression | null;
  readonly function: QualifiedName;
}
export interface DropTrigger extends Base {
  readonly kind: 'dropTrigger';
  readonly table: QualifiedName;
  readonly trigger: string;
  readonly ifExists: boolean;
  readonly cascade: boolean;
}
export interface RenameTrigger extends Base {
  readonly kind: 'renameTrigger';
  readonly table: QualifiedName;
  readonly trigger: string;
  readonly newName: string;
}
export interface CreatePolicy extends Base {
  readonly kind: 'createPolicy';
  readonly table: QualifiedName;
  readonly policy: string;
  readonly using: Expression | null;
  readonly check: Expression | null;
}
export interface AlterPolicy extends Base {
  readonly kind: 'alterPolicy';
  readonly table: QualifiedName;
  readonly policy: string;
  readonly newName: string | null;
  readonly using: Expression | null;
  readonly check: Expression | null;
}
export interface DropPolicy extends Base {
  readonly kind: 'dropPolicy';
  readonly table: QualifiedName;
  readonly policy: string;
  readonly ifExists: boolean;
}
export interface CreateRule extends Base {
  readonly kind: 'createRule';
  readonly table: QualifiedName;
  readonly rule: string;
  readonly replace: boolean;
}
export interface DropRule extends Base {
  readonly kind: 'dropRule';
  readonly table: QualifiedName;
  readonly rule: string;
  readonly ifExists: boolean;
}
export interface CreateEventTrigger extends Base {
  readonly kind: 'createEventTrigger';
  readonly name: string;
}

// ── Everything else that has a name ───────────────────────────────────────────────────────────────────────────────
export interface CreateExtension extends Base {
  readonly kind: 'createExtension';
  readonly extension: string;
  readonly ifNotExists: boolean;
  readonly schema: string | null;
}
export interface DropExtension extends Drop {
  readonly kind: 'dropExtension';
  readonly extension: string;
}
export interface CreateStatistics extends Base {
  readonly kind: 'createStatistics';
  readonly table: QualifiedName;
  readonly name: QualifiedName | null;
  readonly columns: readonly string[];
}
export interface DropStatistics extends Drop {
  readonly kind: 'dropStatistics';
  readonly name: QualifiedName;
}
export interface AlterPublication extends Base {
  readonly kind: 'alterPublication';
  readonly publication: string;
  readonly action: 'create' | 'add' | 'set' | 'drop' | 'options';
  readonly tables: readonly QualifiedName[];
  readonly allTables: boolean;
}
/** OWNER TO, SET SCHEMA, RENAME of objects that no other operation covers, ALTER … DEPENDS ON. */
export interface AlterObject extends Base {
  readonly kind: 'alterObject';
  readonly objectType: ObjectType;
  readonly name: QualifiedName;
  readonly action: 'owner' | 'set schema' | 'rename' | 'other';
  readonly newName: string | null;
}
/** DROP of what the catalog does not model (collation, cast, operator, role, publication, …). */
export interface DropObject extends Drop {
  readonly kind: 'dropObject';
  readonly objectType: ObjectType;
  readonly name: QualifiedName;
}
export interface Comment extends Base {
  readonly kind: 'comment';
  readonly objectType: ObjectType;
  readonly name: QualifiedName;
  readonly column: string | null;
}
export interface Grant extends Base {
  readonly kind: 'grant';
  readonly revoke: boolean;
  readonly objectType: ObjectType;
  readonly names: readonly QualifiedName[];
  readonly allInSchemas: readonly string[];
  readonly toPublic: boolean;
  readonly privileges: readonly string[];
}
/** Understood, and without effect on tables, rows or clients: CREATE ROLE, ALTER DEFAULT PRIVILEGES, NOTIFY, CREATE COLLATION, … */
export interface Administer extends Base {
  readonly kind: 'administer';
  readonly command: string /** Refuses to run in a transaction block: CREATE DATABASE, ALTER SYSTEM, … */;
  readonly outsideTransaction: boolean;
}

// ── Transactions, session, maintenance ────────────────────────────────────────────────────────────────────────────
export interface TransactionControl extends Base {
  readonly kind: 'transaction';
  readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback to';
  readonly name: string | null;
  readonly chain: boolean;
}
/** SET, SET LOCAL, RESET. `value` is the text of the value, null for RESET and SET … TO DEFAULT; `all` for RESET ALL. */
export interface SetVariable extends Base {
  readonly kind: 'setVariable';
  readonly name: string;
  readonly value: string | null;
  readonly local: boolean;
  readonly all: boolean;
}
export interface SetConstraints extends Base {
  readonly kind: 'setConstraints';
  readonly deferred: boolean;
  readonly names: readonly QualifiedName[];
}
export interface LockTable extends Base {
  readonly kind: 'lockTable';
  readonly table: QualifiedName;
  readonly mode: LockMode;
  readonly nowait: boolean;
}
export interface Vacuum extends Base {
  readonly kind: 'vacuum';
  readonly table: QualifiedName | null;
  readonly full: boolean;
}
export interface Analyze extends Base {
  readonly kind: 'analyze';
  readonly table: QualifiedName | null;
}
export interface Cluster extends Base {
  readonly kind: 'cluster';
  readonly table: QualifiedName | null;
  readonly index: string | null;
}

// ── Rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────
/** `conflictColumns`: what ON CONFLICT (a, b) names; left out without it, or when it names expressions or a constraint. */
export interface Insert extends Base {
  readonly kind: 'insert';
  readonly table: QualifiedName;
  readonly columns: readonly string[];
  readonly query: Query | null;
  readonly onConflict: 'nothing' | 'update' | null;
  readonly conflictColumns?: readonly string[];
}
export interface Update extends Base {
  readonly kind: 'update';
  readonly table: QualifiedName;
  readonly alias: string | null;
  readonly assignments: readonly { readonly column: string; readonly value: Expression }[];
  readonly from: readonly FromItem[];
  readonly where: Expression | null;
  readonly ctes: readonly CommonTable[];
}
export interface Delete extends Base {
  readonly kind: 'delete';
  readonly table: QualifiedName;
  readonly alias: string | null;
  readonly using: readonly FromItem[];
  readonly where: Expression | null;
  readonly ctes: readonly CommonTable[];
}
export interface Merge extends Base {
  readonly kind: 'merge';
  readonly table: QualifiedName;
  readonly actions: readonly ('insert' | 'update' | 'delete' | 'nothing')[];
}
export interface Truncate extends Base {
  readonly kind: 'truncate';
  readonly table: QualifiedName;
  readonly alongside: readonly QualifiedName[];
  readonly cascade: boolean;
  readonly restartIdentity: boolean;
}
export interface Select extends Base {
  readonly kind: 'select';
  readonly query: Query;
}
export interface Copy extends Base {
  readonly kind: 'copy';
  readonly table: QualifiedName | null;
  readonly direction: 'from' | 'to';
}
/**
 * A DO block. The statements that its body holds as SQL are operations of the same statement, marked `conditional`.
 * `guards` are the conditions under which it raises an exception (`IF EXISTS (SELECT … HAVING count(*) > 1) THEN RAISE`).
 */
export interface DoBlock extends Base {
  readonly kind: 'doBlock';
  readonly language: string;
  readonly guards: readonly Expression[] /** EXECUTE of text that could not be read as a constant. */;
  readonly dynamic: boolean;
}
export interface CallProcedure extends Base {
  readonly kind: 'callProcedure';
  readonly procedure: QualifiedName;
}

/** Not modelled: said, never passed over. `node` is the grammar's name for it. `tables` are those it names, as far as seen. */
export interface Opaque extends Base {
  readonly kind: 'opaque';
  readonly node: string;
  readonly because: string;
  readonly tables: readonly QualifiedName[];
  /** One of `tables` that is new, and of which nothing else is known. Left out when there is none. */
  readonly creates?: QualifiedName;
  /** It may touch more than it names: a body of statements. Left out when it does not. */
  readonly hasBody?: true;
}

export type Operation =
  | CreateTable
  | DropTable
  | RenameTable
  | SetTableSchema
  | SetTableProperty
  | SetRowSecurity
  | SetTriggerState
  | SetInheritance
  | AttachPartition
  | DetachPartition
  | AddColumn
  | DropColumn
  | RenameColumn
  | AlterColumnType
  | SetDefault
  | DropDefault
  | SetNotNull
  | DropNotNull
  | SetGenerated
  | SetIdentity
  | SetColumnProperty
  | AddConstraint
  | DropConstraint
  | RenameConstraint
  | ValidateConstraint
  | AlterConstraint
  | CreateIndex
  | DropIndex
  | RenameIndex
  | SetIndexProperty
  | Reindex
  | CreateEnum
  | AddEnumValue
  | RenameEnumValue
  | CreateDomain
  | AlterDomain
  | CreateType
  | AlterCompositeType
  | DropType
  | RenameType
  | CreateSchema
  | DropSchema
  | RenameSchema
  | CreateView
  | DropView
  | RenameView
  | RefreshMaterializedView
  | CreateSequence
  | AlterSequence
  | DropSequence
  | RenameSequence
  | CreateFunction
  | DropFunction
  | AlterFunction
  | CreateTrigger
  | DropTrigger
  | RenameTrigger
  | CreatePolicy
  | AlterPolicy
  | DropPolicy
  | CreateRule
  | DropRule
  | CreateEventTrigger
  | CreateExtension
  | DropExtension
  | CreateStatistics
  | DropStatistics
  | AlterPublication
  | AlterObject
  | DropObject
  | Comment
  | Grant
  | Administer
  | TransactionControl
  | SetVariable
  | SetConstraints
  | LockTable
  | Vacuum
  | Analyze
  | Cluster
  | Insert
  | Update
  | Delete
  | Merge
  | Truncate
  | Select
  | Copy
  | DoBlock
  | CallProcedure
  | Opaque;

export type OperationKind = Operation['kind'];
export type OperationOf<Kind extends OperationKind> = Extract<Operation, { kind: Kind }>;
