import { POSTGRES_VERSIONS } from '../../postgres/index.ts';

/**
 * Everything but the migrations, in one query that reads the catalog of PostgreSQL only. Rows are estimates: what the planner
 * knows, else what was counted since the last crash; nothing for a table that holds something nobody ever counted. Of a
 * partitioned table, those of its partitions.
 */
export const FACTS_QUERY = `
WITH RECURSIVE part(root, oid) AS (
  SELECT oid, oid FROM pg_catalog.pg_class WHERE relkind = 'p'
  UNION ALL
  SELECT part.root, i.inhrelid FROM part JOIN pg_catalog.pg_inherits i ON i.inhparent = part.oid
), own AS (
  SELECT c.oid, c.relname, c.relkind, c.relnamespace, pg_catalog.pg_total_relation_size(c.oid) AS bytes,
    CASE
      WHEN c.relkind = 'p' THEN 0
      WHEN c.reltuples > 0 THEN c.reltuples::bigint
      WHEN pg_catalog.pg_relation_size(c.oid) = 0 THEN 0
      ELSE nullif(pg_catalog.pg_stat_get_live_tuples(c.oid), 0)
    END AS rows
  FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'm')
), counted AS (
  SELECT own.oid, own.relname, own.relnamespace,
    CASE WHEN own.relkind = 'p' THEN (SELECT sum(leaf.rows) FROM part JOIN own leaf ON leaf.oid = part.oid WHERE part.root = own.oid) ELSE own.rows END AS rows,
    CASE WHEN own.relkind = 'p' THEN (SELECT sum(leaf.bytes) FROM part JOIN own leaf ON leaf.oid = part.oid WHERE part.root = own.oid) ELSE own.bytes END AS bytes
  FROM own
), facts AS (
  SELECT 'server' AS kind, NULL::text AS schema, pg_catalog.current_setting('server_version_num') AS name, NULL::text AS rows, NULL::text AS bytes
  UNION ALL
  SELECT CASE WHEN counted.relname = '_prisma_migrations' THEN 'migrations' ELSE 'table' END, n.nspname::text, counted.relname::text, counted.rows::text, counted.bytes::text
  FROM counted JOIN pg_catalog.pg_namespace n ON n.oid = counted.relnamespace
  WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    AND (counted.relname <> '_prisma_migrations' OR pg_catalog.has_table_privilege(counted.oid, 'SELECT'))
  UNION ALL
  SELECT 'invalid index', n.nspname::text, c.relname::text, NULL, NULL
  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname !~ '^pg_'
)
SELECT kind, schema, name, rows, bytes FROM facts ORDER BY kind, schema, name`;

/** Migrations that are applied: not failed, not rolled back. `schema` is one that the first query found. */
export const appliedQuery = (schema: string): string => `
SELECT migration_name AS name, checksum FROM "${schema.replaceAll('"', '""')}"."_prisma_migrations"
WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY started_at, migration_name`;

/** A row as a driver gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** The statistics file, version 1. Holds names, sizes and checksums; no rows, no address, nothing secret. */
export interface StatisticsFile {
  readonly version: 1;
  /** `YYYY-MM-DD`. */
  readonly takenAt: string;
  readonly postgresVersion?: number;
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly bytes: number }>>;
  /** Left out: the database has no table of Prisma's migrations, or none that may be read. */
  readonly migrations?: readonly { readonly name: string; readonly checksum: string }[];
  readonly invalidIndexes: readonly string[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The schema whose table of migrations is meant: the one that Prisma works in, else the only one. Null: there is none. */
export function migrationsSchema(facts: readonly Row[], preferred: string): string | null {
  const schemas = facts.filter(({ kind }) => kind === 'migrations').map(({ schema }) => text(schema));
  if (schemas.includes(preferred)) return preferred;
  return schemas.length === 1 ? (schemas[0] ?? null) : null;
}

/** `applied`: rows of the second query; null: it was not asked. */
export function statisticsFile(facts: readonly Row[], applied: readonly Row[] | null, takenAt: string): StatisticsFile {
  const major = Math.floor(Number(text(facts.find(({ kind }) => kind === 'server')?.['name'])) / 10_000);
  const known = POSTGRES_VERSIONS.find((version) => version === major);
  const counted = facts.filter(({ kind, rows }) => kind === 'table' && rows !== null);
  return {
    version: 1,
    takenAt,
    ...(known === undefined ? {} : { postgresVersion: known }),
    tables: Object.fromEntries(
      counted.map(({ schema, name, rows, bytes }) => [`${text(schema)}.${text(name)}`, { rows: Number(text(rows)), bytes: Number(text(bytes)) }]),
    ),
    ...(applied === null ? {} : { migrations: applied.map(({ name, checksum }) => ({ name: text(name), checksum: text(checksum) })) }),
    invalidIndexes: facts.filter(({ kind }) => kind === 'invalid index').map(({ schema, name }) => `${text(schema)}.${text(name)}`),
  };
}
