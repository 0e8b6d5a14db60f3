import { blockingIndexBuild } from '../../rules/blocking-index-build.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(blockingIndexBuild, {
  valid: [
    { given, sql: 'CREATE INDEX CONCURRENTLY "i" ON "User"("age");' },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
CREATE INDEX "i" ON "Draft"("id");`,
    },
    { given, tables: { User: 'small' }, sql: 'CREATE INDEX "i" ON "User"("age");' },
    { given, tables: { User: 12 }, sql: 'CREATE INDEX "i" ON "User"("age");' },
    {
      name: 'a comment says that it is small',
      given,
      sql: `-- Affected rows: ~10,000 users
CREATE INDEX "i" ON "User"("age");`,
      onlyAsWritten: true,
    },
    { given, sql: 'CREATE UNIQUE INDEX "i" ON "User"("email");' },
  ],
  invalid: [
    {
      name: 'alone in its file it can be built CONCURRENTLY',
      given: [`CREATE TABLE "Log" ("id" TEXT NOT NULL, "at" TIMESTAMP(3));`],
      sql: 'CREATE  INDEX "Log_at_idx" ON "Log"("at") WITH (fillfactor = 90);',
      fixed: 'CREATE  INDEX CONCURRENTLY "Log_at_idx" ON "Log"("at") WITH (fillfactor = 90);',
    },
    {
      name: 'in one transaction with another statement it cannot',
      given: [`CREATE TABLE "Log" ("id" TEXT NOT NULL, "at" TIMESTAMP(3));`],
      sql: `SELECT 1;
CREATE INDEX "Log_at_idx" ON "Log"("at");`,
      fixed: null,
    },
    {
      name: 'sent alone it can',
      prisma: '7.5.0',
      given: [`CREATE TABLE "Log" ("id" TEXT NOT NULL, "at" TIMESTAMP(3));`],
      sql: `SELECT 1;
CREATE INDEX "Log_at_idx" ON "Log"("at");`,
      fixed: `SELECT 1;
CREATE INDEX CONCURRENTLY "Log_at_idx" ON "Log"("at");`,
    },
    {
      given,
      sql: 'CREATE INDEX "i" ON "User"("age");',
      at: 'CREATE INDEX "i" ON "User"("age")',
      harms: ['blocks'],
      severity: 'warning',
      certainty: 'depends-on-size',
    },
    { given, tables: { User: 'large' }, sql: 'CREATE INDEX "i" ON "User"("age");', severity: 'error' },
    { given, tables: { User: 2000000 }, sql: 'CREATE INDEX "i" ON "User"("age");', severity: 'error' },
    {
      name: 'under the lock of an earlier statement',
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
CREATE INDEX "i" ON "User"("x");`,
      what: 'reads and writes',
    },
  ],
});
