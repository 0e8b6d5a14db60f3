import { setLocalWithoutEffect } from '../../rules/set-local-without-effect.ts';
import { testRule } from '../test-rule.ts';

testRule(setLocalWithoutEffect, {
  valid: [
    {
      sql: `SET LOCAL lock_timeout = '5s';
CREATE TABLE "Draft" ("id" TEXT NOT NULL);`,
    },
    {
      prisma: '7.8.0',
      sql: `BEGIN;
SET LOCAL lock_timeout = '5s';
CREATE TABLE "Draft" ("id" TEXT NOT NULL);
COMMIT;`,
    },
  ],
  invalid: [
    {
      prisma: '7.8.0',
      sql: `SET LOCAL lock_timeout = '5s';
CREATE TABLE "Draft" ("id" TEXT NOT NULL);`,
      at: `SET LOCAL lock_timeout = '5s'`,
      severity: 'warning',
      harms: [],
    },
  ],
});
