import { dropWithDependents } from '../../rules/drop-with-dependents.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE VIEW "Emails" AS SELECT "id", "email" FROM "User";`,
];

testRule(dropWithDependents, {
  valid: [
    { given, sql: 'ALTER TABLE "User" DROP COLUMN "age";' },
    {
      given,
      sql: `DROP VIEW "Emails";
ALTER TABLE "User" DROP COLUMN "email";`,
    },
  ],
  invalid: [
    { given, sql: 'ALTER TABLE "User" DROP COLUMN "email";', at: 'DROP COLUMN "email"', harms: ['fails'], why: '2BP01' },
    { given, sql: 'ALTER TABLE "User" ALTER COLUMN "email" TYPE VARCHAR(10);', why: '0A000' },
  ],
});
