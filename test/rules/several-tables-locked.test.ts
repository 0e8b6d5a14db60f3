import { severalTablesLocked } from '../../rules/several-tables-locked.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "A" ("id" INTEGER);
CREATE TABLE "B" ("id" INTEGER);
CREATE TABLE "C" ("id" INTEGER);`,
];

testRule(severalTablesLocked, {
  valid: [
    {
      given,
      sql: `ALTER TABLE "A" ADD COLUMN "x" INTEGER;
ALTER TABLE "B" ADD COLUMN "x" INTEGER;`,
    },
    {
      given,
      prisma: '7.8.0',
      sql: `ALTER TABLE "A" ADD COLUMN "x" INTEGER;
ALTER TABLE "B" ADD COLUMN "x" INTEGER;
ALTER TABLE "C" ADD COLUMN "x" INTEGER;`,
    },
  ],
  invalid: [
    {
      given,
      sql: `ALTER TABLE "A" ADD COLUMN "x" INTEGER;
ALTER TABLE "B" ADD COLUMN "x" INTEGER;
ALTER TABLE "C" ADD COLUMN "x" INTEGER;`,
      severity: 'info',
      what: '3 tables',
    },
  ],
});
