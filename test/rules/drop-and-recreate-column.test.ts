import { dropAndRecreateColumn } from '../../rules/drop-and-recreate-column.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(dropAndRecreateColumn, {
  valid: [
    { given, sql: 'ALTER TABLE "User" DROP COLUMN "age";' },
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" INTEGER;
ALTER TABLE "User" DROP COLUMN "x";`,
    },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "age", ADD COLUMN "age" TEXT NOT NULL;',
      at: 'DROP COLUMN "age", ADD COLUMN "age" TEXT NOT NULL',
      harms: ['fails', 'loses', 'breaks'],
      severity: 'error',
      advice: false,
      onlyAsWritten: true,
    },
  ],
});
