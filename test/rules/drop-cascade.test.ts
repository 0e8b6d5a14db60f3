import { dropCascade } from '../../rules/drop-cascade.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(dropCascade, {
  valid: [{ given, sql: 'ALTER TABLE "User" ADD COLUMN "x" TEXT;' }],
  invalid: [{ given, sql: 'DROP TYPE "Role" CASCADE;', at: 'DROP TYPE "Role" CASCADE', harms: ['loses', 'breaks'], severity: 'error', what: 'User.role' }],
});
