import { dropTable } from '../../rules/drop-table.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(dropTable, {
  valid: [
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
DROP TABLE "Draft";`,
    },
  ],
  invalid: [{ given, sql: 'DROP TABLE "User";', at: 'DROP TABLE "User"', harms: ['loses', 'breaks'], severity: 'error', table: 'public.User' }],
});
