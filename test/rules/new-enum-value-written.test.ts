import { newEnumValueWritten } from '../../rules/new-enum-value-written.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(newEnumValueWritten, {
  valid: [{ given, sql: `UPDATE "User" SET "role" = 'ADMIN' WHERE "id" = '1';` }],
  invalid: [
    {
      given,
      sql: `ALTER TYPE "Role" RENAME VALUE 'GUEST' TO 'VISITOR';
UPDATE "User" SET "role" = 'VISITOR' WHERE "id" = '1';`,
      evidence: { values: ['VISITOR'] },
    },
    {
      name: 'a default, statement by statement',
      given,
      prisma: '7.8.0',
      sql: `ALTER TYPE "Role" ADD VALUE 'OWNER';
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER';`,
      what: 'default',
    },
  ],
});
