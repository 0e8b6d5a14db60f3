import { truncateTable } from '../../rules/truncate-table.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(truncateTable, {
  valid: [
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
TRUNCATE "Draft";`,
    },
  ],
  invalid: [
    { given, sql: 'TRUNCATE "User";', at: 'TRUNCATE "User"', harms: ['loses'], severity: 'error' },
    {
      name: 'CASCADE',
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("author" TEXT REFERENCES "User"("id"));`,
      ],
      sql: 'TRUNCATE "User" CASCADE;',
      what: 'Post',
    },
  ],
});
