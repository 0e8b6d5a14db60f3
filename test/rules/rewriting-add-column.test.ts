import { rewritingAddColumn } from '../../rules/rewriting-add-column.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(rewritingAddColumn, {
  valid: [
    { given, sql: 'ALTER TABLE "User" ADD COLUMN "t" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;' },
    { given, sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT DEFAULT 'x';` },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" ADD COLUMN "n" SERIAL;`,
    },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "User" ADD COLUMN "token" UUID DEFAULT gen_random_uuid();',
      at: 'ADD COLUMN "token" UUID DEFAULT gen_random_uuid()',
      harms: ['blocks'],
      severity: 'warning',
      what: 'rewrites',
    },
    { given, sql: 'ALTER TABLE "User" ADD COLUMN "n" SERIAL;', what: 'SERIAL' },
    { given, sql: 'ALTER TABLE "User" ADD COLUMN "g" INTEGER GENERATED ALWAYS AS ("age" * 2) STORED;', what: 'generated' },
  ],
});
