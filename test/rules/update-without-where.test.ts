import { updateWithoutWhere } from '../../rules/update-without-where.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(updateWithoutWhere, {
  valid: [
    { given, sql: `UPDATE "User" SET "email" = '' WHERE "email" IS NULL;` },
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
UPDATE "User" SET "x" = '';`,
    },
  ],
  invalid: [
    { given, sql: `UPDATE "User" SET "email" = '';`, harms: ['loses'], severity: 'error', what: 'email' },
    { given, sql: `UPDATE "User" SET "email" = '' WHERE 1 = 1;` },
  ],
});
