import { handEditedMigration } from '../../rules/hand-edited-migration.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "User" ("id" INTEGER NOT NULL, "name" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));'];
const ADD = 'ALTER TABLE "User" ADD COLUMN "age" INTEGER;';
const INDEX = 'CREATE INDEX "i" ON "User"("name");';

testRule(handEditedMigration, {
  valid: [
    { name: 'nobody asked Prisma', given, sql: ADD },
    { name: 'what Prisma writes', given, sql: ADD, generated: `-- AlterTable\nALTER TABLE "User" ADD COLUMN     "age" INTEGER;\n` },
    {
      name: 'in another order, in a transaction, with a timeout',
      given,
      sql: `SET lock_timeout = '5s';\nBEGIN;\n${INDEX}\n${ADD}\nCOMMIT;`,
      generated: `${ADD}\n${INDEX}`,
    },
    { name: 'nothing for nothing', given, sql: '-- nothing', generated: '-- This is an empty migration.', onlyAsWritten: true },
  ],
  invalid: [
    {
      name: 'a statement more',
      given,
      sql: `${ADD}\nUPDATE "User" SET "age" = 1;`,
      generated: ADD,
      at: 'UPDATE "User" SET "age" = 1',
      severity: 'info',
      harms: [],
      what: '`UPDATE "User" SET "age" = 1` is this migration\'s own.',
      evidence: { own: ['UPDATE "User" SET "age" = 1'], left: [] },
      onlyAsWritten: true,
    },
    {
      name: 'one instead of another',
      given,
      sql: 'CREATE INDEX CONCURRENTLY "i" ON "User"("name");',
      generated: INDEX,
      what: '`CREATE INDEX "i" ON "User"("name")` is not in it',
      onlyAsWritten: true,
    },
    {
      name: 'a statement less',
      given,
      sql: ADD,
      generated: `${ADD}\n${INDEX}`,
      evidence: { own: [] },
      at: 'ALTER TABLE "User" ADD COLUMN "age" INTEGER',
      onlyAsWritten: true,
    },
  ],
});
