import { blockingRefresh } from '../../rules/blocking-refresh.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE MATERIALIZED VIEW "Ages" AS SELECT "age", count(*) AS "n" FROM "User" GROUP BY "age";
CREATE UNIQUE INDEX "Ages_age_key" ON "Ages"("age");`,
];

testRule(blockingRefresh, {
  valid: [{ given, sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY "Ages";' }],
  invalid: [{ given, sql: 'REFRESH MATERIALIZED VIEW "Ages";', harms: ['blocks'], severity: 'warning' }],
});
