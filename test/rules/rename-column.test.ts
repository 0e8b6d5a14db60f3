import { renameColumn } from '../../rules/rename-column.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(renameColumn, {
  valid: [
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
ALTER TABLE "User" RENAME COLUMN "x" TO "y";`,
    },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" RENAME COLUMN "id" TO "key";`,
    },
  ],
  invalid: [
    { given, sql: 'ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";', harms: ['breaks'], severity: 'error', column: 'name', todo: '@map', advice: false },
  ],
});
