import { failingWrite } from '../../rules/failing-write.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "Tier" ("id" TEXT NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "Tier_pkey" PRIMARY KEY ("id"));'];

testRule(failingWrite, {
  valid: [
    { given, sql: `INSERT INTO "Tier" ("id", "name") VALUES ('a', 'b') ON CONFLICT DO NOTHING;` },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
INSERT INTO "Draft" ("id") VALUES ('a');`,
    },
  ],
  invalid: [{ given, sql: `INSERT INTO "Tier" ("id", "name") VALUES ('a', 'b');`, harms: ['fails'], severity: 'warning', why: '23505' }],
});
