import { commentWithoutEffect } from '../../rules/comment-without-effect.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(commentWithoutEffect, {
  valid: [
    {
      given,
      sql: `-- built without stopping writes
CREATE INDEX CONCURRENTLY "i" ON "User"("age");`,
      onlyAsWritten: true,
    },
  ],
  invalid: [
    {
      given,
      sql: `-- PRISMA_MIGRATE: non-transactional
CREATE INDEX CONCURRENTLY "i" ON "User"("age");`,
      at: '-- PRISMA_MIGRATE: non-transactional',
      messageId: 'prisma',
      severity: 'warning',
      fixed: '\nCREATE INDEX CONCURRENTLY "i" ON "User"("age");',
      onlyAsWritten: true,
    },
    {
      given,
      sql: `-- squawk-ignore require-concurrent-index-creation
CREATE INDEX "i" ON "User"("age");`,
      messageId: 'foreign',
      severity: 'info',
      what: 'squawk',
      onlyAsWritten: true,
    },
  ],
});
