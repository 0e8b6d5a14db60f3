import { deleteRows } from '../../rules/delete-rows.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(deleteRows, {
  valid: [
    { given, sql: 'DELETE FROM "User";' },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
DELETE FROM "Draft" WHERE "id" = 'x';`,
    },
  ],
  invalid: [
    {
      given,
      sql: 'DELETE FROM "User" WHERE "age" < 18;',
      harms: ['loses'],
      severity: 'warning',
      certainty: 'depends-on-data',
      todo: 'CREATE TABLE "User_deleted" AS SELECT * FROM "User" WHERE "age" < 18;',
    },
    { given, sql: 'DELETE FROM "User" u USING "User" v WHERE u."email" = v."email" AND u."id" > v."id" AND u."age" = 1;', todo: 'SELECT * FROM "User";' },
  ],
});
