import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import type { Diagnostic } from '../src/core/index.ts';
import { lint, policyOf } from '../src/engine/index.ts';
import { createLibpgQueryParser } from '../src/parsers/index.ts';
import { NEWEST_POSTGRES } from '../src/postgres/index.ts';
import { spellings } from '../src/rule-tester/spellings.ts';
import { chooseRunner } from '../src/runner/index.ts';

// What holds for every input: nothing throws, and spelling does not change what is found.

const parser = await createLibpgQueryParser();

const SCHEMA = `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "Team" ("id" INTEGER NOT NULL, "name" TEXT, CONSTRAINT "Team_pkey" PRIMARY KEY ("id"));
CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT, "age" INTEGER, "role" "Role" NOT NULL DEFAULT 'USER', "teamId" INTEGER, "bio" VARCHAR(50), CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE INDEX "User_age_idx" ON "User"("age");
CREATE VIEW "Adults" AS SELECT "id", "age" FROM "User" WHERE "age" > 17;`;

function findings(sqls: readonly string[], prisma: string): readonly Diagnostic[] {
  const migrations = sqls.map((text, index) => ({ name: `${index}`, path: `${index}/migration.sql`, text }));
  const project = {
    root: '.',
    provider: 'postgresql',
    migrationsDir: null,
    schemaPath: null,
    migrations,
    history: 'folder' as const,
    isReported: ({ name }: { readonly name: string }) => name === `${migrations.length - 1}`,
    runner: chooseRunner({ prisma: { version: prisma, source: 'the test' } }),
    server: { version: NEWEST_POSTGRES, timeZone: null },
    schema: null,
    policy: policyOf(rules),
  };
  return lint({ parser, today: null, projects: [project] }).diagnostics;
}

const action = fc.constantFrom(
  'ADD COLUMN "a" TEXT',
  'ADD COLUMN "b" INTEGER NOT NULL',
  'ADD COLUMN "c" UUID DEFAULT gen_random_uuid()',
  'ADD COLUMN "d" SERIAL',
  'DROP COLUMN "bio"',
  'ALTER COLUMN "email" SET NOT NULL',
  'ALTER COLUMN "role" DROP DEFAULT',
  'ALTER COLUMN "age" TYPE BIGINT',
  'ALTER COLUMN "bio" TYPE VARCHAR(80)',
  'ADD CONSTRAINT "k" UNIQUE ("email")',
  'ADD CONSTRAINT "ck" CHECK ("age" > 0)',
  'ADD CONSTRAINT "f" FOREIGN KEY ("teamId") REFERENCES "Team"("id")',
);
const alter = fc.uniqueArray(action, { minLength: 1, maxLength: 3 }).map((actions) => `ALTER TABLE "User" ${actions.join(', ')}`);
const other = fc.constantFrom(
  'CREATE INDEX "i" ON "User"("email")',
  'CREATE UNIQUE INDEX "u" ON "User"("teamId", "age")',
  'DROP INDEX "User_age_idx"',
  'DROP TABLE "Team" CASCADE',
  'DROP VIEW "Adults"',
  `UPDATE "User" SET "email" = '' WHERE "email" IS NULL`,
  'DELETE FROM "User" WHERE "age" < 1',
  'ALTER TABLE "User" RENAME COLUMN "bio" TO "about"',
  `ALTER TYPE "Role" ADD VALUE 'OWNER'`,
  'CREATE TABLE "New" ("id" INTEGER PRIMARY KEY, "user" INTEGER REFERENCES "User"("id"))',
  'TRUNCATE "Team" CASCADE',
  'ALTER TABLE "Team" RENAME TO "Group"',
);
const migration = fc
  .array(fc.oneof(alter, other), { minLength: 1, maxLength: 5 })
  .map((statements) => statements.map((statement) => `${statement};`).join('\n'));
const version = fc.constantFrom('6.16.1', '7.8.0');

const names = new Set(['User', 'Team', 'New', 'Group', 'Adults']);
const gist = (found: readonly Diagnostic[]): readonly string[] =>
  found.map(({ rule, severity, harms, table, column, certainty }) => [rule, severity, harms.join('+'), table, column, certainty].join(' ')).sort();
/** Split into one ALTER TABLE an action, findings that speak of a whole statement come apart. */
const rulesByTable = (found: readonly Diagnostic[]): readonly string[] => [...new Set(found.map(({ rule, table }) => `${rule} ${table}`))].sort();

describe('spelling', () => {
  const all = spellings(parser, names);
  test.each(all.filter(({ regroups }) => !regroups).map((spelling) => [spelling.name, spelling] as const))('%s changes nothing', (_name, spelling) => {
    fc.assert(
      fc.property(migration, version, (sql, prisma) => {
        const rewritten = spelling.rewrite(sql);
        if (rewritten !== null) expect(gist(findings([SCHEMA, rewritten], prisma))).toEqual(gist(findings([SCHEMA, sql], prisma)));
      }),
      { numRuns: 40 },
    );
  });

  test('one ALTER TABLE of a single kind may be split', () => {
    const drops = fc.subarray(['"email"', '"age"', '"bio"', '"teamId"'], { minLength: 1 });
    fc.assert(
      fc.property(drops, (columns) => {
        const together = `ALTER TABLE "User" ${columns.map((column) => `DROP COLUMN ${column} CASCADE`).join(', ')};`;
        const apart = columns.map((column) => `ALTER TABLE "User" DROP COLUMN ${column} CASCADE;`).join('\n');
        const quiet = (found: readonly Diagnostic[]): readonly Diagnostic[] => found.filter(({ severity }) => severity !== 'info');
        expect(rulesByTable(quiet(findings([SCHEMA, apart], '6.16.1')))).toEqual(rulesByTable(quiet(findings([SCHEMA, together], '6.16.1'))));
      }),
    );
  });
});

describe('nothing throws', () => {
  const survives = (sqls: readonly string[], prisma: string): void => {
    const found = findings(sqls, prisma);
    expect(found.filter(({ rule }) => rule === 'rule-crashed')).toEqual([]);
    for (const { start, end } of found) expect(start.offset).toBeLessThanOrEqual(end.offset);
  };
  test('on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), version, (text, prisma) => survives([text], prisma)),
      { numRuns: 200 },
    );
  });
  test('on histories in any order', () => {
    fc.assert(
      fc.property(fc.array(migration, { minLength: 1, maxLength: 4 }), version, (sqls, prisma) => survives(sqls, prisma)),
      { numRuns: 100 },
    );
  });
  test('on SQL that was cut and glued anywhere', () => {
    const pieces = fc.array(fc.tuple(migration, fc.nat(200), fc.nat(200)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(pieces, version, (parts, prisma) => survives([SCHEMA, parts.map(([sql, from, length]) => sql.slice(from, from + length)).join('')], prisma)),
      { numRuns: 150 },
    );
  });
});
