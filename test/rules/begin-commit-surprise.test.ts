import { beginCommitSurprise } from '../../rules/begin-commit-surprise.ts';
import { testRule } from '../test-rule.ts';

testRule(beginCommitSurprise, {
  valid: [
    {
      prisma: '7.8.0',
      sql: `BEGIN;
CREATE TABLE "A" ("id" TEXT NOT NULL);
COMMIT;
CREATE TABLE "B" ("id" TEXT NOT NULL);`,
    },
    {
      sql: `BEGIN;
CREATE TABLE "A" ("id" TEXT NOT NULL);
COMMIT;`,
    },
  ],
  invalid: [
    {
      sql: `BEGIN;
CREATE TABLE "A" ("id" TEXT NOT NULL);
COMMIT;
CREATE TABLE "B" ("id" TEXT NOT NULL);`,
      at: 'COMMIT',
      fixed: '\nCREATE TABLE "A" ("id" TEXT NOT NULL);\n\nCREATE TABLE "B" ("id" TEXT NOT NULL);',
      severity: 'info',
    },
  ],
});
