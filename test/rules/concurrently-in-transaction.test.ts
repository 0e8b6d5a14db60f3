import { concurrentlyInTransaction } from '../../rules/concurrently-in-transaction.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(concurrentlyInTransaction, {
  valid: [
    {
      given,
      sql: `-- alone
CREATE INDEX CONCURRENTLY "i" ON "User"("age");`,
      onlyAsWritten: true,
    },
    {
      given,
      prisma: '7.8.0',
      sql: `SET lock_timeout = '5s';
CREATE INDEX CONCURRENTLY "i" ON "User"("age");`,
      onlyAsWritten: true,
    },
    {
      given,
      prisma: 'generic',
      sql: `CREATE INDEX CONCURRENTLY "i" ON "User"("age");
CREATE INDEX CONCURRENTLY "j" ON "User"("email");`,
      onlyAsWritten: true,
    },
    {
      name: 'DROP INDEX alone',
      given: [...given, 'CREATE INDEX "old" ON "User"("age");'],
      prisma: '7.8.0',
      sql: '-- alone\nDROP INDEX CONCURRENTLY "old";',
      onlyAsWritten: true,
    },
  ],
  invalid: [
    {
      given,
      sql: `SET lock_timeout = '5s';
CREATE INDEX CONCURRENTLY "i" ON "User"("age");`,
      at: 'CREATE INDEX CONCURRENTLY "i" ON "User"("age")',
      harms: ['fails'],
      why: '25001',
      onlyAsWritten: true,
    },
    {
      name: 'BEGIN',
      given,
      prisma: '7.8.0',
      sql: `BEGIN;
CREATE INDEX CONCURRENTLY "i" ON "User"("age");
COMMIT;`,
      why: 'BEGIN opened one',
      onlyAsWritten: true,
    },
    {
      name: 'what cannot be split',
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE INDEX "old" ON "User"("age");`,
      ],
      prisma: '7.8.0',
      sql: `DROP INDEX CONCURRENTLY "old";
CREATE INDEX CONCURRENTLY "i" ON "User"("age");`,
      findings: [{ why: 'statement 1' }, { why: 'statement 1' }],
      onlyAsWritten: true,
    },
    {
      name: 'a statement of another kind that cannot be split',
      given,
      prisma: '7.8.0',
      sql: `CREATE INDEX CONCURRENTLY "i" ON "User"("age");
DO $$ BEGIN NULL; END $$;`,
      why: 'cannot split this file because of statement 2 (DO $$ BEGIN …)',
      onlyAsWritten: true,
    },
    {
      name: 'DROP INDEX beside anything, up to 7.3',
      given: [...given, 'CREATE INDEX "old" ON "User"("age");'],
      sql: `DROP INDEX CONCURRENTLY "old";
ALTER TABLE "User" ADD COLUMN "x" TEXT;`,
      at: 'DROP INDEX CONCURRENTLY "old"',
      why: 'up to 7.3',
      onlyAsWritten: true,
    },
    {
      name: 'plain SQL in BEGIN',
      given,
      prisma: 'generic',
      sql: `BEGIN;
CREATE INDEX CONCURRENTLY "i" ON "User"("age");
COMMIT;`,
      why: 'BEGIN opened one',
      onlyAsWritten: true,
    },
  ],
});
