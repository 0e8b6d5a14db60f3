import { relaxNotNull } from '../../rules/relax-not-null.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(relaxNotNull, {
  valid: [
    { given, sql: 'ALTER TABLE "User" ALTER COLUMN "email" DROP NOT NULL;' },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" ALTER COLUMN "id" DROP NOT NULL;`,
    },
  ],
  invalid: [{ given, sql: 'ALTER TABLE "User" ALTER COLUMN "plan" DROP NOT NULL;', severity: 'info', column: 'plan' }],
});
