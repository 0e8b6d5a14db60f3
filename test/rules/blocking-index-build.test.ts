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
