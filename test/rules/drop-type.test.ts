import { dropType } from '../../rules/drop-type.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role" NOT NULL DEFAULT 'USER', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(dropType, {
  valid: [
    { given: [`CREATE TYPE "Unused" AS ENUM ('A');`], sql: 'DROP TYPE "Unused";' },
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
  ],
  invalid: [
    {
      given,
      sql: `ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "role" TYPE TEXT;
DROP TYPE "Role";`,
      harms: ['breaks'],
      severity: 'error',
    },
    {
      name: 'the finding on the column says it',
      given,
      sql: `CREATE TYPE "NewRole" AS ENUM ('USER', 'ADMIN', 'GUEST');
ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT, ALTER COLUMN "role" TYPE "NewRole" USING "role"::text::"NewRole";
DROP TYPE "Role";`,
      severity: 'info',
    },
  ],
});
