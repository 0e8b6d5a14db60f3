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
      why: '22001, on an empty table too',
    },
    {
      name: 'PostgreSQL stores it, and no INSERT can use it',
      given,
      sql: `ALTER TABLE "User" ALTER COLUMN "name" SET DEFAULT '${'x'.repeat(60)}';`,
      why: 'every INSERT that leaves the column out fails with 22001',
    },
    { name: 'in a new table', sql: `CREATE TABLE "Draft" ("id" SMALLINT DEFAULT 99999);`, why: /INSERT .* fails with 22003/ },
  ],
});
