import { longIdentifier } from '../../rules/long-identifier.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(longIdentifier, {
  valid: [{ given, sql: 'CREATE INDEX "i" ON "User"("age");' }],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "User" ADD COLUMN "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" TEXT;',
      severity: 'info',
      why: '63 bytes',
    },
  ],
});
