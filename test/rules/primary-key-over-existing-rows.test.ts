import { primaryKeyOverExistingRows } from '../../rules/primary-key-over-existing-rows.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "Tag" ("name" TEXT, "slug" TEXT NOT NULL);'];

testRule(primaryKeyOverExistingRows, {
  valid: [
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" ADD PRIMARY KEY ("id");`,
    },
    {
      given: ['CREATE TABLE "Tag" ("name" TEXT, "slug" TEXT NOT NULL);', 'CREATE UNIQUE INDEX CONCURRENTLY "i" ON "Tag"("slug");'],
      sql: 'ALTER TABLE "Tag" ADD CONSTRAINT "Tag_pkey" PRIMARY KEY USING INDEX "i";',
      onlyAsWritten: true,
    },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "Tag" ADD CONSTRAINT "Tag_pkey" PRIMARY KEY ("name");',
      at: 'ADD CONSTRAINT "Tag_pkey" PRIMARY KEY ("name")',
      harms: ['fails', 'blocks'],
      severity: 'error',
      advice: false,
    },
    {
      name: 'unique already',
      given: [
        `CREATE TABLE "Tag" ("name" TEXT NOT NULL);
CREATE UNIQUE INDEX "k" ON "Tag"("name");`,
      ],
      sql: 'ALTER TABLE "Tag" ADD PRIMARY KEY ("name");',
      harms: ['blocks'],
      severity: 'warning',
    },
  ],
});
