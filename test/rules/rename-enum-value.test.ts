import { renameEnumValue } from '../../rules/rename-enum-value.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(renameEnumValue, {
  valid: [{ given, sql: `ALTER TYPE "Role" ADD VALUE 'OWNER';` }],
  invalid: [{ given, sql: `ALTER TYPE "Role" RENAME VALUE 'GUEST' TO 'VISITOR';`, harms: ['breaks'], severity: 'error', why: '22P02' }],
});
