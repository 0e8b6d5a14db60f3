import { readFileSync } from 'node:fs';
import type { PostgresVersion } from '../rule/index.ts';
import { type Check, Fields, listOf, Misfit, mustBe, recordOf, text, wholeNumber } from './check.ts';
import { ConfigError } from './error.ts';
import { postgresVersion } from './shape.ts';

/** A migration that a database has, as its `_prisma_migrations` says. */
export interface AppliedMigration {
  readonly name: string;
  /** SHA-256 of the file that was applied, in lower case hexadecimal. */
  readonly checksum: string;
}

/** What a statistics file (version 1) says: rows per table, the server they were counted on, what is applied there. */
export interface Statistics {
  readonly postgresVersion: PostgresVersion | null;
  /** Rows by `schema.table`. */
  readonly rows: Readonly<Record<string, number>>;
  /** Null: not known. */
  readonly applied: readonly AppliedMigration[] | null;
  /** `schema.index`: left over by builds that failed. */
  readonly invalidIndexes: readonly string[];
}

/**
 * Reads `{ "version": 1, "postgresVersion": 16, "tables": { "public.User": { "rows": 1200, "bytes": 90112 } },
 * "migrations": [{ "name": "20250101000000_init", "checksum": "…" }], "invalidIndexes": ["public.User_email_idx"] }`. All but
 * the version and the tables may be left out.
 */
export function readStatistics(path: string): Statistics {
  const written = textOf(path);
  try {
    const parsed: unknown = JSON.parse(written);
    const fields = new Fields(parsed, [], ['version', 'takenAt', 'postgresVersion', 'tables', 'migrations', 'invalidIndexes']);
    if (fields.get('version', wholeNumber) !== 1) throw new Misfit(['version'], 'its version is not 1');
    const tables = fields.need('tables', recordOf(tableStatistics));
    return {
      postgresVersion: fields.get('postgresVersion', postgresVersion),
      rows: Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name.includes('.') ? name : `public.${name}`, rows])),
      applied: fields.get('migrations', listOf(appliedMigration)),
      invalidIndexes: fields.get('invalidIndexes', listOf(text)) ?? [],
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

const appliedMigration: Check<AppliedMigration> = (value, place) => {
  const fields = new Fields(value, place, ['name', 'checksum']);
  return { name: fields.need('name', text), checksum: fields.need('checksum', text) };
};

/** Estimates of the planner are not whole, and negative for tables that were never analyzed. */
const tableStatistics: Check<number> = (value, place) => {
  const fields = new Fields(value, place, ['rows', 'bytes']);
  return fields.need('rows', (rows, at) => {
    if (typeof rows !== 'number') throw mustBe('a number', rows, at);
    return Math.max(0, Math.round(rows));
  });
};
