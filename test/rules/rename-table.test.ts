import { renameTable } from '../../rules/rename-table.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(renameTable, {
  valid: [
    {
      given,
      sql: `ALTER TABLE "User" RENAME TO "Account";
CREATE VIEW "User" AS SELECT * FROM "Account";`,
    },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" RENAME TO "Final";`,
    },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "User" RENAME TO "Account";',
      at: 'ALTER TABLE "User" RENAME TO "Account"',
      harms: ['breaks'],
      severity: 'error',
      todo: '@@map',
    },
  ],
});
