import { dropColumn } from '../../rules/drop-column.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(dropColumn, {
  valid: [
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
ALTER TABLE "User" DROP COLUMN "x";`,
    },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" DROP COLUMN "id";`,
    },
    { given, sql: 'ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" VARCHAR(50);', onlyAsWritten: true },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "email";',
      at: 'DROP COLUMN "email"',
      harms: ['loses', 'breaks'],
      severity: 'error',
      table: 'public.User',
      column: 'email',
    },
    {
      name: 'one decision, one finding',
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "email", DROP COLUMN "age";',
      at: 'DROP COLUMN "email", DROP COLUMN "age"',
      what: '2 columns',
      advice: false,
      onlyAsWritten: true,
    },
    {
      name: 'says what goes with it',
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE INDEX "byAge" ON "User"("age", "email");`,
      ],
      sql: 'ALTER TABLE "User" DROP COLUMN "email";',
      why: 'byAge',
    },
  ],
});
