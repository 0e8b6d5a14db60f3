import type { Severity } from '../core/index.ts';
import type { Rule } from '../rule/index.ts';

/** What the configuration says of one rule. */
export interface RuleSetting {
  readonly rule: Rule;
  /** Null: the rule's own. */
  readonly severity: Severity | 'off' | null;
  /** As configured; `undefined`: none given. */
  readonly options: unknown;
}

/** Which migration an override or a suppression is asked about. */
export interface MigrationId {
  readonly name: string;
  readonly path: string;
}

/** Settings that replace those of `Policy.rules` for some migrations. Of several that apply, the last one counts. */
export interface Override {
  readonly applies: (migration: MigrationId) => boolean;
  readonly settings: readonly RuleSetting[];
}

/** `suppress: [{ migration, rule, reason }]` of the configuration. */
export interface ConfiguredSuppression {
  readonly migration: string;
  readonly rule: string;
  readonly reason: string;
  /** `YYYY-MM-DD`: the last day on which it counts. */
  readonly until?: string;
}

/** What is known about a table's size: a word, or a number of rows. */
export type ConfiguredSize = 'small' | 'large' | number;

/**
 * Rows from which on a table counts as large when nobody says otherwise. PostgreSQL scans, sorts or rewrites some hundred
 * thousand usual rows a second, so below this a lock is held for a fraction of a second, which waiting requests survive,
 * also on a small server and with several indexes.
 */
export const LARGE_TABLE_ROWS = 50_000;

/** The configuration, resolved: what the engine needs to know of it. */
export interface Policy {
  /** Every known rule, also those that are off: their names are needed to judge suppressions. */
  readonly rules: readonly RuleSetting[];
  readonly overrides: readonly Override[];
  /** By table (`AuditLog`, `public.AuditLog`) or model. Comes before `rowCounts`. */
  readonly tables: Readonly<Record<string, ConfiguredSize>>;
  /** Rows by `schema.table`, from a statistics file. */
  readonly rowCounts: Readonly<Record<string, number>>;
  readonly largeTableRows: number;
  readonly suppress: readonly ConfiguredSuppression[];
}

/** Rules at their own severity, nothing else known. */
export const policyOf = (rules: readonly Rule[]): Policy => ({
  rules: rules.map((rule) => ({ rule, severity: null, options: undefined })),
  overrides: [],
  tables: {},
  rowCounts: {},
  largeTableRows: LARGE_TABLE_ROWS,
  suppress: [],
});
