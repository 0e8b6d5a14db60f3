import { expect } from 'vitest';
import { proveClaims } from './claims.ts';

const USER = `CREATE TABLE "User" ("id" int PRIMARY KEY, "email" text, "age" int); INSERT INTO "User" SELECT g, 'a' || g, g FROM generate_series(1, 50) g;`;
const ORDER = `CREATE TABLE "Customer" ("id" int PRIMARY KEY); INSERT INTO "Customer" VALUES (1); CREATE TABLE "Order" ("id" int PRIMARY KEY, "customerId" int); INSERT INTO "Order" VALUES (1, 1);`;
const FOREIGN_KEY = `${ORDER} ALTER TABLE "Order" ADD CONSTRAINT f FOREIGN KEY ("customerId") REFERENCES "Customer"("id");`;

proveClaims({
  'blocking-index-build': [
    { says: 'reads the table under SHARE', setup: USER, sql: 'CREATE INDEX i ON "User"("age")', locks: { User: 'SHARE' }, does: [/building index "i"/] },
  ],
  'blocking-foreign-key': [
    {
      says: 'validates under SHARE ROW EXCLUSIVE on both tables',
      setup: ORDER,
      sql: `ALTER TABLE "Order" ADD CONSTRAINT f FOREIGN KEY ("customerId") REFERENCES "Customer"("id")`,
      locks: { Order: 'SHARE ROW EXCLUSIVE', Customer: 'SHARE ROW EXCLUSIVE' },
      does: [/validating foreign key/],
    },
    {
      says: 'also for a column that is still empty',
      setup: ORDER,
      sql: `ALTER TABLE "Order" ADD COLUMN "payerId" int; ALTER TABLE "Order" ADD CONSTRAINT f FOREIGN KEY ("payerId") REFERENCES "Customer"("id")`,
      does: [/validating foreign key/],
    },
    {
      says: 'VALIDATE alone lets writes go on',
      setup: `${ORDER} ALTER TABLE "Order" ADD CONSTRAINT f FOREIGN KEY ("customerId") REFERENCES "Customer"("id") NOT VALID;`,
      sql: 'ALTER TABLE "Order" VALIDATE CONSTRAINT f',
      locks: { Order: 'SHARE UPDATE EXCLUSIVE', Customer: 'ROW SHARE' },
    },
  ],
  'blocking-set-not-null': [
    {
      says: 'scans under ACCESS EXCLUSIVE even right after a full backfill',
      setup: USER,
      sql: 'UPDATE "User" SET "age" = 0 WHERE "age" IS NULL; ALTER TABLE "User" ALTER COLUMN "age" SET NOT NULL',
      locks: { User: 'ACCESS EXCLUSIVE' },
      does: [/verifying table "User"/],
    },
  ],
  'validate-in-same-transaction': [
    {
      says: 'the lock of the ADD is still held during the scan',
      setup: USER,
      sql: 'ALTER TABLE "User" ADD CONSTRAINT c CHECK ("age" > 0) NOT VALID; ALTER TABLE "User" VALIDATE CONSTRAINT c',
      locks: { User: 'ACCESS EXCLUSIVE' },
      does: [/verifying table "User"/],
    },
  ],
  'rewriting-add-column': [
    {
      says: 'gen_random_uuid() rewrites table and indexes',
      setup: USER,
      sql: 'ALTER TABLE "User" ADD COLUMN u uuid DEFAULT gen_random_uuid()',
      locks: { User: 'ACCESS EXCLUSIVE' },
      rewritten: ['User'],
      reindexed: ['User_pkey'],
    },
    { says: 'serial rewrites', setup: USER, sql: 'ALTER TABLE "User" ADD COLUMN n serial', rewritten: ['User'] },
    {
      says: 'a stored generated column rewrites',
      setup: USER,
      sql: 'ALTER TABLE "User" ADD COLUMN g int GENERATED ALWAYS AS ("age" * 2) STORED',
      rewritten: ['User'],
    },
    { says: 'now() does not', setup: USER, sql: 'ALTER TABLE "User" ADD COLUMN t timestamptz NOT NULL DEFAULT now()', rewritten: [] },
    { says: 'UNIQUE builds an index', setup: USER, sql: 'ALTER TABLE "User" ADD COLUMN x int UNIQUE', does: [/building index "User_x_key"/] },
    {
      says: 'the default set afterwards does not rewrite',
      setup: USER,
      sql: 'ALTER TABLE "User" ADD COLUMN u uuid; ALTER TABLE "User" ALTER COLUMN u SET DEFAULT gen_random_uuid()',
      rewritten: [],
    },
  ],
  'work-under-held-lock': [
    {
      says: 'the lock of ALTER TABLE is held while the UPDATE runs',
      setup: USER,
      sql: 'ALTER TABLE "User" ADD COLUMN x int; UPDATE "User" SET x = 1',
      locks: { User: 'ACCESS EXCLUSIVE' },
    },
  ],
  'bulk-write': [{ says: 'an UPDATE locks rows, not the table', setup: USER, sql: 'UPDATE "User" SET "age" = 1', locks: { User: 'ROW EXCLUSIVE' } }],
  'blocking-maintenance': [
    { says: 'REINDEX stops writes of the table', setup: USER, sql: 'REINDEX TABLE "User"', locks: { User: 'SHARE' }, reindexed: ['User_pkey'] },
    {
      says: 'CLUSTER rewrites under ACCESS EXCLUSIVE',
      setup: USER,
      sql: 'CLUSTER "User" USING "User_pkey"',
      locks: { User: 'ACCESS EXCLUSIVE' },
      rewritten: ['User'],
    },
    { says: 'SET UNLOGGED rewrites', setup: USER, sql: 'ALTER TABLE "User" SET UNLOGGED', rewritten: ['User'] },
  ],
  'blocking-refresh': [
    {
      says: 'REFRESH takes ACCESS EXCLUSIVE on the view',
      setup: `${USER} CREATE MATERIALIZED VIEW m AS SELECT "id" FROM "User";`,
      sql: 'REFRESH MATERIALIZED VIEW m',
      locks: { m: 'ACCESS EXCLUSIVE' },
    },
    {
      says: 'CONCURRENTLY does not, and may run in a transaction',
      setup: `${USER} CREATE MATERIALIZED VIEW m AS SELECT "id" FROM "User"; CREATE UNIQUE INDEX mi ON m("id");`,
      sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY m',
      locks: { m: 'EXCLUSIVE' },
    },
  ],
  'blocking-partition-change': [
    {
      says: 'ATTACH reads the partition',
      setup: 'CREATE TABLE e (d int) PARTITION BY RANGE (d); CREATE TABLE p (d int); INSERT INTO p VALUES (1);',
      sql: 'ALTER TABLE e ATTACH PARTITION p FOR VALUES FROM (0) TO (9)',
      does: [/verifying table "p"/],
    },
    {
      says: 'a valid CHECK takes the scan away',
      setup: 'CREATE TABLE e (d int) PARTITION BY RANGE (d); CREATE TABLE p (d int NOT NULL CHECK (d >= 0 AND d < 9)); INSERT INTO p VALUES (1);',
      sql: 'ALTER TABLE e ATTACH PARTITION p FOR VALUES FROM (0) TO (9)',
      doesNot: [/verifying/],
    },
  ],
  'brief-exclusive-lock': [
    {
      says: 'dropping a foreign key locks the referenced table exclusively',
      setup: FOREIGN_KEY,
      sql: 'ALTER TABLE "Order" DROP CONSTRAINT f',
      locks: { Customer: 'ACCESS EXCLUSIVE' },
    },
  ],
  'several-tables-locked': [
    {
      says: 'the locks of a transaction add up',
      setup: ORDER,
      sql: 'ALTER TABLE "Order" ADD COLUMN x int; ALTER TABLE "Customer" ADD COLUMN x int',
      locks: { Order: 'ACCESS EXCLUSIVE', Customer: 'ACCESS EXCLUSIVE' },
    },
  ],
  'missing-lock-timeout': [
    { says: 'ADD COLUMN takes ACCESS EXCLUSIVE', setup: USER, sql: 'ALTER TABLE "User" ADD COLUMN x int', locks: { User: 'ACCESS EXCLUSIVE' } },
  ],
  'misused-lock-timeout': [
    { says: '0 means none', setup: 'SET lock_timeout = 0', sql: 'SELECT 1', ask: [`SELECT current_setting('lock_timeout') AS v`], answered: [[{ v: '0' }]] },
  ],
  'set-local-without-effect': [
    {
      says: 'outside of a transaction nothing is set',
      setup: 'RESET lock_timeout',
      sql: '',
      statements: [`SET LOCAL lock_timeout = '5s'`],
      ask: [`SELECT current_setting('lock_timeout') AS v`],
      answered: [[{ v: '0' }]],
    },
  ],
  'set-leaks-into-later-migrations': [
    {
      says: 'SET survives its file',
      setup: 'RESET lock_timeout',
      mode: 'file',
      sql: `SET lock_timeout = '5s'; SELECT 1`,
      ask: [`SELECT current_setting('lock_timeout') AS v`, 'RESET lock_timeout'],
      answered: [[{ v: '5s' }], []],
    },
  ],
  'begin-commit-surprise': [
    {
      says: 'COMMIT keeps what stands before BEGIN; the rest fails alone',
      setup: '',
      mode: 'file',
      sql: 'CREATE TABLE a (id int); BEGIN; CREATE TABLE b (id int); COMMIT; CREATE TABLE c (id int); SELECT 1 / 0',
      error: '22012',
      ask: [`SELECT relname::text AS name FROM pg_class WHERE relname IN ('a', 'b', 'c') ORDER BY 1`],
      answered: [[{ name: 'a' }, { name: 'b' }]],
    },
  ],
  'half-applied-on-failure': [
    {
      says: 'statement by statement, what ran before stays',
      setup: USER,
      sql: '',
      statements: ['CREATE TABLE a (id int)', 'SELECT 1 / 0'],
      error: '22012',
      ask: [`SELECT count(*)::int AS n FROM pg_class WHERE relname = 'a'`],
      answered: [[{ n: 1 }]],
    },
    {
      says: 'as one message, nothing stays',
      setup: USER,
      mode: 'file',
      sql: 'CREATE TABLE a (id int); SELECT 1 / 0',
      error: '22012',
      ask: [`SELECT count(*)::int AS n FROM pg_class WHERE relname = 'a'`],
      answered: [[{ n: 0 }]],
    },
  ],
  'drop-handmade-index': [
    {
      says: 'nothing but the index goes',
      setup: `${USER} CREATE INDEX i ON "User" (lower("email"));`,
      sql: 'DROP INDEX i',
      ask: ['SELECT count(*)::int AS n FROM "User"'],
      answered: [[{ n: 50 }]],
    },
  ],
  'schema-drift': [
    {
      says: 'a field whose migration was forgotten makes every query that names it fail',
      setup: '',
      sql: 'CREATE TABLE "User" ("id" int PRIMARY KEY)',
      probes: ['SELECT "public"."User"."id", "public"."User"."email" FROM "public"."User"', 'INSERT INTO "User" ("id", "email") VALUES (1, NULL)'],
      probed: ['42703', '42703'],
    },
  ],
  'hand-edited-migration': [
    {
      says: 'another statement for the same change of the schema does something else: RENAME keeps the values that DROP and ADD lose',
      setup: `CREATE TABLE "User" ("id" int PRIMARY KEY, "name" text); INSERT INTO "User" VALUES (1, 'a');`,
      sql: 'ALTER TABLE "User" RENAME COLUMN "name" TO "fullName"',
      ask: ['SELECT "fullName" AS v FROM "User"'],
      answered: [[{ v: 'a' }]],
    },
  ],
  'relation-without-index': [
    {
      says: 'a foreign key comes without an index: what refers to a row is looked for in the whole table',
      setup: 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, p_id int); SET enable_seqscan = off;',
      sql: 'ALTER TABLE c ADD FOREIGN KEY (p_id) REFERENCES p(id)',
      ask: ['EXPLAIN (COSTS OFF) SELECT 1 FROM ONLY c WHERE p_id = 1 FOR KEY SHARE', 'RESET enable_seqscan'],
      answered: [[{ 'QUERY PLAN': 'LockRows' }, { 'QUERY PLAN': expect.stringContaining('Seq Scan on c') }, expect.anything(), expect.anything()], []],
    },
    {
      says: 'an index over some of the rows, those that are not NULL, serves',
      setup:
        'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, p_id int REFERENCES p(id)); SET enable_seqscan = off; SET enable_bitmapscan = off;',
      sql: 'CREATE INDEX i ON c (p_id) WHERE p_id IS NOT NULL',
      ask: ['EXPLAIN (COSTS OFF) SELECT 1 FROM ONLY c WHERE p_id = 1 FOR KEY SHARE', 'RESET enable_seqscan', 'RESET enable_bitmapscan'],
      answered: [[{ 'QUERY PLAN': 'LockRows' }, { 'QUERY PLAN': expect.stringContaining('Index Scan using i on c') }, expect.anything()], [], []],
    },
  ],
  'cascade-delete-added': [
    {
      says: 'a DELETE takes rows of other tables along, and through them those of further ones',
      setup:
        'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, p_id int); CREATE TABLE g (c_id int REFERENCES c ON DELETE CASCADE); INSERT INTO p VALUES (1); INSERT INTO c VALUES (2, 1); INSERT INTO g VALUES (2);',
      sql: 'ALTER TABLE c ADD FOREIGN KEY (p_id) REFERENCES p(id) ON DELETE CASCADE',
      ask: ['DELETE FROM p', 'SELECT (SELECT count(*) FROM c)::int AS c, (SELECT count(*) FROM g)::int AS g'],
      answered: [[], [{ c: 0, g: 0 }]],
    },
  ],
  'comment-without-effect': [
    {
      says: 'the comment does not take the file out of its transaction',
      setup: USER,
      mode: 'file',
      sql: '-- prisma-migrate-disable-next-transaction\nSELECT 1; CREATE INDEX CONCURRENTLY i ON "User"("age")',
      error: '25001',
    },
  ],
  'opaque-statement': [
    {
      says: 'EXECUTE runs what it is given',
      setup: USER,
      sql: `DO $$ BEGIN EXECUTE 'ALTER TABLE "User" ADD COLUMN x int'; END $$`,
      locks: { User: 'ACCESS EXCLUSIVE' },
    },
  ],
});
