import { bulkWrite } from '../../rules/bulk-write.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(bulkWrite, {
  valid: [
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
DELETE FROM "Draft" WHERE "id" = 'x';`,
    },
  ],
  invalid: [
    { given, sql: `UPDATE "User" SET "email" = '' WHERE "email" IS NULL;`, severity: 'info', advice: false },
    { given, sql: 'DELETE FROM "User" WHERE "age" < 18;', severity: 'info', advice: false },
  ],
});
