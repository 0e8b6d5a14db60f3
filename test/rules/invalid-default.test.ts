import { invalidDefault } from '../../rules/invalid-default.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(invalidDefault, {
  valid: [{ given, sql: `ALTER TABLE "User" ADD COLUMN "code" VARCHAR(8) NOT NULL DEFAULT 'unknown';` }],
  invalid: [
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "code" VARCHAR(3) NOT NULL DEFAULT 'unknown';`,
      at: `ADD COLUMN "code" VARCHAR(3) NOT NULL DEFAULT 'unknown'`,
      harms: ['fails'],
      why: '22001',
    },
  ],
});
