import { blockingMaintenance } from '../../rules/blocking-maintenance.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(blockingMaintenance, {
  valid: [
    { given, sql: 'ANALYZE "User";' },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
REINDEX TABLE "Draft";`,
    },
  ],
  invalid: [
    { given, sql: 'REINDEX TABLE "User";', harms: ['blocks'], severity: 'warning' },
    { given, sql: 'CLUSTER "User" USING "User_pkey";', what: 'CLUSTER' },
    { given, sql: 'ALTER TABLE "User" SET UNLOGGED;', what: 'UNLOGGED' },
    { given, sql: 'VACUUM FULL "User";', what: 'VACUUM FULL' },
  ],
});
