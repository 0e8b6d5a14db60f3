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
    { name: 'of plain SQL', prisma: 'generic', sql: 'BEGIN;\nCREATE TABLE "A" ("id" TEXT NOT NULL);\nCOMMIT;\nCREATE TABLE "B" ("id" TEXT NOT NULL);' },
    { name: 'around all, where a later version may split the file', prisma: '7.8.0', sql: 'BEGIN;\nDO $$ BEGIN NULL; END $$;\nCOMMIT;' },
    {
      name: 'what Prisma writes',
      given: ['CREATE TYPE "Role" AS ENUM (\'A\', \'B\'); CREATE TABLE "U" ("role" "Role");'],
      sql: `BEGIN;
CREATE TYPE "Role_new" AS ENUM ('A');
ALTER TABLE "U" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
COMMIT;
ALTER TABLE "U" ADD COLUMN "x" TEXT;`,
      onlyAsWritten: true,
    },
  ],
  invalid: [
    {
      sql: `BEGIN;
CREATE TABLE "A" ("id" TEXT NOT NULL);
COMMIT;
CREATE TABLE "B" ("id" TEXT NOT NULL);`,
      at: 'COMMIT',
      messageId: 'splits',
      fixed: '\nCREATE TABLE "A" ("id" TEXT NOT NULL);\n\nCREATE TABLE "B" ("id" TEXT NOT NULL);',
      severity: 'info',
    },
    {
      name: 'in a file that Prisma cannot split',
      prisma: '7.8.0',
      sql: 'BEGIN;\nCREATE TABLE "A" ("id" TEXT NOT NULL);\nCOMMIT;\nDO $$ BEGIN NULL; END $$;',
      at: 'COMMIT',
      messageId: 'splits',
    },
    { sql: 'BEGIN;\nCREATE TABLE "A" ("id" TEXT NOT NULL);\nCOMMIT;', at: 'BEGIN', messageId: 'hides', why: '25P02' },
  ],
});
