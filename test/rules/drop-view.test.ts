import { dropView } from '../../rules/drop-view.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE VIEW "Emails" AS SELECT "id", "email" FROM "User";`,
];

testRule(dropView, {
  valid: [
    {
      given,
      sql: `DROP VIEW "Emails";
CREATE VIEW "Emails" AS SELECT "id", "email" FROM "User" WHERE "age" > 18;`,
    },
  ],
  invalid: [{ given, sql: 'DROP VIEW "Emails";', harms: ['breaks'], severity: 'error', why: '42P01' }],
});
