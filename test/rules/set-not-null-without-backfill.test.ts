import { setNotNullWithoutBackfill } from '../../rules/set-not-null-without-backfill.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(setNotNullWithoutBackfill, {
  valid: [
    {
      given,
      sql: `UPDATE "User" SET "email" = '' WHERE "email" IS NULL;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
    },
    {
      given,
      sql: `UPDATE "User" SET "email" = COALESCE("email", '');
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
    },
    {
      given,
      sql: `DELETE FROM "User" WHERE "email" IS NULL;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
    },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT );
ALTER TABLE "Draft" ALTER COLUMN "id" SET NOT NULL;`,
    },
    { given, sql: 'ALTER TABLE "User" ALTER COLUMN "plan" SET NOT NULL;' },
  ],
  invalid: [
    {
      name: 'no one value fits a foreign key, so none is printed',
      given: [`CREATE TABLE "Org" ("id" TEXT PRIMARY KEY); CREATE TABLE "Member" ("id" TEXT PRIMARY KEY, "orgId" TEXT REFERENCES "Org"("id"));`],
      sql: 'ALTER TABLE "Member" ALTER COLUMN "orgId" SET NOT NULL;',
      todo: /^Fill the NULLs first \(with the row that each refers to; .*\n {4}-- migration: check_member_org_id\n/,
    },
    {
      given,
      sql: 'ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;',
      at: 'ALTER COLUMN "email" SET NOT NULL',
      harms: ['fails', 'blocks', 'breaks'],
      severity: 'error',
      preflight: /"email" IS NULL/,
      table: 'public.User',
      column: 'email',
    },
    {
      name: 'a backfill that leaves some',
      given,
      sql: `UPDATE "User" SET "email" = '' WHERE "email" IS NULL AND "age" > 18;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
      at: 'ALTER COLUMN "email" SET NOT NULL',
    },
    {
      name: 'a backfill in an earlier migration',
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
        `UPDATE "User" SET "email" = '' WHERE "email" IS NULL;`,
      ],
      sql: 'ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;',
      severity: 'info',
      what: 'may have left some',
    },
  ],
});
