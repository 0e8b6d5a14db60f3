import { removeEnumValue } from '../../rules/remove-enum-value.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(removeEnumValue, {
  valid: [
    {
      given,
      sql: `CREATE TYPE "Role_new" AS ENUM ('USER', 'ADMIN', 'GUEST', 'OWNER');
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';`,
    },
    { given, sql: `ALTER TYPE "Role" ADD VALUE 'OWNER';` },
  ],
  invalid: [
    {
      given,
      sql: `CREATE TYPE "Role_new" AS ENUM ('USER', 'ADMIN');
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'USER';`,
      at: 'ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new")',
      severity: 'error',
      what: 'GUEST',
      evidence: { values: ['GUEST'] },
      advice: false,
      onlyAsWritten: true,
    },
  ],
});
