import { unsupportedByServer } from '../../rules/unsupported-by-server.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(unsupportedByServer, {
  valid: [{ given, postgres: 15, sql: 'ALTER TABLE "User" ADD COLUMN "x" INTEGER;' }],
  invalid: [
    {
      given,
      postgres: 14,
      sql: 'CREATE UNIQUE INDEX CONCURRENTLY "i" ON "User"("id") NULLS NOT DISTINCT;',
      messageId: 'newer',
      why: '15',
      onlyAsWritten: true,
    },
    {
      name: 'refused by every version',
      given,
      sql: `CREATE UNIQUE INDEX "i" ON "User"("id") WHERE "age" < 10;
ALTER TABLE "User" ADD CONSTRAINT "u" UNIQUE USING INDEX "i";`,
      messageId: 'refused',
      why: '42809',
      onlyAsWritten: true,
    },
  ],
});
