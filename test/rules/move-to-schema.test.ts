import { moveToSchema } from '../../rules/move-to-schema.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE SCHEMA "billing";
CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(moveToSchema, {
  valid: [
    {
      given,
      sql: `ALTER TABLE "User" SET SCHEMA "billing";
CREATE VIEW "User" AS SELECT * FROM "billing"."User";`,
    },
  ],
  invalid: [
    { given, sql: 'ALTER TABLE "User" SET SCHEMA "billing";', harms: ['breaks'], severity: 'error', messageId: 'moves' },
    {
      name: 'a schema',
      given: [
        `CREATE SCHEMA "billing";
CREATE TABLE "billing"."Invoice" ("id" TEXT NOT NULL);`,
      ],
      sql: 'ALTER SCHEMA "billing" RENAME TO "money";',
      messageId: 'renamesSchema',
    },
  ],
});
