import { commandRefusedInTransaction } from '../../rules/command-refused-in-transaction.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(commandRefusedInTransaction, {
  valid: [{ given, sql: 'VACUUM "User";' }],
  invalid: [
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" INTEGER;
VACUUM "User";`,
      at: 'VACUUM "User"',
      harms: ['fails'],
      why: '25001',
    },
  ],
});
