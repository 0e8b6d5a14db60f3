import { halfAppliedOnFailure } from '../../rules/half-applied-on-failure.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(halfAppliedOnFailure, {
  valid: [
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
    },
    {
      given,
      prisma: '7.8.0',
      sql: `BEGIN;
ALTER TABLE "User" ADD COLUMN "x" TEXT;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
COMMIT;`,
    },
    { given, prisma: '7.8.0', sql: 'ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;' },
  ],
  invalid: [
    {
      given,
      prisma: '7.8.0',
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
      at: 'ALTER COLUMN "email" SET NOT NULL',
      severity: 'info',
      todo: 'migrate resolve',
    },
  ],
});
