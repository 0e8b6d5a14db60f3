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
  ],
  invalid: [
    {
      sql: `SET statement_timeout = 0;
CREATE TABLE "Draft" ("id" TEXT NOT NULL);`,
      severity: 'info',
      at: 'SET statement_timeout = 0',
      fixed: `SET LOCAL statement_timeout = 0;
CREATE TABLE "Draft" ("id" TEXT NOT NULL);`,
    },
  ],
});
