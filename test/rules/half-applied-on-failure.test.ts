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
    {
      name: 'in a file that goes as a whole',
      given,
      prisma: '7.8.0',
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
LOCK TABLE "User";
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
    },
    {
      name: 'of plain SQL',
      given,
      prisma: 'generic',
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
    },
    {
      name: 'after a SET, which leaves nothing',
      given,
      prisma: '7.8.0',
      sql: `SET lock_timeout = '5s';
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
    },
  ],
  invalid: [
    {
      given,
      prisma: '7.8.0',
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
      at: 'ALTER COLUMN "email" SET NOT NULL',
      severity: 'info',
      what: 'the one before it stays applied: ALTER TABLE "User" ADD COLUMN "x" TEXT.',
      todo: 'prisma migrate resolve --rolled-back 20250102000000_test',
      onlyAsWritten: true,
    },
    {
      name: 'what stands before BEGIN stays, too',
      given,
      prisma: '7.8.0',
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
BEGIN;
ALTER TABLE "User" ADD COLUMN "y" TEXT;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
COMMIT;`,
      at: 'ALTER COLUMN "email" SET NOT NULL',
      what: 'ADD COLUMN "x" TEXT.',
      onlyAsWritten: true,
    },
    {
      name: 'many are named by the first two',
      given,
      prisma: '7.8.0',
      sql: `${['a', 'b', 'c', 'd'].map((name) => `CREATE TABLE "${name}" ("id" TEXT);`).join('\n')}
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
      what: 'the 4 before it stay applied: CREATE TABLE "a" ("id" TEXT), CREATE TABLE "b" ("id" TEXT) and 2 more.',
      onlyAsWritten: true,
    },
  ],
});
