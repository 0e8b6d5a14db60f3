import type { QualifiedName, Span } from '../core/index.ts';
import type { Expression, Query, TypeName } from './expression.ts';

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

/** What ADD COLUMN and CREATE TABLE say of a column. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: TypeName;
  readonly collation: QualifiedName | null;
  /** NOT NULL written on the column. A primary key, serial or identity implies it without being counted here. */
  readonly notNull: boolean;
  /** The DEFAULT as written. serial, identity and a domain's default are not written here. */
  readonly default: Expression | null;
  readonly generated: { readonly expression: Expression; readonly storage: 'stored' | 'virtual' | 'unspecified' } | null;
  readonly identity: 'always' | 'by default' | null;
  /** Inline PRIMARY KEY, UNIQUE, CHECK, REFERENCES, in order. Their `columns` hold this column. */
  readonly constraints: readonly ConstraintDefinition[];
  readonly span: Span;
}

interface ConstraintBase {
  readonly name: string | null;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  readonly notValid: boolean;
  readonly enforced: boolean;
  readonly span: Span;
}

export interface PrimaryKeyDefinition extends ConstraintBase {
  readonly kind: 'primaryKey';
  /** Empty with USING INDEX: the index has them. */
  readonly columns: readonly string[];
  readonly usingIndex: string | null;
  readonly withoutOverlaps: boolean;
}
export interface UniqueDefinition extends ConstraintBase {
  readonly kind: 'unique';
  readonly columns: readonly string[];
  readonly usingIndex: string | null;
  readonly nullsNotDistinct: boolean;
  readonly withoutOverlaps: boolean;
}
export interface CheckDefinition extends ConstraintBase {
  readonly kind: 'check';
  readonly expression: Expression;
  readonly noInherit: boolean;
}
/** `ADD CONSTRAINT n NOT NULL c` (PostgreSQL 18). NOT NULL inside a column definition is `ColumnDefinition.notNull`. */
export interface NotNullDefinition extends ConstraintBase {
  readonly kind: 'notNull';
  readonly columns: readonly string[];
}
export interface ForeignKeyDefinition extends ConstraintBase {
  readonly kind: 'foreignKey';
  readonly columns: readonly string[];
  readonly references: {
    readonly table: QualifiedName;
    /** Empty: the referenced table's primary key. */
    readonly columns: readonly string[];
    readonly match: 'simple' | 'full';
    readonly onDelete: ReferentialAction;
    readonly onUpdate: ReferentialAction;
  };
}
export interface ExcludeDefinition extends ConstraintBase {
  readonly kind: 'exclude';
  readonly method: string;
  readonly elements: readonly { readonly element: IndexElement; readonly operator: string }[];
  readonly where: Expression | null;
}
export type ConstraintDefinition = PrimaryKeyDefinition | UniqueDefinition | CheckDefinition | NotNullDefinition | ForeignKeyDefinition | ExcludeDefinition;

/** One key of an index: a column, or an expression (`column` null). */
export interface IndexElement {
  readonly column: string | null;
  readonly expression: Expression | null;
  readonly operatorClass: QualifiedName | null;
  readonly collation: QualifiedName | null;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last' | null;
}

export interface IndexDefinition {
  /** Null: PostgreSQL chooses `table_column_idx`. */
  readonly name: string | null;
  readonly table: QualifiedName;
  readonly unique: boolean;
  /** `btree`, `hash`, `gin`, `gist`, `brin`, `spgist`, `hnsw`, … */
  readonly method: string;
  readonly elements: readonly IndexElement[];
  readonly include: readonly string[];
  readonly where: Expression | null;
  readonly nullsNotDistinct: boolean;
}

/** `LIKE source INCLUDING …` inside CREATE TABLE. */
export interface LikeClause {
  readonly table: QualifiedName;
  readonly including: readonly ('comments' | 'compression' | 'constraints' | 'defaults' | 'generated' | 'identity' | 'indexes' | 'statistics' | 'storage')[];
}

export interface PartitionKey {
  readonly strategy: 'list' | 'range' | 'hash';
  readonly elements: readonly IndexElement[];
}

export interface TableDefinition {
  readonly table: QualifiedName;
  readonly persistence: 'permanent' | 'unlogged' | 'temporary';
  readonly columns: readonly ColumnDefinition[];
  /** Table constraints, not those inside columns. */
  readonly constraints: readonly ConstraintDefinition[];
  readonly like: readonly LikeClause[];
  readonly inherits: readonly QualifiedName[];
  readonly partitionBy: PartitionKey | null;
  readonly partitionOf: { readonly parent: QualifiedName; readonly isDefault: boolean } | null;
  readonly foreign: boolean;
  /** CREATE TABLE … AS query / SELECT INTO. */
  readonly query: Query | null;
  /** `CREATE TABLE t (a, b) AS …`: names for the query's first columns. Left out when there are none. */
  readonly queryColumns?: readonly string[];
  /** False for `WITH NO DATA`. */
  readonly withData: boolean;
}
