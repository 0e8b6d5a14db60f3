import { deleteWithoutWhere } from '../../rules/delete-without-where.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(deleteWithoutWhere, {
  valid: [
    { given, sql: 'DELETE FROM "User" WHERE "age" < 18;' },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
DELETE FROM "Draft";`,
    },
  ],
  invalid: [
    { given, sql: 'DELETE FROM "User";', harms: ['loses'], severity: 'error' },
    { given, sql: 'DELETE FROM "User" WHERE true;', what: 'true for all' },
    { given, sql: 'DELETE FROM "User" WHERE 1 = 1;' },
  ],
});
