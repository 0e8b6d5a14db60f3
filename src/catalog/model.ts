import type { Expression, IndexElement, PartitionKey, Query, ReferentialAction, TypeName } from '../operation/index.ts';

/** Where something came into being. Statements count from 0 within the migration's file. */
export interface Origin {
  readonly migration: string;
  readonly statement: number;
}

/**
 * Does the table hold rows at this moment of the replay?
 * `none`: born in this migration and not filled, or emptied in it. `some`: filled by a statement of this migration.
 * `unknown`: it existed before this migration, so production may hold any number of rows.
 */
export type Rows = 'none' | 'some' | 'unknown';

/** A fact about rows that an earlier statement established, and where. `strength` says whether it is sure. */
export interface Proof {
  readonly by: Origin;
  /**
   * `proven`: holds until other rows are written, and nothing in this migration writes any.
   * `likely`: the statement aims at it but may leave rows over (a join that may miss some, a condition that is not exact),
   * or it ran in an earlier migration, since when the running application may have written other rows.
   */
  readonly strength: 'proven' | 'likely';
  /** It was proven in an earlier migration; only rows written since can spoil it. */
  readonly aged?: boolean;
  /** A constraint guaranteed it until it was dropped. Nobody aims at it any more, so the next migration forgets it. */
  readonly lapses?: true;
  /** In words, for messages: "UPDATE … WHERE email IS NULL in 20240101_backfill". */
  readonly because: string;
}

/** What the existing rows hold in a column. */
export type ColumnRows =
  /** Anything that type and constraints allow. */
  | { readonly holds: 'anything' }
  /** Every row NULL: the column was added in this migration without a default, and nothing wrote it. */
  | { readonly holds: 'null' }
  /** Every row has one and the same non-NULL value: added in this migration with a constant (or stable) default. */
  | { readonly holds: 'constant'; readonly value: Expression }
  /** Every row has its own non-NULL value: added in this migration as serial, identity or with gen_random_uuid(). */
  | { readonly holds: 'distinct' };

export interface Column {
  readonly name: string;
  readonly type: TypeName;
  readonly collation: string | null;
  readonly notNull: boolean;
  /** What an INSERT that leaves the column out gets: the DEFAULT as an expression; serial gives nextval(…). Null: none. */
  readonly default: Expression | null;
  readonly generated: { readonly expression: Expression; readonly storage: 'stored' | 'virtual' } | null;
  readonly identity: 'always' | 'by default' | null;
  /** Null: existed before the known history. */
  readonly bornIn: Origin | null;
  readonly rows: ColumnRows;
  /** Set when a statement filled the NULLs of this column (backfill). */
  readonly filled: Proof | null;
  /** Rows for which one of these conditions is true are filled, by updates of one migration that each took a part. Absent: none was seen. */
  readonly filledWhere?: { readonly migration: string; readonly conditions: readonly Expression[] };
  /** The sequence that DROP COLUMN takes along (serial, OWNED BY). */
  readonly ownedSequence: string | null;
}

interface ConstraintBase {
  readonly name: string;
  /** False: added NOT VALID and not validated since. */
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  readonly bornIn: Origin | null;
}
export interface KeyConstraint extends ConstraintBase {
  readonly kind: 'primaryKey' | 'unique';
  readonly columns: readonly string[];
  /** The index behind it: same name. */
  readonly index: string;
}
export interface CheckConstraint extends ConstraintBase {
  readonly kind: 'check';
  readonly expression: Expression;
  readonly columns: readonly string[];
}
/** A named NOT NULL (PostgreSQL 18), only while it is NOT VALID; a valid one is `Column.notNull`. */
export interface NotNullConstraint extends ConstraintBase {
  readonly kind: 'notNull';
  readonly columns: readonly string[];
}
export interface ForeignKey extends ConstraintBase {
  readonly kind: 'foreignKey';
  readonly columns: readonly string[];
  /** The referenced table: key into `Catalog.tables` when it is known there. */
  readonly references: {
    readonly table: RelationKey;
    readonly columns: readonly string[];
    readonly onDelete: ReferentialAction;
    readonly onUpdate: ReferentialAction;
    readonly match: 'simple' | 'full';
  };
}
export interface ExcludeConstraint extends ConstraintBase {
  readonly kind: 'exclude';
  readonly columns: readonly string[];
  readonly index: string;
}
export type Constraint = KeyConstraint | CheckConstraint | NotNullConstraint | ForeignKey | ExcludeConstraint;

export interface Index {
  readonly name: string;
  readonly unique: boolean;
  readonly method: string;
  readonly elements: readonly IndexElement[];
  readonly include: readonly string[];
  readonly where: Expression | null;
  readonly nullsNotDistinct: boolean;
  /** False: left over by a failed CONCURRENTLY, or ON ONLY a partitioned table with partitions not attached. */
  readonly valid: boolean;
  readonly builtConcurrently: boolean;
  /** The PRIMARY KEY, UNIQUE or EXCLUDE constraint that owns it. */
  readonly constraint: string | null;
  readonly bornIn: Origin | null;
}

export interface Trigger {
  readonly name: string;
  readonly timing: 'before' | 'after' | 'instead of';
  readonly events: readonly ('insert' | 'update' | 'delete' | 'truncate')[];
  readonly updateOf: readonly string[];
  readonly when: Expression | null;
  readonly function: string;
  readonly constraint: boolean;
  readonly initiallyDeferred: boolean;
}

export interface Policy {
  readonly name: string;
  readonly using: Expression | null;
  readonly check: Expression | null;
}

/** Columns that have no duplicates among existing rows, by an earlier statement. NULLs do not count as duplicates. */
export interface UniqueProof extends Proof {
  /** The columns that `keys` are made of. */
  readonly columns: readonly string[];
  /** What is unique: columns, or expressions over them (`lower(name)`). */
  readonly keys: readonly Expression[];
  /** NULLs do count: at most one row has NULL there, as NULLS NOT DISTINCT wants it. */
  readonly nullsToo: boolean;
  /** Only among rows for which all of these are true, as a partial index wants it. Absent: among all. */
  readonly where?: readonly Expression[];
}
/** Every non-NULL value of `columns` exists in `references`, by an earlier clean-up. */
export interface ReferenceProof extends Proof {
  readonly columns: readonly string[];
  readonly references: RelationKey;
  /** The columns there, in the order of `columns`. */
  readonly referencedColumns: readonly string[];
}
/** The values of an expression, for every row that satisfies `where`, exist in a column of another table, into which they were inserted. */
export interface ImageProof extends Proof {
  readonly expression: Expression;
  readonly where: readonly Expression[];
  readonly references: RelationKey;
  readonly referencedColumn: string;
}
/** Every row satisfies the expression (or makes it NULL), by an earlier UPDATE or DELETE. */
export interface CheckProof extends Proof {
  readonly expression: Expression;
}
/** What earlier statements established about the rows of a table. Column-wise facts are on the columns. */
export interface RowProofs {
  readonly unique: readonly UniqueProof[];
  readonly references: readonly ReferenceProof[];
  readonly checks: readonly CheckProof[];
  /** Only those of the migration being replayed count. */
  readonly images?: readonly ImageProof[];
}

/** `schema.name`, both as PostgreSQL stores them: the key of relations and types. */
export type RelationKey = string;

export interface Table {
  readonly kind: 'table' | 'partitioned table' | 'foreign table';
  readonly schema: string;
  readonly name: string;
  readonly persistence: 'permanent' | 'unlogged' | 'temporary';
  /** Null: no known migration creates it. */
  readonly bornIn: Origin | null;
  /** No known migration creates it: it is taken as existing, with rows, and its columns are those that were mentioned. */
  readonly assumed: boolean;
  /** False: there may be columns, constraints and indexes that nobody mentioned (assumed tables, LIKE/AS of an unknown one, opaque statements). */
  readonly complete: boolean;
  readonly rows: Rows;
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  readonly triggers: readonly Trigger[];
  readonly policies: readonly Policy[];
  readonly rowSecurity: boolean;
  readonly partitionedBy: PartitionKey | null;
  readonly partitionOf: { readonly parent: RelationKey; readonly isDefault: boolean } | null;
  readonly inherits: readonly RelationKey[];
  readonly proofs: RowProofs;
  /** The last statements of this migration that wrote rows of it, in order. */
  readonly writtenBy: readonly Origin[];
  /** A statement that was not understood touched it: its definition is no longer sure. Null: none did. */
  readonly obscuredBy: string | null;
  /** A name it had at the start of this migration, when it was renamed in it. */
  readonly nameBefore: RelationKey | null;
  /** CREATE TABLE AS in this migration: the query, and the tables on whose rows its result depends, as they were then. */
  readonly madeOf?: { readonly query: Query; readonly sources: ReadonlyMap<RelationKey, Table> };
}

/** What a view, policy, function body or generated column reads. `columns` null: all (`*`, whole rows) or unknown ones. */
export interface Dependency {
  readonly relation: RelationKey;
  readonly columns: readonly string[] | null;
}

export interface View {
  readonly kind: 'view' | 'materialized view';
  readonly schema: string;
  readonly name: string;
  readonly bornIn: Origin | null;
  /** Output columns as far as they can be named. */
  readonly columns: readonly string[] | null;
  readonly query: Query;
  readonly dependsOn: readonly Dependency[];
  /** Indexes, of materialized views. */
  readonly indexes: readonly Index[];
  /** `WITH NO DATA` and not refreshed since. */
  readonly populated: boolean;
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly schema: string;
  readonly name: string;
  readonly bornIn: Origin | null;
  readonly ownedBy: { readonly table: RelationKey; readonly column: string } | null;
}

export interface EnumType {
  readonly kind: 'enum';
  readonly schema: string;
  readonly name: string;
  readonly bornIn: Origin | null;
  readonly assumed: boolean;
  readonly values: readonly string[];
  /** Values added by ALTER TYPE … ADD VALUE, with where: unusable before commit. */
  readonly added: readonly { readonly value: string; readonly by: Origin }[];
  readonly nameBefore: RelationKey | null;
}
export interface DomainType {
  readonly kind: 'domain';
  readonly schema: string;
  readonly name: string;
  readonly bornIn: Origin | null;
  readonly base: TypeName;
  readonly notNull: boolean;
  readonly default: Expression | null;
  readonly checks: readonly { readonly name: string; readonly expression: Expression; readonly validated: boolean }[];
}
export interface OtherType {
  readonly kind: 'composite' | 'range' | 'base' | 'shell';
  readonly schema: string;
  readonly name: string;
  readonly bornIn: Origin | null;
}
export type Type = EnumType | DomainType | OtherType;

export interface FunctionEntry {
  readonly schema: string;
  readonly name: string;
  readonly bornIn: Origin | null;
  readonly procedure: boolean;
  readonly language: string;
  readonly volatility: 'immutable' | 'stable' | 'volatile';
  readonly parameters: readonly { readonly name: string | null; readonly type: TypeName; readonly mode: 'in' | 'out' | 'inout' | 'variadic' | 'table' }[];
  readonly returns: TypeName | null;
  /** SQL-standard bodies only: PostgreSQL tracks these. */
  readonly dependsOn: readonly Dependency[];
  /** The text of a string body, or null. */
  readonly text: string | null;
}

export type Relation = Table | View | Sequence;
