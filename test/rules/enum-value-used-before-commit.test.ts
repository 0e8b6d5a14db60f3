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
  ],
});
