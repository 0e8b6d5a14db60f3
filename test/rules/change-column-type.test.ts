import { changeColumnType } from '../../rules/change-column-type.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

const roles = [
  `CREATE TYPE "Role" AS ENUM ('ADMIN', 'MEMBER');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TYPE "ProjectRole" AS ENUM ('OWNER', 'MEMBER');`,
];

testRule(changeColumnType, {
  valid: [
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" ALTER COLUMN "id" TYPE VARCHAR(10);`,
    },
    { given, sql: 'ALTER TABLE "User" ALTER COLUMN "age" TYPE INTEGER;' },
  ],
  invalid: [
    {
      name: 'by way of a text column: every label is in the new enum, so nothing fails',
      given: roles,
      sql: `ALTER TABLE "User" ADD COLUMN "role_text" TEXT;
UPDATE "User" SET "role_text" = CASE "role" WHEN 'ADMIN' THEN 'OWNER' ELSE "role"::text END;
ALTER TABLE "User" DROP COLUMN "role";
ALTER TABLE "User" RENAME COLUMN "role_text" TO "role";
ALTER TABLE "User" ALTER COLUMN "role" TYPE "ProjectRole" USING "role"::"ProjectRole";`,
      messageId: 'rewrites',
      harms: ['blocks'],
      onlyAsWritten: true,
      advice: false,
    },
    {
      name: 'by way of a text column, with a label that the new enum has not',
      given: roles,
      sql: `ALTER TABLE "User" ADD COLUMN "role_text" TEXT;
UPDATE "User" SET "role_text" = "role"::text;
ALTER TABLE "User" ALTER COLUMN "role_text" TYPE "ProjectRole" USING "role_text"::"ProjectRole";`,
      onlyAsWritten: true,
      messageId: 'mayFail',
      advice: false,
    },
    {
      given,
      sql: 'ALTER TABLE "User" ALTER COLUMN "age" SET DATA TYPE BIGINT;',
      at: 'ALTER COLUMN "age" SET DATA TYPE BIGINT',
      messageId: 'rewrites',
      severity: 'warning',
    },
    { given, sql: 'ALTER TABLE "User" ALTER COLUMN "email" TYPE VARCHAR(20);', messageId: 'mayFail', severity: 'error', preflight: /"User"/, advice: false },
    { given, sql: 'ALTER TABLE "User" ALTER COLUMN "email" TYPE INTEGER;', messageId: 'cannotCast', severity: 'error', certainty: 'certain', advice: false },
    {
      name: 'rounds',
      given: ['CREATE TABLE "P" ("x" DECIMAL(10,4));'],
      sql: 'ALTER TABLE "P" ALTER COLUMN "x" TYPE DECIMAL(12,2);',
      messageId: 'changesValues',
      advice: false,
    },
    {
      name: 'instant, and seen by clients',
      given,
      sql: 'ALTER TABLE "User" ALTER COLUMN "name" TYPE VARCHAR(100);',
      messageId: 'breaks',
      severity: 'info',
      why: '0A000',
    },
  ],
});
