import type { PGlite } from '@electric-sql/pglite';

// A real database as lines of text, in the same words as `describe-catalog.ts`.

/** Schemas of the database's own, without what extensions brought. */
const OWN = `n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`;
const notOfExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;
const NAME = `n.nspname || '.' || c.relname`;
const RELATION = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`;
const ACTION = (column: string): string =>
  `CASE ${column} WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' ELSE 'set default' END`;
const columnsOf = (table: string, numbers: string, order: string): string =>
  `(SELECT coalesce(string_agg(a.attname, ',' ORDER BY ${order}), '') FROM unnest(${numbers}) WITH ORDINALITY u(n, o) JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = u.n)`;

const QUERIES: readonly string[] = [
  `SELECT concat_ws(' ', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' ELSE 'foreign table' END, ${NAME}, CASE c.relpersistence WHEN 'p' THEN 'permanent' ELSE 'unlogged' END,
     (SELECT string_agg(CASE WHEN c.relispartition THEN 'partition of ' ELSE 'inherits ' END || pn.nspname || '.' || p.relname, ' ' ORDER BY i.inhseqno) FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid),
     CASE WHEN c.relrowsecurity THEN 'row security' END) AS line
   ${RELATION} WHERE c.relkind IN ('r', 'p', 'f') AND ${OWN}`,
  `SELECT 'order ' || ${NAME} || ' ' || coalesce((SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped), '') AS line
   ${RELATION} WHERE c.relkind IN ('r', 'p', 'f') AND ${OWN}`,
  `SELECT concat_ws(' ', 'column ' || ${NAME} || '.' || a.attname, format_type(a.atttypid, a.atttypmod),
     CASE WHEN a.attnotnull AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'n' AND NOT k.convalidated AND k.conkey = ARRAY[a.attnum]) THEN 'not null' END,
     CASE WHEN a.atthasdef AND a.attgenerated = '' THEN 'default' END,
     CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END, CASE a.attgenerated WHEN 's' THEN 'generated stored' WHEN 'v' THEN 'generated virtual' END) AS line
   ${RELATION} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind IN ('r', 'p', 'f') AND ${OWN}`,
  `SELECT concat_ws(' ', 'constraint ' || ${NAME} || '.' || k.conname,
     CASE k.contype WHEN 'p' THEN 'primaryKey' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreignKey' WHEN 'n' THEN 'notNull' ELSE 'exclude' END,
     CASE WHEN k.contype <> 'x' THEN '(' || ${columnsOf('c.oid', 'k.conkey', 'a.attname COLLATE "C"')} || ')' END,
     CASE WHEN k.contype = 'f' THEN 'to ' || (SELECT rn.nspname || '.' || r.relname FROM pg_class r JOIN pg_namespace rn ON rn.oid = r.relnamespace WHERE r.oid = k.confrelid) || '(' || ${columnsOf('k.confrelid', 'k.confkey', 'u.o')} || ') '
       || CASE k.confmatchtype WHEN 'f' THEN 'full' ELSE 'simple' END || ' delete ' || ${ACTION('k.confdeltype')} || ' update ' || ${ACTION('k.confupdtype')} END,
     CASE WHEN NOT k.convalidated THEN 'not valid' END, CASE WHEN NOT k.conenforced THEN 'not enforced' END, CASE WHEN k.condeferrable THEN 'deferrable' END, CASE WHEN k.condeferred THEN 'deferred' END) AS line
   ${RELATION} JOIN pg_constraint k ON k.conrelid = c.oid WHERE ${OWN} AND k.contype IN ('p', 'u', 'c', 'f', 'x', 'n') AND NOT (k.contype = 'n' AND k.convalidated)`,
  `SELECT concat_ws(' ', 'index ' || n.nspname || '.' || x.relname || ' on ' || ${NAME}, CASE WHEN i.indisunique THEN 'unique' END, am.amname,
     '(' || (SELECT string_agg(coalesce(a.attname, 'expression') || CASE WHEN i.indoption[k.o - 1] & 1 = 1 THEN ' desc' ELSE '' END, ',' ORDER BY k.o) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(n, o) LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n AND k.n > 0 WHERE k.o <= i.indnkeyatts) || ')',
     CASE WHEN i.indnatts > i.indnkeyatts THEN 'include (' || (SELECT string_agg(a.attname, ',' ORDER BY k.o) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(n, o) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n WHERE k.o > i.indnkeyatts) || ')' END,
     CASE WHEN i.indpred IS NOT NULL THEN 'partial' END, CASE WHEN NOT i.indisvalid THEN 'invalid' END, CASE WHEN i.indnullsnotdistinct THEN 'nulls not distinct' END,
     (SELECT 'of ' || k.conname FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = c.oid)) AS line
   ${RELATION} JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am am ON am.oid = x.relam WHERE ${OWN}`,
  `SELECT concat_ws(' ', 'sequence ' || ${NAME}, (SELECT 'owned by ' || tn.nspname || '.' || t.relname || '.' || a.attname FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
     WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))) AS line
   ${RELATION} WHERE c.relkind = 'S' AND ${OWN}`,
  `SELECT CASE c.relkind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END || ${NAME} || ' (' || (SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0) || ')' AS line
   ${RELATION} WHERE c.relkind IN ('v', 'm') AND ${OWN}`,
  `SELECT 'view ' || ${NAME} || ' reads ' || rn.nspname || '.' || r.relname || '(' || coalesce(string_agg(DISTINCT a.attname::text COLLATE "C", ',' ORDER BY a.attname::text COLLATE "C"), '') || ')' AS line
   ${RELATION} JOIN pg_rewrite w ON w.ev_class = c.oid JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'n'
     JOIN pg_class r ON r.oid = d.refobjid JOIN pg_namespace rn ON rn.oid = r.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.refobjsubid AND a.attnum > 0
   WHERE c.relkind IN ('v', 'm') AND ${OWN} AND r.relkind IN ('r', 'p', 'v', 'm') GROUP BY n.nspname, c.relname, rn.nspname, r.relname`,
  `SELECT 'enum ' || n.nspname || '.' || t.typname || ' (' || (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) || ')' AS line FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND ${OWN}`,
  `SELECT concat_ws(' ', 'domain ' || n.nspname || '.' || t.typname, format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typdefault IS NOT NULL THEN 'default' END,
     (SELECT string_agg(conname || CASE WHEN convalidated THEN '' ELSE ' not valid' END, ' ' ORDER BY oid) FROM pg_constraint WHERE contypid = t.oid AND contype = 'c')) AS line
   FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND ${OWN}`,
  `SELECT 'composite ' || n.nspname || '.' || t.typname AS line FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_class c ON c.oid = t.typrelid WHERE c.relkind = 'c' AND ${OWN}`,
  `SELECT 'trigger ' || ${NAME} || '.' || t.tgname || ' runs ' || fn.nspname || '.' || f.proname AS line ${RELATION} JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal JOIN pg_proc f ON f.oid = t.tgfoid JOIN pg_namespace fn ON fn.oid = f.pronamespace WHERE ${OWN}`,
  `SELECT 'policy ' || ${NAME} || '.' || p.polname AS line ${RELATION} JOIN pg_policy p ON p.polrelid = c.oid WHERE ${OWN}`,
  `SELECT 'function ' || n.nspname || '.' || p.proname || '(' || array_to_string(ARRAY(SELECT format_type(unnest(p.proargtypes), NULL)), ',') || ') ' || CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS line
   FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OWN} AND ${notOfExtension('pg_proc', 'p.oid')}`,
  `SELECT 'schema ' || n.nspname AS line FROM pg_namespace n WHERE ${OWN}`,
  `SELECT 'extension ' || extname AS line FROM pg_extension WHERE extname <> 'plpgsql'`,
];

export async function describePostgres(database: PGlite): Promise<readonly string[]> {
  await database.exec(`SET search_path TO public`);
  const lines: string[] = [];
  for (const query of QUERIES) {
    const { rows } = await database.query<{ line: string }>(query);
    lines.push(...rows.map((row) => row.line));
  }
  return lines.sort();
}

/** An empty database again. */
export async function reset(database: PGlite): Promise<void> {
  await database.exec(`RESET ALL`);
  const { rows } = await database.query<{ name: string }>(`SELECT n.nspname AS name FROM pg_namespace n WHERE ${OWN}`);
  for (const { name } of rows) await database.exec(`DROP SCHEMA "${name}" CASCADE`);
  await database.exec(`CREATE SCHEMA public`);
}
