import { failingWrite } from '../../rules/failing-write.ts';
import { testRule } from '../test-rule.ts';

const points = [
  `CREATE TABLE "Total" ("userId" TEXT NOT NULL, "points" INTEGER NOT NULL, CONSTRAINT "Total_pkey" PRIMARY KEY ("userId"));
CREATE TABLE "Point" ("id" TEXT NOT NULL, "userId" TEXT NOT NULL, "points" INTEGER NOT NULL, CONSTRAINT "Point_pkey" PRIMARY KEY ("id"));`,
];
const upsert = (query: string): string =>
  `INSERT INTO "Total" ("userId", "points") ${query} ON CONFLICT ("userId") DO UPDATE SET "points" = EXCLUDED."points";`;

const given = ['CREATE TABLE "Tier" ("id" TEXT NOT NULL, "name" TEXT NOT NULL, CONSTRAINT "Tier_pkey" PRIMARY KEY ("id"));'];

testRule(failingWrite, {
  valid: [
    { given, sql: `INSERT INTO "Tier" ("id", "name") VALUES ('a', 'b') ON CONFLICT DO NOTHING;` },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
INSERT INTO "Draft" ("id") VALUES ('a');`,
    },
    { given: points, sql: upsert('SELECT "userId", sum("points") FROM "Point" GROUP BY "userId"') },
    { given: points, sql: upsert('SELECT DISTINCT ON ("userId") "userId", "points" FROM "Point"') },
    { name: 'nobody can tell', given: points, sql: upsert('SELECT s."u", 1 FROM (SELECT DISTINCT "userId" AS "u" FROM "Point") s CROSS JOIN (SELECT 1) t') },
  ],
  invalid: [
    { given, sql: `INSERT INTO "Tier" ("id", "name") VALUES ('a', 'b');`, harms: ['fails'], severity: 'warning', why: '23505' },
    { given: points, sql: upsert('SELECT "userId", "points" FROM "Point"'), harms: ['fails'], severity: 'warning', why: '21000', todo: 'DISTINCT ON' },
  ],
});
