import type { RelationKey, Rows } from '../catalog/index.ts';
import type { LockMode, TypeName } from '../operation/index.ts';

/** Major versions of PostgreSQL whose behaviour is known here. */
export const POSTGRES_VERSIONS = [11, 12, 13, 14, 15, 16, 17, 18] as const;
export type PostgresVersion = (typeof POSTGRES_VERSIONS)[number];
export const NEWEST_POSTGRES: PostgresVersion = 18;

/** The server that the migration will run on. */
export interface Server {
  readonly version: PostgresVersion;
  /** Session time zone; null: not known (taken as UTC, as managed servers and containers have it). */
  readonly timeZone: string | null;
}

/** The strongest lock that the operation takes on a relation. */
export interface Lock {
  /** Table, view, sequence, or index (`on: 'index'`), as `schema.name`. */
  readonly table: RelationKey;
  readonly on: 'table' | 'view' | 'index' | 'sequence';
  readonly mode: LockMode;
  /** The relation existed before this migration. */
  readonly existing: boolean;
  readonly rows: Rows;
}

/** Work proportional to the rows of a table. */
export interface Work {
  readonly table: RelationKey;
  readonly what: 'rewrite' | 'scan' | 'index-build' | 'index-rebuild' | 'validate-foreign-key' | 'rows-written';
  /** The lock on that table during the work, by this operation alone (see `runner` for locks held from before). */
  readonly under: LockMode;
  readonly existing: boolean;
  readonly rows: Rows;
  /** Index or constraint the work is for, where it has a name. */
  readonly of: string | null;
}

/** Why an operation can abort. `what` is a closed list, so that rules can speak of each exactly. */
export type FailureCause =
  /** Existing rows hold NULL. `everyRow`: all do, because the column is new and empty. */
  | { readonly what: 'nulls'; readonly table: RelationKey; readonly columns: readonly string[]; readonly everyRow: boolean }
  | {
      readonly what: 'duplicates';
      readonly table: RelationKey;
      readonly columns: readonly string[] | null;
      readonly index: string | null;
      readonly everyRow: boolean;
    }
  | {
      readonly what: 'orphans';
      readonly table: RelationKey;
      readonly columns: readonly string[];
      readonly referenced: RelationKey;
      readonly referencedColumns: readonly string[];
    }
  | { readonly what: 'check-violations'; readonly table: RelationKey; readonly constraint: string | null }
  | { readonly what: 'exclusion-violations'; readonly table: RelationKey; readonly constraint: string | null }
  | {
      readonly what: 'uncastable-values';
      readonly table: RelationKey;
      readonly column: string;
      readonly from: TypeName;
      readonly to: TypeName;
      readonly problem: 'syntax' | 'too-long' | 'out-of-range' | 'removed-enum-value' | 'null' | 'index-key-too-long';
    }
  /** No such cast without USING, or none at all. */
  | {
      readonly what: 'no-cast';
      readonly table: RelationKey;
      readonly column: string;
      readonly from: TypeName;
      readonly to: TypeName;
      readonly ofDefault: boolean;
    }
  | { readonly what: 'dependent-objects'; readonly object: string; readonly dependents: readonly string[] }
  | { readonly what: 'missing-object'; readonly objectType: string; readonly name: string }
  | { readonly what: 'duplicate-object'; readonly objectType: string; readonly name: string }
  | { readonly what: 'type-mismatch'; readonly table: RelationKey; readonly columns: readonly string[]; readonly referenced: RelationKey }
  /** FK or ON CONFLICT onto columns that no unique index covers. */
  | { readonly what: 'no-unique-target'; readonly table: RelationKey; readonly columns: readonly string[] }
  | { readonly what: 'in-transaction'; readonly command: string }
  | { readonly what: 'enum-value-uncommitted'; readonly type: RelationKey; readonly value: string }
  | { readonly what: 'pending-trigger-events'; readonly table: RelationKey }
  | { readonly what: 'not-supported'; readonly feature: string; readonly since: PostgresVersion | null }
  | { readonly what: 'index-row-too-large'; readonly table: RelationKey; readonly index: string | null }
  | { readonly what: 'not-allowed'; readonly reason: string }
  /** Writes of this statement meet a constraint or trigger. */
  | { readonly what: 'write-rejected'; readonly table: RelationKey; readonly constraint: string | null; readonly reason: string };

export interface Failure {
  readonly cause: FailureCause;
  readonly sqlstate: string;
  /** `always`; `rows`: as soon as the table holds a row; `data`: if rows are as `cause` says. */
  readonly when: 'always' | 'rows' | 'data';
  /** An earlier statement makes it unlikely, but does not rule it out; in words. Null: nothing does. */
  readonly unlikelyBecause: string | null;
  /** What makes it unlikely ruled it out when it ran, in an earlier migration: only rows written since can make it fail. */
  readonly ruledOutBefore: boolean;
  /** Read-only SQL that returns rows exactly when it would fail, or null. */
  readonly preflight: string | null;
}

/** Rows, values or objects that are gone or silently different afterwards. */
export interface Loss {
  readonly what: 'table' | 'column' | 'rows' | 'values' | 'view' | 'index' | 'constraint' | 'sequence' | 'policy' | 'trigger' | 'enum-value';
  readonly table: RelationKey | null;
  readonly column: string | null;
  /** Name of the index, view, constraint, …; null otherwise. */
  readonly object: string | null;
  /** How values change silently: `truncated`, `rounded`, `merged`, `reinterpreted`, `overwritten`; null when they are gone. */
  readonly how: 'truncated' | 'rounded' | 'merged' | 'reinterpreted' | 'overwritten' | 'cascaded' | null;
  /** Counts as the harm `loses` (false: indexes, constraints, sequences that go with a column: worth saying, no data). */
  readonly data: boolean;
}

/** What a client that was generated before the migration notices after it. */
export interface Breakage {
  readonly table: RelationKey | null;
  readonly column: string | null;
  /** `select`: all columns by name; `insert`: the required columns of before; `prepared`: a SELECT prepared before; `enum`: an enum value it knows (or does not know). */
  readonly client: 'select' | 'insert' | 'prepared' | 'enum';
  /** Null: PostgreSQL answers, but with values of a kind that the old client does not decode (an integer became text). */
  readonly sqlstate: string | null;
  /** A type, by the name that it had before the migration, that statements cast to. */
  readonly type?: RelationKey;
  /** `values`: only for values that were allowed before and are refused now. Left out or `always`: for every one. */
  readonly when?: 'always' | 'values';
}

/** Everything PostgreSQL does because of one operation. Empty lists: nothing. */
export interface Effects {
  readonly locks: readonly Lock[];
  readonly work: readonly Work[];
  readonly fails: readonly Failure[];
  /**
   * Statements of others that will fail because of what this operation sets up; the operation itself goes through.
   * `ON DELETE SET NULL` on a NOT NULL column: `write-rejected` on the referenced table, at its next DELETE.
   */
  readonly latent?: readonly Failure[];
  readonly loses: readonly Loss[];
  readonly breaks: readonly Breakage[];
  /** Nothing is known (opaque statements); then the lists are empty because nobody can tell. */
  readonly unknown: boolean;
  /** An earlier state made something unnecessary, in words: "no scan: CHECK user_email_nn proves it". */
  readonly notes: readonly string[];
}

export const NO_EFFECTS: Effects = { locks: [], work: [], fails: [], loses: [], breaks: [], unknown: false, notes: [] };
