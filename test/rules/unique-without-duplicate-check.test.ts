import { uniqueWithoutDuplicateCheck } from '../../rules/unique-without-duplicate-check.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(uniqueWithoutDuplicateCheck, {
  valid: [
    {
      given,
      sql: `DELETE FROM "User" a USING "User" b WHERE a."email" = b."email" AND a."id" > b."id";
CREATE UNIQUE INDEX "k" ON "User"("email");`,
    },
    {
      given,
      sql: `DELETE FROM "User" WHERE "id" IN (SELECT "id" FROM (SELECT "id", row_number() OVER (PARTITION BY "email" ORDER BY "id") AS n FROM "User") s WHERE n > 1);
CREATE UNIQUE INDEX "k" ON "User"("email");`,
    },
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "handle" TEXT;
CREATE UNIQUE INDEX "k" ON "User"("handle");`,
    },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
CREATE UNIQUE INDEX "k" ON "Draft"("id");`,
    },
    {
      given,
      sql: `DO $$ BEGIN IF EXISTS (SELECT 1 FROM "User" GROUP BY "email" HAVING count(*) > 1) THEN RAISE EXCEPTION 'duplicates'; END IF; END $$;
CREATE UNIQUE INDEX "k" ON "User"("email");`,
    },
    { given, sql: 'CREATE UNIQUE INDEX "k" ON "User"("id", "email");' },
    {
      given: [`CREATE TYPE "Mode" AS ENUM ('A'); CREATE TABLE "List" ("id" TEXT NOT NULL, "owner" TEXT, "mode" "Mode");`],
      sql: `ALTER TYPE "Mode" ADD VALUE 'B';
CREATE UNIQUE INDEX "k" ON "List"("owner") WHERE "mode" = 'B';`,
    },
    {
      given,
      sql: `CREATE TABLE "Kept" AS SELECT "email", max("age") AS "age" FROM "User" GROUP BY "email";
CREATE UNIQUE INDEX "k" ON "Kept"("email");`,
    },
  ],
  invalid: [
    {
      given,
      sql: 'CREATE UNIQUE INDEX "User_email_key" ON "User"("email");',
      at: 'CREATE UNIQUE INDEX "User_email_key" ON "User"("email")',
      harms: ['fails', 'blocks'],
      severity: 'error',
      preflight: /HAVING count/i,
      column: 'email',
    },
    {
      given,
      sql: 'ALTER TABLE "User" ADD CONSTRAINT "k" UNIQUE ("email", "age");',
      at: 'ADD CONSTRAINT "k" UNIQUE ("email", "age")',
      harms: ['fails', 'blocks'],
    },
    {
      name: 'CONCURRENTLY leaves an invalid index',
      given,
      sql: 'CREATE UNIQUE INDEX CONCURRENTLY "k" ON "User"("email");',
      harms: ['fails'],
      why: 'INVALID',
      onlyAsWritten: true,
    },
    {
      name: 'a look is no check',
      given,
      sql: `SELECT "email", count(*) FROM "User" GROUP BY "email" HAVING count(*) > 1;
CREATE UNIQUE INDEX "k" ON "User"("email");`,
      severity: 'warning',
      why: 'nobody reads',
    },
    {
      name: 'one default for all rows',
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "handle" TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX "k" ON "User"("handle");`,
      what: 'Every existing row',
      harms: ['fails', 'blocks'],
      advice: false,
    },
  ],
});
