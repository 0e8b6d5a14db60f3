import { setLeaksIntoLaterMigrations } from '../../rules/set-leaks-into-later-migrations.ts';
import { testRule } from '../test-rule.ts';

testRule(setLeaksIntoLaterMigrations, {
  valid: [
    {
      sql: `SET statement_timeout = 0;
CREATE TABLE "Draft" ("id" TEXT NOT NULL);
RESET statement_timeout;`,
    },
    {
      sql: `SET LOCAL lock_timeout = '5s';
CREATE TABLE "Draft" ("id" TEXT NOT NULL);`,
    },
    {
      prisma: '7.8.0',
      sql: `SET statement_timeout = 0;
CREATE TABLE "Draft" ("id" TEXT NOT NULL);
RESET ALL;`,
    },
    { name: 'of plain SQL', prisma: 'generic', sql: 'SET statement_timeout = 0;\nCREATE TABLE "Draft" ("id" TEXT NOT NULL);' },
  ],
  invalid: [
    {
      sql: `SET statement_timeout = 0;
CREATE TABLE "Draft" ("id" TEXT NOT NULL);`,
      severity: 'info',
      at: 'SET statement_timeout = 0',
      todo: 'SET LOCAL',
      fixed: `SET LOCAL statement_timeout = 0;
CREATE TABLE "Draft" ("id" TEXT NOT NULL);`,
    },
    {
      prisma: '7.8.0',
      sql: `SET statement_timeout = 0;
CREATE TABLE "Draft" ("id" TEXT NOT NULL);`,
      at: 'SET statement_timeout = 0',
      todo: 'RESET statement_timeout;',
    },
  ],
});
