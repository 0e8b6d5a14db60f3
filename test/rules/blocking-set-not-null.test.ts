import { blockingSetNotNull } from '../../rules/blocking-set-not-null.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(blockingSetNotNull, {
  valid: [
    { given, sql: 'ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;' },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" ALTER COLUMN "id" SET NOT NULL;`,
    },
    {
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
        'ALTER TABLE "User" ADD CONSTRAINT c CHECK ("email" IS NOT NULL) NOT VALID;',
        'ALTER TABLE "User" VALIDATE CONSTRAINT c;',
      ],
      sql: 'ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;',
    },
  ],
  invalid: [
    {
      given,
      sql: `UPDATE "User" SET "email" = '' WHERE "email" IS NULL;
ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
      at: 'ALTER COLUMN "email" SET NOT NULL',
      harms: ['blocks', 'breaks'],
      severity: 'warning',
    },
  ],
});
