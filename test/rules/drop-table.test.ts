import { dropTable } from '../../rules/drop-table.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(dropTable, {
  valid: [
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
DROP TABLE "Draft";`,
    },
  ],
  invalid: [
    { given, sql: 'DROP TABLE "User";', at: 'DROP TABLE "User"', harms: ['loses', 'breaks'], severity: 'error', table: 'public.User' },
    {
      name: 'a table that the deployed client does not know',
      given,
      sql: 'DROP TABLE "User";',
      deployed: { path: 'schema.prisma', models: [] },
      harms: ['loses'],
      what: 'Dropping the table User destroys all of its rows.',
      why: 'The deployed client does not notice',
    },
    {
      name: 'one that Prisma keeps a relation in',
      given,
      sql: 'DROP TABLE "User";',
      deployed: { path: 'schema.prisma', models: [], joinTables: [{ schema: null, table: 'User' }] },
      harms: ['loses', 'breaks'],
    },
  ],
});
