import { enumValueUsedBeforeCommit } from '../../rules/enum-value-used-before-commit.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(enumValueUsedBeforeCommit, {
  valid: [
    {
      given,
      prisma: '7.8.0',
      sql: `ALTER TYPE "Role" ADD VALUE 'OWNER';
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER';`,
    },
    {
      given: [
        `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
        `ALTER TYPE "Role" ADD VALUE 'OWNER';`,
      ],
      sql: `ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER';`,
    },
    {
      name: 'plain SQL',
      given,
      prisma: 'generic',
      sql: `ALTER TYPE "Role" ADD VALUE 'OWNER';
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER';`,
    },
    {
      name: 'of a type of this transaction, from PostgreSQL 17 on',
      given: [],
      postgres: 17,
      sql: `CREATE TYPE "Plan" AS ENUM ('FREE');
ALTER TYPE "Plan" ADD VALUE 'PAID';
CREATE TABLE "Account" ("plan" "Plan" NOT NULL DEFAULT 'PAID');`,
    },
  ],
  invalid: [
    {
      given,
      sql: `ALTER TYPE "Role" ADD VALUE 'OWNER';
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER';`,
      at: `ALTER COLUMN "role" SET DEFAULT 'OWNER'`,
      harms: ['fails'],
      severity: 'error',
      why: '55P04',
    },
    {
      given,
      sql: `ALTER TYPE "Role" ADD VALUE 'OWNER';
UPDATE "User" SET "role" = 'OWNER' WHERE "id" = '1';`,
      harms: ['fails'],
    },
    {
      name: 'of a type of this transaction, up to PostgreSQL 16',
      given: [],
      postgres: 16,
      sql: `CREATE TYPE "Plan" AS ENUM ('FREE');
ALTER TYPE "Plan" ADD VALUE 'PAID';
CREATE TABLE "Account" ("plan" "Plan" NOT NULL DEFAULT 'PAID');`,
      harms: ['fails'],
      advice: false,
    },
    {
      name: 'in BEGIN … COMMIT',
      given,
      prisma: '7.8.0',
      sql: `BEGIN;
ALTER TYPE "Role" ADD VALUE 'OWNER';
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER';
COMMIT;`,
      why: 'BEGIN opened one.',
    },
    {
      name: 'in a file that Prisma cannot split',
      given,
      prisma: '7.8.0',
      sql: `ALTER TYPE "Role" ADD VALUE 'OWNER';
LOCK TABLE "User";
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER';`,
      why: 'because of statement 2 (LOCK TABLE "User" …)',
      onlyAsWritten: true,
    },
  ],
});
