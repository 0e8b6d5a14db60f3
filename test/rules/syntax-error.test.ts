import { syntaxError } from '../../rules/syntax-error.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(syntaxError, {
  valid: [{ given, sql: 'ALTER TABLE "User" ADD COLUMN "x" INTEGER;' }],
  invalid: [
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" INTEGER;
ALTER TABEL "User" ADD COLUMN "y" INTEGER;`,
      at: 'TABEL',
      harms: ['fails'],
      severity: 'error',
      broken: true,
      onlyAsWritten: true,
    },
    {
      name: 'a missing semicolon',
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" INTEGER
ALTER TABLE "User" ADD COLUMN "y" INTEGER;`,
      at: 'ALTER',
      nth: 2,
      broken: true,
      onlyAsWritten: true,
    },
  ],
});
