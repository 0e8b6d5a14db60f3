import type { RelationKey } from '../catalog/index.ts';
import type { Finding, SchemaModel } from '../core/index.ts';
import type { SqlComment } from '../operation/index.ts';
import type { TableSize } from '../rule/index.ts';
import type { ConfiguredSize, Policy } from './policy.ts';

const UNKNOWN: TableSize = { is: 'unknown' };

/** Answers how large tables are: the configuration knows best, then the statistics file. */
export class TableSizes {
  readonly #configured: ReadonlyMap<RelationKey, ConfiguredSize>;
  readonly #policy: Policy;

  constructor(policy: Policy, schema: SchemaModel | null) {
    this.#policy = policy;
    this.#configured = new Map(Object.entries(policy.tables).map(([name, size]) => [tableCalled(name, schema), size]));
  }

  /** `comments` of the migration come last: what an author noted there is an estimate. */
  sizeOf(table: RelationKey, comments: CommentedRows): TableSize {
    const configured = this.#configured.get(table);
    if (typeof configured === 'string') return { is: configured, rows: null, because: 'configured' };
    if (configured !== undefined) return this.#byRows(configured, 'configured');
    const counted = this.#policy.rowCounts[table];
    if (counted !== undefined) return this.#byRows(counted, 'statistics');
    const commented = comments(table);
    return commented === null ? UNKNOWN : this.#byRows(commented, 'a comment in the migration');
  }

  #byRows(rows: number, because: string): TableSize {
    return { is: rows >= this.#policy.largeTableRows ? 'large' : 'small', rows, because };
  }
}

/** `AuditLog`, `audit.Log`, or a model's name → `schema.table`. */
function tableCalled(name: string, schema: SchemaModel | null): RelationKey {
  const model = schema?.models.find((candidate) => candidate.model === name);
  if (model) return `${model.schema ?? 'public'}.${model.table}`;
  return name.includes('.') ? name : `public.${name}`;
}

/** Rows of a table by the comments of a migration, or null. */
export type CommentedRows = (table: RelationKey) => number | null;

/**
 * Reads `Affected rows: ~10,000 users`. The word after the number names the table where it fits the name of one that the
 * migration touches; without such a word the number is about the only table that it touches.
 */
export function commentedRows(comments: readonly SqlComment[], touched: readonly RelationKey[]): CommentedRows {
  const known = new Map<RelationKey, number>();
  for (const { text } of comments) {
    for (const [, digits = '', unit = '', noun = ''] of text.matchAll(
      /\brows\s*:\s*(?:~|≈|about|ca\.?|approx\.?)?\s*(\d[\d.,_ ]*)\s*(k|thousand|m|million)?\b\s*([A-Za-z_]\w*)?/gi,
    )) {
      const rows = Number(digits.replaceAll(/[.,_ ]/g, '')) * factorOf(unit);
      const table = tableMeant(noun, touched);
      if (table !== null && Number.isFinite(rows)) known.set(table, rows);
    }
  }
  return (table) => known.get(table) ?? null;
}

const factorOf = (unit: string): number => ({ k: 1000, thousand: 1000, m: 1_000_000, million: 1_000_000 })[unit.toLowerCase()] ?? 1;

function tableMeant(noun: string, touched: readonly RelationKey[]): RelationKey | null {
  const stem = (name: string): string =>
    name
      .toLowerCase()
      .replaceAll('_', '')
      .replace(/(es|s)$/, '');
  const named = touched.filter((table) => stem(table.slice(table.indexOf('.') + 1)) === stem(noun));
  const [only, ...others] = named.length > 0 ? named : touched;
  return only !== undefined && others.length === 0 ? only : null;
}

/**
 * What a table's size makes of a finding: on a small table nobody waits, on a large one everybody does. Other harms do not
 * depend on size. Null: nothing is left of it.
 */
export function bySize(finding: Finding, size: TableSize): Finding | null {
  if (size.is === 'unknown' || !finding.harms.includes('blocks')) return finding;
  const evidence = { ...finding.evidence, tableSize: size.is, ...(size.rows === null ? {} : { tableRows: size.rows }), tableSizeFrom: size.because };
  if (size.is === 'large') return finding.harms.length > 1 ? { ...finding, evidence } : { ...finding, severity: 'error', certainty: 'certain', evidence };
  const harms = finding.harms.filter((harm) => harm !== 'blocks');
  return harms.length > 0 ? { ...finding, harms } : null;
}
