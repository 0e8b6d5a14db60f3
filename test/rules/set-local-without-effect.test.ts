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
    {
      name: 'in a file that Prisma cannot split',
      prisma: '7.8.0',
      sql: `SET LOCAL lock_timeout = '5s';
DO $$ BEGIN NULL; END $$;`,
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
      why: 'Up to Prisma 7.3',
    },
    {
      name: 'plain SQL',
      prisma: 'generic',
      sql: `SET LOCAL lock_timeout = '5s';
CREATE TABLE "Draft" ("id" TEXT NOT NULL);`,
      why: /25P01\), and nothing is set for the next one\.$/,
    },
  ],
});
