import { readFileSync } from 'node:fs';
import type { PostgresVersion } from '../rule/index.ts';
import { type Check, Fields, Misfit, mustBe, recordOf, wholeNumber } from './check.ts';
import { ConfigError } from './error.ts';
import { postgresVersion } from './shape.ts';

/** What a statistics file (version 1) says: rows per table, and the server they were counted on. */
export interface Statistics {
  readonly postgresVersion: PostgresVersion | null;
  /** Rows by `schema.table`. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Reads `{ "version": 1, "postgresVersion": 16, "tables": { "public.User": { "rows": 1200, "bytes": 90112 } } }`. */
export function readStatistics(path: string): Statistics {
  const text = textOf(path);
  try {
    const parsed: unknown = JSON.parse(text);
    const fields = new Fields(parsed, [], ['version', 'postgresVersion', 'tables', 'takenAt']);
    if (fields.get('version', wholeNumber) !== 1) throw new Misfit(['version'], 'its version is not 1');
    const tables = fields.need('tables', recordOf(tableStatistics));
    return {
      postgresVersion: fields.get('postgresVersion', postgresVersion),
      rows: Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name.includes('.') ? name : `public.${name}`, rows])),
    };
  } catch (error) {
    throw new ConfigError(`is no statistics file: ${error instanceof Error ? error.message : String(error)}`, path);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError('cannot be read', path);
  }
}

/** Estimates of the planner are not whole, and negative for tables that were never analyzed. */
const tableStatistics: Check<number> = (value, place) => {
  const fields = new Fields(value, place, ['rows', 'bytes']);
  return fields.need('rows', (rows, at) => {
    if (typeof rows !== 'number') throw mustBe('a number', rows, at);
    return Math.max(0, Math.round(rows));
  });
};
