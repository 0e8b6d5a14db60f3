import { describe, expect, test } from 'vitest';
import type { Operation } from '../../../src/operation/index.ts';
import { createLibpgQueryParser, createPgsqlAstParser } from '../../../src/parsers/index.ts';

const [first, second] = await Promise.all([createLibpgQueryParser(), createPgsqlAstParser()]);
const operationsOf = (sql: string): readonly Operation[] => second.parse(sql).statements.flatMap(({ operations }) => operations);
const reasons = (sql: string): readonly string[] => operationsOf(sql).flatMap((operation) => (operation.kind === 'opaque' ? [operation.because] : []));

describe('says the same as the default front end of', () => {
  test.each([
    // Where trees differ although the text is the same.
    'SELECT a UNION SELECT b UNION ALL SELECT c',
    'SELECT a UNION (SELECT b UNION ALL SELECT c)',
    '(SELECT a UNION ALL SELECT b) UNION SELECT c',
    'SELECT 1 FROM a, b JOIN c ON b.x = c.x LEFT JOIN d USING (y), e',
    'SELECT 1 FROM a CROSS JOIN b',
    'SELECT NOT a AND b OR c AND NOT (d OR e)',
    'SELECT a = 1 AND b <> 2 OR c IS NULL AND d IS NOT NULL',
    'SELECT (a + b) * c - d / (e % 2) ^ 2',
    "SELECT a || b || 'c' LIKE 'd%'",
    "SELECT x::json->>'a' = 'b', (x->'a')::text, x -> 0",
    'SELECT -1, - x, +y, -(2), (-3)::int, -4::int, CAST(-5 AS int), 1.50, .5, 12345678901234567890, 007',
    'SELECT a BETWEEN 1 AND 2 AND b NOT BETWEEN 3 AND 4',
    'SELECT a IN (1), a IN (1, 2), a NOT IN (SELECT 1), (a, b) IN ((1, 2), (3, 4))',
    "SELECT a = ANY (ARRAY['x', 'y']), a <> ALL (ARRAY[1, 2]::int[]), a > ANY (ARRAY[1, 2]), a = ANY (b), a = SOME (SELECT 1)",
    'SELECT EXISTS (SELECT 1 FROM t), NOT EXISTS (SELECT 2), (SELECT 3), ARRAY(SELECT 4), ARRAY[1, 2], ARRAY[[1], [2]]',
    'SELECT a IS TRUE, a IS NOT FALSE, a NOTNULL, a ISNULL',
    "SELECT now() AT TIME ZONE 'utc', EXTRACT(year FROM x), TRIM(x), COALESCE(a, b), NULLIF(a, b), GREATEST(a, b), ROW(1, 2), SUBSTRING(a FROM 2 FOR 3)",
    'SELECT count(*), count(DISTINCT a), max(a) FILTER (WHERE b), row_number() OVER (PARTITION BY a ORDER BY b DESC NULLS LAST)',
    "SELECT string_agg(a, ',' ORDER BY b), percentile_cont(0.5) WITHIN GROUP (ORDER BY a)",
    'SELECT CURRENT_TIMESTAMP, current_timestamp(3), CURRENT_USER, localtime',
    "SELECT CASE WHEN a THEN 1 ELSE 2 END, CASE b WHEN 1 THEN 'x' END, 't'::boolean, TRUE, NULL, DATE '2020-01-01', E'a\\nb', 'it''s'",
    'SELECT DISTINCT ON (a) a, b AS c, t.*, s.t.x FROM s.t AS t(a, b) GROUP BY a, b HAVING count(*) > 1 ORDER BY a DESC, b LIMIT 1 OFFSET 2',
    'SELECT 1 FROM (VALUES (1, 2)) AS v(a, b), LATERAL (SELECT 3) AS w, unnest(ARRAY[1]) AS u(x) FOR UPDATE',
    'SELECT a[1], a[1][2]',
    'WITH a AS (SELECT 1), b AS (DELETE FROM t WHERE x RETURNING y) INSERT INTO s SELECT * FROM b',
    'WITH a AS (UPDATE t SET x = 1 RETURNING x) SELECT * FROM a',
    'WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT n FROM r',
    'INSERT INTO t (a, b) VALUES (1, DEFAULT), (2, 3) ON CONFLICT (a, b) DO UPDATE SET a = 1 WHERE t.a = 2 RETURNING a',
    'INSERT INTO t SELECT 1 ON CONFLICT DO NOTHING',
    'UPDATE t AS x SET (a, b) = (1, 2), c = DEFAULT FROM s WHERE x.id = s.id',
    'DELETE FROM ONLY_T AS o WHERE o.a = 1',
    'TRUNCATE TABLE a, b RESTART IDENTITY CASCADE',
    // Clauses that the grammar lacks.
    'ALTER TABLE t ALTER COLUMN a TYPE "E_new" USING ("a"::text::"E_new")',
    'ALTER TABLE t ALTER a DROP DEFAULT, ALTER a SET DATA TYPE int USING a::int, ALTER b TYPE text',
    'ALTER TABLE t ALTER a TYPE text, ALTER b TYPE int USING b::int, DROP CONSTRAINT c, VALIDATE CONSTRAINT d, ADD CHECK (a), ADD CHECK (b) NOT VALID',
    'ALTER TABLE t DROP COLUMN a, ENABLE ROW LEVEL SECURITY',
    'BEGIN; END',
    'DROP VIEW IF EXISTS a, s."B" CASCADE; DROP MATERIALIZED VIEW m',
    "ALTER TYPE e ADD VALUE IF NOT EXISTS 'x'; ALTER TYPE s.e ADD VALUE 'y' BEFORE 'x'; ALTER TYPE e ADD VALUE IF NOT EXISTS 'z' AFTER 'y'",
    'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES s (b) ON DELETE CASCADE NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c, VALIDATE CONSTRAINT "D"',
    'ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; ALTER TABLE ONLY "T" NO  FORCE ROW\n LEVEL SECURITY; ALTER TABLE t DISABLE ROW LEVEL SECURITY',
    // Definitions.
    `CREATE TABLE IF NOT EXISTS s."T" ("id" SERIAL NOT NULL, a VARCHAR(20) COLLATE "C" DEFAULT 'x', b DECIMAL(65,30), c TIMESTAMP(3) WITH TIME ZONE,
       d CHAR, e double precision[], f "E"[] DEFAULT ARRAY[]::"E"[], g int REFERENCES p (id) ON DELETE SET NULL, h int CONSTRAINT c CHECK (h > 0) UNIQUE,
       i bigint GENERATED ALWAYS AS IDENTITY, j text GENERATED ALWAYS AS (a || 'x') STORED, CONSTRAINT "T_pkey" PRIMARY KEY ("id"),
       FOREIGN KEY (a, b) REFERENCES q (x, y) MATCH FULL ON UPDATE CASCADE, CHECK (a <> ''), UNIQUE (c))`,
    'CREATE TABLE t (LIKE s INCLUDING ALL) INHERITS (p)',
    'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t USING gin ((a), lower(b) COLLATE "C" DESC NULLS FIRST, c gin_trgm_ops) WHERE d IS NULL',
    `ALTER TABLE IF EXISTS ONLY "t" ADD COLUMN IF NOT EXISTS a int NOT NULL DEFAULT 1, DROP COLUMN b CASCADE, ALTER c SET DATA TYPE text, ALTER c SET DEFAULT 'x',
       ALTER c DROP DEFAULT, ALTER d SET NOT NULL, ALTER d DROP NOT NULL, DROP CONSTRAINT IF EXISTS e, ADD CONSTRAINT f UNIQUE (g), OWNER TO me`,
    'ALTER TABLE a RENAME TO b; ALTER TABLE a RENAME x TO y; ALTER TABLE a RENAME CONSTRAINT x TO y; ALTER INDEX a RENAME TO b; ALTER INDEX a SET TABLESPACE b',
    "CREATE TYPE e AS ENUM (' a', 'b''c', ''); CREATE TYPE c AS (a int, b text COLLATE x); ALTER TYPE e ADD VALUE 'd'; ALTER TYPE e RENAME TO f",
    'CREATE OR REPLACE VIEW v (a) AS SELECT 1; CREATE TEMP VIEW v AS SELECT 1; CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 1 WITH NO DATA; REFRESH MATERIALIZED VIEW CONCURRENTLY m',
    'CREATE SEQUENCE s INCREMENT BY 2 OWNED BY t.c; ALTER SEQUENCE s RESTART WITH 5; ALTER SEQUENCE s OWNED BY NONE; ALTER SEQUENCE s RENAME TO r; ALTER SEQUENCE s OWNER TO me',
    'DROP TABLE IF EXISTS a, s.b CASCADE; DROP INDEX CONCURRENTLY i; DROP TYPE t; DROP SEQUENCE s; DROP FUNCTION f; DROP FUNCTION IF EXISTS h(int)',
    "COMMENT ON TABLE a IS 'x'; COMMENT ON COLUMN s.a.b IS 'y'; COMMENT ON VIEW m IS 'z'",
    `CREATE OR REPLACE FUNCTION s.f(a int DEFAULT 1, OUT b text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
       -- it's a body
       BEGIN RETURN 1; END $$`,
    "CREATE FUNCTION g() RETURNS TABLE (a int, b text) AS ' SELECT 1 ' LANGUAGE SQL",
    "SET search_path = \"A\", b; SET LOCAL lock_timeout TO '5s'; SET x = on; SET TIME ZONE 'UTC'; SET y = -1; SET z TO DEFAULT",
    'BEGIN; START TRANSACTION; COMMIT; ROLLBACK; SHOW x; CREATE SCHEMA IF NOT EXISTS s; CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA s',
  ])('%s', (sql) => {
    const expected = first.parse(sql);
    expect(expected.problems).toEqual([]);
    expect(reasons(sql)).toEqual([]);
    expect(second.parse(sql).statements).toEqual(expected.statements);
  });
});

describe('is opaque rather than wrong where the tree', () => {
  test.each([
    ['binds operators otherwise', "SELECT x->>'a'::text", 'in which order the operators of an expression apply'],
    ['binds IS otherwise', 'SELECT a = b IS NULL', 'in which order the operators of an expression apply'],
    ['compares otherwise', 'SELECT NOT a = b IS NOT NULL', 'in which order the operators of an expression apply'],
    ['gives ORDER BY to the last SELECT', 'SELECT a UNION SELECT b ORDER BY 1', 'ORDER BY, LIMIT or FOR behind UNION'],
    ['has no parentheses', 'SELECT 1 FROM t GROUP BY (a, b)', 'parentheses in GROUP BY'],
    ['takes a set for a call', 'SELECT 1 FROM t GROUP BY CUBE (a)', 'ROLLUP and CUBE'],
    ['takes a bit string for a type', "SELECT B'101'", 'a string with a prefix'],
    ['takes a Unicode string for an operator', "SELECT U&'x'", 'a name with a prefix'],
    ['has one row for a list', 'SELECT a IN ((1, 2))', 'IN with one row'],
    ['has a column for a row', 'UPDATE t SET (a) = (1)', 'SET with one column in parentheses'],
    ['loses the kind of time', 'CREATE TABLE t (a time(3) with time zone)', 'what "time" says here'],
    ['loses the body of DO', "DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$", 'the body of a DO block'],
    ['takes RAISE for a statement', "RAISE 'x'", 'RAISE statements'],
    ['has a word for a type', 'DROP TYPE int', 'types of PostgreSQL here'],
    ['trims a name', 'ALTER TABLE " t" DROP COLUMN a', 'what " t" says here'],
  ])('%s: %s', (_, sql, what) => {
    expect(reasons(sql)).toEqual([expect.stringContaining(`this parser does not understand ${what}`)]);
  });

  test.each([
    'ALTER TABLE t ADD CONSTRAINT c UNIQUE (a) NOT VALID',
    'ALTER TABLE t ALTER a TYPE text COLLATE "C"',
    'ALTER TABLE t ALTER a TYPE int USING b COLLATE "C"',
    "ALTER TYPE e ADD VALUE 'a' BEFORE",
    'ALTER TABLE t ADD CONSTRAINT c UNIQUE (a) DEFERRABLE INITIALLY DEFERRED',
    'ALTER TABLE t ADD CONSTRAINT c UNIQUE NULLS NOT DISTINCT (a)',
    'ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i',
    'ALTER TABLE t ADD UNIQUE (a) INCLUDE (b)',
    'ALTER TABLE t ADD CHECK (a > 0) NO INHERIT',
    'CREATE UNIQUE INDEX i ON t (a) INCLUDE (b)',
    'CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT',
    'CREATE INDEX i ON ONLY t (a)',
    'CREATE INDEX i ON t (a text_pattern_ops (x = 1))',
    'CREATE TABLE t (a int) PARTITION BY RANGE (a)',
    'CREATE TABLE t PARTITION OF s DEFAULT',
    'CREATE TABLE t AS SELECT 1',
    'CREATE TABLE t (a int REFERENCES s DEFERRABLE)',
    'CREATE TABLE t (a int GENERATED ALWAYS AS (1) VIRTUAL)',
    'SELECT 1 INTO t',
    'UPDATE ONLY t SET a = 1',
    'DELETE FROM t USING s WHERE t.a = s.a',
    'TRUNCATE ONLY t',
    'DROP TABLE ONLY t',
    'SELECT 1 FROM ONLY t',
    'SELECT 1 FROM t TABLESAMPLE SYSTEM (1)',
    'SELECT a COLLATE "C", b IS DISTINCT FROM c, f(x => 1), f(VARIADIC a), a[1:2], (b).c',
    'SELECT 1 EXCEPT SELECT 2',
    'COMMIT AND CHAIN',
    'SAVEPOINT s',
    'DROP FUNCTION f(int) CASCADE',
    "ALTER TYPE e RENAME VALUE 'a' TO 'b'",
    'CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS $$ SELECT 1 $$',
  ])('has no words for %s', (sql) => {
    const understood = operationsOf(sql).filter(({ kind }) => kind !== 'opaque');
    expect([[], operationsOf(sql)]).toContainEqual(understood);
    expect(understood.length === 0 ? [] : first.parse(sql).statements[0]?.operations).toEqual(understood);
  });
});

describe('what is not understood', () => {
  test('is no syntax error', () => {
    const { problems, statements } = second.parse('ALTER TABEL t; SELECT 1');
    expect(problems).toEqual([]);
    expect(statements.map(({ operations }) => operations.map(({ kind }) => kind))).toEqual([['opaque'], ['select']]);
  });
  test('is said with the place and the tables', () => {
    const [operation] = operationsOf('  CREATE TRIGGER g AFTER INSERT ON s."T" FOR EACH ROW EXECUTE FUNCTION f()');
    expect(operation).toMatchObject({
      kind: 'opaque',
      node: 'CREATE TRIGGER',
      because: 'this parser does not understand the statement from "g" on',
      tables: [{ schema: 's', name: 'T' }],
      span: { start: 2, end: 74 },
    });
  });
  test.each([
    ['CREATE TABLE IF NOT EXISTS t PARTITION OF "S" DEFAULT', ['t']],
    ['INSERT INTO t SELECT a COLLATE "C" FROM s JOIN r USING (x)', ['t', 's', 'r']],
    ['UPDATE t SET a = b COLLATE "C"', ['t']],
    ['DELETE FROM t USING s WHERE extract(year FROM a) = 1', ['t']],
    ['GRANT SELECT ON t TO me', ['t']],
    ['ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES s (b) DEFERRABLE', ['t', 's']],
    ['DO $$ BEGIN DELETE FROM t; UPDATE s SET a = 1; END $$', ['t', 's']],
  ])('names tables: %s', (sql, names) => {
    expect(operationsOf(sql).map((operation) => operation.kind === 'opaque' && operation.tables.map(({ name }) => name))).toEqual([names]);
  });
  test('is one action among several', () => {
    const sql = 'ALTER TABLE "t" ADD COLUMN a int, ALTER b TYPE int USING b COLLATE "C", DROP COLUMN c';
    const found = operationsOf(sql).map(({ kind, span }) => [kind, sql.slice(span.start, span.end)]);
    const expected = first.parse(sql).statements[0]?.operations ?? [];
    expect(found.map(([, text]) => text)).toEqual(expected.map(({ span }) => sql.slice(span.start, span.end)));
    expect(operationsOf(sql).filter(({ kind }) => kind !== 'opaque')).toEqual(expected.filter((_, index) => found[index]?.[0] !== 'opaque'));
  });
  test('without an end of a quote is a problem, in the words of the first parser', () => {
    const sql = "SELECT 1; SELECT 'x; SELECT 2";
    expect(second.parse(sql).problems).toEqual(first.parse(sql).problems);
    expect(second.parse(sql).statements.map(({ operations }) => operations.length)).toEqual([1, 0]);
  });
  test('are statements that are too long', () => {
    const sql = `INSERT INTO t VALUES ${Array.from({ length: 8000 }, () => '(1)').join()}`;
    expect(reasons(sql)).toEqual(['this parser does not understand statements of more than 20000 words']);
  });
});

describe('statements are cut by their tokens', () => {
  test.each([
    "SELECT ';'",
    'SELECT ";"',
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END',
    'DO $x$ ; $x$',
    'SELECT 1 /* ; */ + 1 -- ;',
  ])('%s', (sql) => {
    expect(second.parse(`${sql}\n;;\nSELECT 2`).statements.map(({ span }) => span)).toEqual(
      first.parse(`${sql}\n;;\nSELECT 2`).statements.map(({ span }) => span),
    );
  });
});
