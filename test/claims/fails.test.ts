import { proveClaims } from './claims.ts';

const USER = `CREATE TABLE "User" ("id" int PRIMARY KEY, "email" text, "age" int); INSERT INTO "User" VALUES (1, 'a', 1), (2, 'a', NULL);`;
const ORDER = `CREATE TABLE "Customer" ("id" int PRIMARY KEY); INSERT INTO "Customer" VALUES (1); CREATE TABLE "Order" ("id" int PRIMARY KEY, "customerId" int); INSERT INTO "Order" VALUES (1, 1), (2, 99);`;
const ROLE = `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN'); CREATE TABLE "User" ("id" int PRIMARY KEY, "role" "Role" NOT NULL DEFAULT 'USER'); INSERT INTO "User" VALUES (1, 'ADMIN');`;

proveClaims({
  'required-column-without-default': [
    { says: 'fails with 23502 as soon as there is a row', setup: USER, sql: `ALTER TABLE "User" ADD COLUMN "phone" TEXT NOT NULL`, error: '23502' },
    {
      says: 'goes through on an empty table, and the old INSERT then fails with 23502',
      setup: `CREATE TABLE "User" ("id" int)`,
      sql: `ALTER TABLE "User" ADD COLUMN "phone" TEXT NOT NULL`,
      probes: [`INSERT INTO "User" ("id") VALUES (1)`],
      probed: ['23502'],
    },
    {
      says: 'is instant with a constant default, and the old INSERT works',
      setup: USER,
      sql: `ALTER TABLE "User" ADD COLUMN "phone" TEXT NOT NULL DEFAULT ''`,
      rewritten: [],
      doesNot: [/./],
      probes: [`INSERT INTO "User" ("id") VALUES (3)`],
      probed: ['ok'],
    },
  ],
  'set-not-null-without-backfill': [
    {
      says: 'one NULL is enough for 23502',
      setup: USER,
      sql: `ALTER TABLE "User" ALTER COLUMN "age" SET NOT NULL`,
      error: '23502',
      does: [/verifying table "User"/],
    },
    {
      says: 'INSERTs that leave the column out fail afterwards',
      setup: `CREATE TABLE "User" ("id" int, "age" int)`,
      sql: `ALTER TABLE "User" ALTER COLUMN "age" SET NOT NULL`,
      locks: { User: 'ACCESS EXCLUSIVE' },
      probes: [`INSERT INTO "User" ("id") VALUES (1)`],
      probed: ['23502'],
    },
    {
      says: 'a valid CHECK takes the scan away',
      setup: `CREATE TABLE "User" ("id" int, "age" int); INSERT INTO "User" VALUES (1, 1); ALTER TABLE "User" ADD CONSTRAINT c CHECK ("age" IS NOT NULL) NOT VALID; ALTER TABLE "User" VALIDATE CONSTRAINT c;`,
      sql: `ALTER TABLE "User" ALTER COLUMN "age" SET NOT NULL; ALTER TABLE "User" DROP CONSTRAINT c`,
      doesNot: [/verifying/],
    },
  ],
  'unique-without-duplicate-check': [
    { says: 'stops at the first duplicate with 23505', setup: USER, sql: `CREATE UNIQUE INDEX "User_email_key" ON "User"("email")`, error: '23505' },
    {
      says: 'CONCURRENTLY leaves an INVALID index behind',
      setup: USER,
      sql: '',
      statements: [`CREATE UNIQUE INDEX CONCURRENTLY "User_email_key" ON "User"("email")`],
      error: '23505',
      ask: [`SELECT indisvalid FROM pg_index WHERE indexrelid = '"User_email_key"'::regclass`],
      answered: [[{ indisvalid: false }]],
    },
    {
      says: 'the self-join DELETE by ctid removes every duplicate',
      setup: USER,
      sql: `DELETE FROM "User" a USING "User" b WHERE a."email" = b."email" AND a.ctid > b.ctid; CREATE UNIQUE INDEX "User_email_key" ON "User"("email")`,
    },
    {
      says: 'NULLs are no duplicates',
      setup: USER,
      sql: `ALTER TABLE "User" ADD COLUMN "handle" TEXT; CREATE UNIQUE INDEX "User_handle_key" ON "User"("handle")`,
    },
    {
      says: 'a constant default gives every row the same value',
      setup: USER,
      sql: `ALTER TABLE "User" ADD COLUMN "handle" TEXT DEFAULT ''; CREATE UNIQUE INDEX "User_handle_key" ON "User"("handle")`,
      error: '23505',
    },
  ],
  'primary-key-over-existing-rows': [
    { says: 'NULL fails with 23502', setup: `CREATE TABLE t (a int); INSERT INTO t VALUES (NULL);`, sql: 'ALTER TABLE t ADD PRIMARY KEY (a)', error: '23502' },
    {
      says: 'duplicates fail with 23505',
      setup: `CREATE TABLE t (a int NOT NULL); INSERT INTO t VALUES (1), (1);`,
      sql: 'ALTER TABLE t ADD PRIMARY KEY (a)',
      error: '23505',
    },
    {
      says: 'builds its index under ACCESS EXCLUSIVE',
      setup: `CREATE TABLE t (a int NOT NULL); INSERT INTO t VALUES (1);`,
      sql: 'ALTER TABLE t ADD PRIMARY KEY (a)',
      locks: { t: 'ACCESS EXCLUSIVE' },
      does: [/building index "t_pkey"/],
    },
    {
      says: 'USING INDEX builds nothing when the column is NOT NULL',
      setup: `CREATE TABLE t (a int NOT NULL); INSERT INTO t VALUES (1); CREATE UNIQUE INDEX t_pkey_new ON t(a);`,
      sql: 'ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey_new',
      doesNot: [/building|verifying/],
    },
  ],
  'foreign-key-without-orphan-check': [
    {
      says: 'an orphan fails with 23503',
      setup: ORDER,
      sql: `ALTER TABLE "Order" ADD CONSTRAINT f FOREIGN KEY ("customerId") REFERENCES "Customer"("id")`,
      error: '23503',
    },
    {
      says: 'NOT VALID does not look at old rows',
      setup: ORDER,
      sql: `ALTER TABLE "Order" ADD CONSTRAINT f FOREIGN KEY ("customerId") REFERENCES "Customer"("id") NOT VALID`,
      doesNot: [/validating/],
      locks: { Order: 'SHARE ROW EXCLUSIVE', Customer: 'SHARE ROW EXCLUSIVE' },
    },
    {
      says: 'setting orphans to NULL clears them',
      setup: ORDER,
      sql: `UPDATE "Order" SET "customerId" = NULL WHERE NOT EXISTS (SELECT 1 FROM "Customer" p WHERE p."id" = "Order"."customerId"); ALTER TABLE "Order" ADD CONSTRAINT f FOREIGN KEY ("customerId") REFERENCES "Customer"("id")`,
    },
  ],
  'constraint-over-existing-rows': [
    {
      says: 'a row that breaks it fails with 23514, after a scan',
      setup: USER,
      sql: `ALTER TABLE "User" ADD CONSTRAINT c CHECK ("age" > 5)`,
      error: '23514',
      does: [/verifying table "User"/],
    },
    {
      says: 'it is checked under ACCESS EXCLUSIVE',
      setup: USER,
      sql: `ALTER TABLE "User" ADD CONSTRAINT c CHECK ("age" > 0)`,
      locks: { User: 'ACCESS EXCLUSIVE' },
    },
    {
      says: 'EXCLUDE fails with 23P01',
      setup: `CREATE TABLE t (r int4range); INSERT INTO t VALUES ('[1,5)'), ('[2,3)');`,
      sql: 'ALTER TABLE t ADD EXCLUDE USING gist (r WITH &&)',
      error: '23P01',
    },
    {
      says: 'a domain constraint checks the tables that use it',
      setup: `CREATE DOMAIN d AS int; CREATE TABLE t (a d); INSERT INTO t VALUES (-1);`,
      sql: 'ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0)',
      error: '23514',
    },
  ],
  'set-null-on-required-column': [
    {
      says: 'the migration goes through, and the DELETE of a referenced row fails with 23502',
      setup: `CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1); CREATE TABLE c (p_id int NOT NULL); INSERT INTO c VALUES (1);`,
      sql: 'ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (p_id) REFERENCES p(id) ON DELETE SET NULL',
      probes: ['DELETE FROM p'],
      probed: ['23502'],
    },
  ],
  'foreign-key-mismatch': [
    {
      says: 'types that cannot be compared fail with 42804',
      setup: `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p_id text);`,
      sql: 'ALTER TABLE c ADD FOREIGN KEY (p_id) REFERENCES p(id)',
      error: '42804',
    },
    {
      says: 'a target that is not unique fails with 42830',
      setup: `CREATE TABLE p (id int); CREATE TABLE c (p_id int);`,
      sql: 'ALTER TABLE c ADD FOREIGN KEY (p_id) REFERENCES p(id)',
      error: '42830',
    },
  ],
  'change-column-type': [
    {
      says: 'no automatic cast fails with 42804, on an empty table too',
      setup: 'CREATE TABLE t (a text)',
      sql: 'ALTER TABLE t ALTER COLUMN a TYPE int',
      error: '42804',
    },
    {
      says: 'a value that does not fit fails',
      setup: `CREATE TABLE t (a text); INSERT INTO t VALUES ('abcdef');`,
      sql: 'ALTER TABLE t ALTER COLUMN a TYPE varchar(3)',
      error: '22001',
    },
    {
      says: 'rewrites the table and its indexes under ACCESS EXCLUSIVE',
      setup: 'CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1);',
      sql: 'ALTER TABLE t ALTER COLUMN a TYPE bigint',
      locks: { t: 'ACCESS EXCLUSIVE' },
      rewritten: ['t'],
      reindexed: ['t_pkey'],
    },
    {
      says: 'prepared statements fail with 0A000 even where nothing is rewritten',
      setup: 'CREATE TABLE t (a varchar(3)); INSERT INTO t VALUES (1); PREPARE p AS SELECT a FROM t;',
      sql: 'ALTER TABLE t ALTER COLUMN a TYPE text',
      rewritten: [],
      probes: ['EXECUTE p'],
      probed: ['0A000'],
    },
    {
      says: 'rounds without an error',
      setup: 'CREATE TABLE t (a numeric); INSERT INTO t VALUES (1.26);',
      sql: 'ALTER TABLE t ALTER COLUMN a TYPE numeric(10,1)',
      ask: ['SELECT a::text AS a FROM t'],
      answered: [[{ a: '1.3' }]],
    },
  ],
  'remove-enum-value': [
    {
      says: 'a row that holds the value fails with 22P02',
      setup: ROLE,
      sql: `CREATE TYPE "Role_new" AS ENUM ('USER'); ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT; ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new")`,
      error: '22P02',
    },
    {
      says: 'rewrites the table',
      setup: ROLE,
      sql: `UPDATE "User" SET "role" = 'USER'; CREATE TYPE "Role_new" AS ENUM ('USER'); ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT; ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new")`,
      rewritten: ['User'],
      probes: [`INSERT INTO "User" VALUES (2, 'ADMIN')`],
      probed: ['22P02'],
    },
  ],
  'enum-value-used-before-commit': [
    {
      says: 'one file of two statements fails with 55P04',
      setup: ROLE,
      mode: 'file',
      sql: `ALTER TYPE "Role" ADD VALUE 'OWNER'; ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER'`,
      error: '55P04',
    },
    {
      says: 'two transactions work',
      setup: ROLE,
      sql: '',
      statements: [`ALTER TYPE "Role" ADD VALUE 'OWNER'`, `ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER'`],
    },
  ],
  'concurrently-in-transaction': [
    {
      says: 'one file of two statements fails with 25001',
      setup: USER,
      mode: 'file',
      sql: `SET lock_timeout = '5s'; CREATE INDEX CONCURRENTLY i ON "User"("age")`,
      error: '25001',
    },
    {
      says: 'alone in the file, with a comment, it works',
      setup: USER,
      mode: 'file',
      sql: `-- PRISMA_MIGRATE: non-transactional\nCREATE INDEX CONCURRENTLY i ON "User"("age")`,
    },
    {
      says: 'statement by statement it works',
      setup: USER,
      sql: '',
      statements: [`SET lock_timeout = '5s'`, `CREATE INDEX CONCURRENTLY i ON "User"("age")`, 'RESET lock_timeout'],
    },
  ],
  'command-refused-in-transaction': [
    { says: 'VACUUM in a file of two statements fails with 25001', setup: USER, mode: 'file', sql: 'SELECT 1; VACUUM "User"', error: '25001' },
    { says: 'ALTER SYSTEM likewise', setup: USER, mode: 'file', sql: `SELECT 1; ALTER SYSTEM SET work_mem = '4MB'`, error: '25001' },
  ],
  'pending-trigger-events': [
    {
      says: 'ALTER TABLE after a write with deferred checks fails with 55006',
      setup: `${ORDER} DELETE FROM "Order" WHERE "id" = 2; ALTER TABLE "Order" ADD CONSTRAINT f FOREIGN KEY ("customerId") REFERENCES "Customer"("id") DEFERRABLE INITIALLY DEFERRED;`,
      sql: `UPDATE "Order" SET "customerId" = 1 WHERE "id" = 1; UPDATE "Order" SET "customerId" = NULL; UPDATE "Order" SET "customerId" = 1; ALTER TABLE "Order" ADD COLUMN x int`,
      error: '55006',
    },
    {
      says: 'SET CONSTRAINTS ALL IMMEDIATE between them helps',
      setup: `${ORDER} DELETE FROM "Order" WHERE "id" = 2; ALTER TABLE "Order" ADD CONSTRAINT f FOREIGN KEY ("customerId") REFERENCES "Customer"("id") DEFERRABLE INITIALLY DEFERRED;`,
      sql: `UPDATE "Order" SET "customerId" = NULL; UPDATE "Order" SET "customerId" = 1; SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE "Order" ADD COLUMN x int`,
    },
  ],
  'drop-with-dependents': [
    {
      says: 'a view keeps its column with 2BP01',
      setup: `${USER} CREATE VIEW v AS SELECT "email" FROM "User";`,
      sql: 'ALTER TABLE "User" DROP COLUMN "email"',
      error: '2BP01',
    },
    {
      says: 'and its type with 0A000',
      setup: `${USER} CREATE VIEW v AS SELECT "email" FROM "User";`,
      sql: 'ALTER TABLE "User" ALTER COLUMN "email" TYPE varchar(10)',
      error: '0A000',
    },
  ],
  'unknown-object': [
    { says: 'a table that is not there fails with 42P01', setup: USER, sql: 'ALTER TABLE "Users" ADD COLUMN x int', error: '42P01' },
    { says: 'a column that is not there fails with 42703', setup: USER, sql: 'ALTER TABLE "User" DROP COLUMN "nope"', error: '42703' },
  ],
  'duplicate-object': [
    { says: 'a column that is there fails with 42701', setup: USER, sql: 'ALTER TABLE "User" ADD COLUMN "email" text', error: '42701' },
    { says: 'a table with 42P07', setup: USER, sql: 'CREATE TABLE "User" (id int)', error: '42P07' },
    { says: 'a type with 42710', setup: ROLE, sql: `CREATE TYPE "Role" AS ENUM ('A')`, error: '42710' },
  ],
  'unsupported-by-server': [
    {
      says: 'a partial index cannot back a constraint: 42809',
      setup: `${USER} CREATE UNIQUE INDEX i ON "User"("id") WHERE "age" < 10;`,
      sql: 'ALTER TABLE "User" ADD CONSTRAINT u UNIQUE USING INDEX i',
      error: '42809',
    },
  ],
  'invalid-default': [
    {
      says: 'too long fails with 22001, on an empty table too',
      setup: 'CREATE TABLE t (id int)',
      sql: `ALTER TABLE t ADD COLUMN c varchar(3) NOT NULL DEFAULT 'unknown'`,
      error: '22001',
    },
  ],
  'failing-write': [
    { says: 'a fixed key that is there fails with 23505', setup: USER, sql: 'INSERT INTO "User" ("id") VALUES (1)', error: '23505' },
    { says: 'ON CONFLICT DO NOTHING goes through', setup: USER, sql: 'INSERT INTO "User" ("id") VALUES (1) ON CONFLICT DO NOTHING' },
  ],
  'long-identifier': [
    {
      says: 'names that differ after 63 bytes collide',
      setup: `CREATE TABLE ${'x'.repeat(63)}a (id int)`,
      sql: `CREATE TABLE ${'x'.repeat(63)}b (id int)`,
      error: '42P07',
    },
  ],
  'unreadable-encoding': [{ says: 'a byte order mark is a syntax error', setup: '', sql: '\ufeffCREATE TABLE a (id int)', error: '42601' }],
  'syntax-error': [
    {
      says: 'nothing of the file stays',
      setup: '',
      mode: 'file',
      sql: 'CREATE TABLE a (id int); CREATE TABEL b (id int)',
      error: '42601',
      ask: [`SELECT count(*)::int AS n FROM pg_class WHERE relname = 'a'`],
      answered: [[{ n: 0 }]],
    },
  ],
});
