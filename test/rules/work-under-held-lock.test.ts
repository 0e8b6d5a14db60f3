import { workUnderHeldLock } from '../../rules/work-under-held-lock.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(workUnderHeldLock, {
  valid: [
    { given, sql: `UPDATE "User" SET "email" = '' WHERE "email" IS NULL;` },
    {
      given,
      prisma: '7.8.0',
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
UPDATE "User" SET "x" = '' WHERE "x" IS NULL;`,
    },
  ],
  invalid: [
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
UPDATE "User" SET "x" = '' WHERE "x" IS NULL;`,
      harms: ['blocks'],
      severity: 'warning',
      what: 'UPDATE',
    },
  ],
});
