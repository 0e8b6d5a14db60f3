import { beforeAll, describe, expect, test } from 'vitest';
import { beginMigration, emptyCatalog } from '../../src/catalog/index.ts';
import { createLibpgQueryParser, type Parser } from '../../src/parsers/index.ts';
import type { PostgresVersion } from '../../src/postgres/index.ts';
import { applyScript, chooseRunner, execute, type Execution, keepLastingBreakages, planExecution, type Runner } from '../../src/runner/index.ts';

const olderPrisma = chooseRunner({ prisma: { version: '6.16.0', source: 'test' } });
const newerPrisma = chooseRunner({ prisma: { version: '7.10.0', source: 'test' } });

let parser: Parser;
beforeAll(async () => {
  parser = await createLibpgQueryParser();
});

const SCHEMA = `
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "Account" ("id" INTEGER PRIMARY KEY, "email" TEXT);
CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "name" TEXT, "role" "Role" NOT NULL, "accountId" INTEGER REFERENCES "Account"("id") DEFERRABLE INITIALLY DEFERRED);
CREATE VIEW "Names" AS SELECT "name" FROM "User";`;

function run(sql: string, runner: Runner = olderPrisma, version: PostgresVersion = 15): Execution {
  const first = parser.parse(SCHEMA);
  const born = applyScript(first, planExecution(first, runner), beginMigration(emptyCatalog(true), '1_init'));
  const script = parser.parse(sql);
  const before = beginMigration(born, '2_test');
  const { steps, after } = execute(script, planExecution(script, runner), before, { version, timeZone: null });
  return { steps: keepLastingBreakages(steps, before, after), after };
}

/** `1:25001`: statement and SQLSTATE of the failures that come from the transaction. */
const failures = ({ steps }: Execution): readonly string[] =>
  steps.flatMap((step) =>
    step.effects.fails
      .filter(({ cause }) => ['in-transaction', 'enum-value-uncommitted', 'pending-trigger-events'].includes(cause.what))
      .map((failure) => `${step.statement.index}:${failure.sqlstate}`),
  );

describe('commands that do not run in a transaction block', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    // [the file, Prisma ≤ 7.3, Prisma ≥ 7.4]
    ['CREATE INDEX CONCURRENTLY i ON "User" ("name")', [], []],
    ['CREATE INDEX CONCURRENTLY i ON "User" ("name"); SELECT 1', ['0:25001'], []],
    [`SET lock_timeout = '5s'; CREATE INDEX CONCURRENTLY i ON "User" ("name")`, ['1:25001'], []],
    ['COMMIT; CREATE INDEX CONCURRENTLY i ON "User" ("name"); BEGIN', ['1:25001'], []],
    ['BEGIN; CREATE INDEX CONCURRENTLY i ON "User" ("name"); COMMIT', ['1:25001'], ['1:25001']],
    ['DROP INDEX CONCURRENTLY i; SELECT 1', ['0:25001'], ['0:25001']],
    ['REINDEX INDEX CONCURRENTLY i; SELECT 1', ['0:25001'], ['0:25001']],
    ['VACUUM "User"; SELECT 1', ['0:25001'], []],
    ['CREATE DATABASE d; SELECT 1', ['0:25001'], []],
    ["ALTER SYSTEM SET work_mem = '4MB'; SELECT 1", ['0:25001'], []],
    [`DO $$ BEGIN EXECUTE 'CREATE INDEX CONCURRENTLY i ON "User" ("name")'; END $$`, ['0:25001'], ['0:25001']],
    ['CREATE INDEX i ON "User" ("name"); DROP INDEX i', [], []],
  ])('%s', (sql, older, newer) => {
    expect(failures(run(sql))).toEqual(older);
    expect(failures(run(sql, newerPrisma))).toEqual(newer);
  });
});

describe('values of an enum that are used before they are committed', () => {
  const add = `ALTER TYPE "Role" ADD VALUE 'GUEST';`;
  test.each<[string, readonly string[]]>([
    [`${add} ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'GUEST'`, ['1:55P04']],
    [`${add} ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER'`, []],
    [`${add} INSERT INTO "User" ("id", "role") VALUES (1, 'GUEST')`, ['1:55P04']],
    [`${add} INSERT INTO "User" ("id", "name") VALUES (1, 'GUEST')`, []],
    [`${add} UPDATE "User" SET "role" = 'GUEST'`, ['1:55P04']],
    [`${add} UPDATE "User" SET "role" = CASE WHEN "id" = 1 THEN 'GUEST'::"Role" ELSE 'USER' END`, ['1:55P04']],
    [`${add} UPDATE "User" SET "name" = 'GUEST'`, []],
    [`${add} UPDATE "User" SET "name" = 'x' WHERE "role" = 'GUEST'`, ['1:55P04']],
    [`${add} DELETE FROM "User" WHERE "role" IN ('GUEST')`, ['1:55P04']],
    [`${add} CREATE INDEX i ON "User" ("id") WHERE "role" = 'GUEST'`, ['1:55P04']],
    [`${add} ALTER TABLE "User" ADD CONSTRAINT c CHECK ("role" <> 'GUEST')`, ['1:55P04']],
    [`${add} ALTER TABLE "User" ADD COLUMN "other" "Role" DEFAULT 'GUEST'`, ['1:55P04']],
    [`${add} ALTER TABLE "User" ADD COLUMN "other" "Role"[] DEFAULT ARRAY['GUEST']::"Role"[]`, ['1:55P04']],
    [`${add} CREATE TABLE t ("r" "Role" NOT NULL DEFAULT 'GUEST')`, ['1:55P04']],
    [`${add} CREATE VIEW v AS SELECT * FROM "User" WHERE "role" = 'GUEST'`, ['1:55P04']],
    [`${add} CREATE FUNCTION f() RETURNS "Role" LANGUAGE plpgsql AS $$ BEGIN RETURN 'GUEST'; END $$`, []],
    [`ALTER TYPE "Role" ADD VALUE IF NOT EXISTS 'USER'; UPDATE "User" SET "role" = 'USER'`, []],
    [`ALTER TYPE "Role" RENAME VALUE 'USER' TO 'MEMBER'; UPDATE "User" SET "role" = 'MEMBER'`, []],
    [`BEGIN; ${add} COMMIT; UPDATE "User" SET "role" = 'GUEST'`, []],
    [`BEGIN; ${add} UPDATE "User" SET "role" = 'GUEST'; COMMIT`, ['2:55P04']],
    [`${add} ALTER TYPE "Role" RENAME TO "Position"; UPDATE "User" SET "role" = 'GUEST'`, ['2:55P04']],
  ])('%s', (sql, expected) => {
    expect(failures(run(sql))).toEqual(expected);
  });

  test('statement by statement, each value is committed before the next statement', () => {
    expect(failures(run(`${add} UPDATE "User" SET "role" = 'GUEST'`, newerPrisma))).toEqual([]);
  });

  test.each<[PostgresVersion, readonly string[]]>([
    [11, []],
    [12, ['2:55P04']],
    [16, ['2:55P04']],
    [17, []],
    [18, []],
  ])('a type of the same transaction, on %i', (version, expected) => {
    expect(failures(run(`CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'b'; CREATE TABLE t (c e DEFAULT 'b')`, olderPrisma, version))).toEqual(expected);
  });

  test('PostgreSQL 11 does not add values in a transaction block at all', () => {
    expect(failures(run(`${add} SELECT 1`, olderPrisma, 11))).toEqual(['0:25001']);
    expect(failures(run(add, olderPrisma, 11))).toEqual([]);
  });
});

describe('events of deferred constraints', () => {
  test.each<[string, readonly string[]]>([
    ['UPDATE "User" SET "accountId" = 2; ALTER TABLE "User" ADD COLUMN x INTEGER', ['1:55006']],
    ['UPDATE "User" SET "name" = \'x\'; ALTER TABLE "User" ADD COLUMN x INTEGER', []],
    ['INSERT INTO "User" ("id", "role") VALUES (1, \'USER\'); CREATE INDEX i ON "User" ("name")', ['1:55006']],
    ['DELETE FROM "User"; ALTER TABLE "User" ADD COLUMN x INTEGER', []],
    ['DELETE FROM "Account"; ALTER TABLE "Account" ADD COLUMN x INTEGER', ['1:55006']],
    ['UPDATE "Account" SET "email" = \'x\'; ALTER TABLE "Account" ADD COLUMN x INTEGER', []],
    ['UPDATE "User" SET "accountId" = 2; ALTER TABLE "User" RENAME COLUMN "name" TO "called"', []],
    ['UPDATE "User" SET "accountId" = 2; SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE "User" ADD COLUMN x INTEGER', []],
    ['SET CONSTRAINTS ALL IMMEDIATE; UPDATE "User" SET "accountId" = 2; ALTER TABLE "User" ADD COLUMN x INTEGER', []],
    ['BEGIN; UPDATE "User" SET "accountId" = 2; COMMIT; ALTER TABLE "User" ADD COLUMN x INTEGER', []],
  ])('%s', (sql, expected) => {
    expect(failures(run(sql))).toEqual(expected);
  });
});

describe('locks that are held from before', () => {
  test('work under a lock that an earlier statement took blocks, and says which', () => {
    const { steps } = run('ALTER TABLE "User" ADD COLUMN "age" INTEGER; UPDATE "User" SET "age" = 1');
    expect(steps[1]?.heldLocks).toContainEqual({ table: 'public.User', mode: 'ACCESS EXCLUSIVE', sinceStatement: 0 });
    expect(steps[1]?.blocking).toMatchObject([{ mode: 'ACCESS EXCLUSIVE', heldSince: 0, blocks: 'reads-and-writes', work: { what: 'rows-written' } }]);
  });

  test('statement by statement, nothing is held', () => {
    const { steps } = run('ALTER TABLE "User" ADD COLUMN "age" INTEGER; UPDATE "User" SET "age" = 1', newerPrisma);
    expect(steps[1]?.heldLocks).toEqual([]);
    expect(steps[1]?.blocking).toEqual([]);
  });

  test('the strongest lock stays, with the statement that took it', () => {
    const { steps } = run('CREATE INDEX a ON "User" ("name"); ALTER TABLE "User" ADD COLUMN x INTEGER; CREATE INDEX b ON "User" ("role"); SELECT 1');
    expect(steps.at(-1)?.heldLocks.find((lock) => lock.table === 'public.User')).toEqual({ table: 'public.User', mode: 'ACCESS EXCLUSIVE', sinceStatement: 1 });
    expect(steps[0]?.blocking).toMatchObject([{ mode: 'SHARE', heldSince: null, blocks: 'writes' }]);
    expect(steps[2]?.blocking).toMatchObject([{ mode: 'ACCESS EXCLUSIVE', heldSince: 1, blocks: 'reads-and-writes' }]);
  });

  test('all clauses of an ALTER TABLE work under the strongest lock that one of them needs', () => {
    const { steps } = run('ALTER TABLE "User" ADD COLUMN x INTEGER, ADD CONSTRAINT c FOREIGN KEY ("accountId") REFERENCES "Account"("id")');
    const validation = steps.flatMap((step) => step.blocking).find(({ work }) => work.table === 'public.User');
    expect(validation).toMatchObject({ mode: 'ACCESS EXCLUSIVE', heldSince: null });
  });

  test('a lock follows the table that is renamed', () => {
    const { steps } = run('ALTER TABLE "User" RENAME TO "Person"; UPDATE "Person" SET "name" = \'x\'');
    expect(steps[1]?.blocking).toMatchObject([{ heldSince: 0, work: { table: 'public.Person' } }]);
  });

  test('a statement that is refused keeps nobody waiting', () => {
    expect(run('CREATE INDEX CONCURRENTLY i ON "User" ("name"); SELECT 1').steps[0]?.blocking).toEqual([]);
    const { steps } = run('ALTER TABLE "User" ADD COLUMN x INTEGER; UPDATE "User" SET "missing" = 1');
    expect(steps[1]?.blocking).toEqual([]);
  });

  test('tables that were born in the migration block nobody', () => {
    const { steps } = run('CREATE TABLE t (a INTEGER); CREATE INDEX i ON t (a); INSERT INTO t VALUES (1); ALTER TABLE t ALTER COLUMN a TYPE BIGINT');
    expect(steps.flatMap((step) => step.blocking)).toEqual([]);
  });
});

describe('what is rolled back', () => {
  test('ROLLBACK undoes its transaction, with what stood before BEGIN in the same message', () => {
    const sql = 'CREATE TABLE a (x INTEGER); BEGIN; CREATE TABLE b (x INTEGER); ROLLBACK; CREATE TABLE c (x INTEGER)';
    const tables = ({ after }: Execution): readonly boolean[] => ['a', 'b', 'c'].map((name) => after.tables.has(`public.${name}`));
    expect(tables(run(sql))).toEqual([false, false, true]);
    expect(tables(run(sql, newerPrisma))).toEqual([true, false, true]);
  });

  test('ROLLBACK TO returns to the savepoint', () => {
    const { after } = run('BEGIN; CREATE TABLE a (x INTEGER); SAVEPOINT s; CREATE TABLE b (x INTEGER); ROLLBACK TO s; COMMIT');
    expect(after.tables.has('public.a')).toBe(true);
    expect(after.tables.has('public.b')).toBe(false);
  });
});

describe('what the deployed client notices', () => {
  const breaks = (execution: Execution): readonly string[] =>
    execution.steps.flatMap((step) => step.effects.breaks.map(({ sqlstate }) => `${step.statement.index}:${sqlstate ?? ''}`));

  test('a view that is dropped breaks it, one that is created again does not', () => {
    expect(breaks(run('DROP VIEW "Names"')).length).toBeGreaterThan(0);
    expect(breaks(run('DROP VIEW "Names"; CREATE VIEW "Names" AS SELECT "name" FROM "User"'))).toEqual([]);
  });

  test('a column that is renamed breaks it, one that is renamed back does not', () => {
    expect(breaks(run('ALTER TABLE "User" RENAME COLUMN "name" TO "called"'))).toContain('0:42703');
    expect(breaks(run('ALTER TABLE "User" RENAME COLUMN "name" TO "called"; ALTER TABLE "User" RENAME COLUMN "called" TO "name"'))).toEqual([]);
  });

  test('a column that comes back as another one breaks it', () => {
    expect(breaks(run('ALTER TABLE "User" DROP COLUMN "name" CASCADE; ALTER TABLE "User" ADD COLUMN "name" INTEGER'))).toContain('0:42703');
    expect(breaks(run('ALTER TABLE "User" DROP COLUMN "name" CASCADE; ALTER TABLE "User" ADD COLUMN "name" TEXT')).filter((one) => one === '0:42703')).toEqual(
      [],
    );
  });

  test('a table that is replaced by one that lacks a column breaks it', () => {
    const swap = (columns: string): string => `CREATE TABLE "New" (${columns}); DROP TABLE "Account" CASCADE; ALTER TABLE "New" RENAME TO "Account"`;
    expect(breaks(run(swap('"id" INTEGER PRIMARY KEY, "email" TEXT')))).toEqual([]);
    expect(breaks(run(swap('"id" INTEGER PRIMARY KEY'))).length).toBeGreaterThan(0);
  });
});
