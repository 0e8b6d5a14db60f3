import { requiredColumnWithoutDefault } from '../../rules/required-column-without-default.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(requiredColumnWithoutDefault, {
  valid: [
    { given, sql: `ALTER TABLE "User" ADD COLUMN "phone" TEXT NOT NULL DEFAULT '';` },
    { given, sql: 'ALTER TABLE "User" ADD COLUMN "phone" TEXT;' },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" ADD COLUMN "phone" TEXT NOT NULL;`,
    },
    { given, sql: 'ALTER TABLE "User" ADD COLUMN "n" SERIAL NOT NULL;' },
    {
      name: 'a rename speaks of both halves',
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" VARCHAR(50) NOT NULL;',
      onlyAsWritten: true,
    },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "User" ADD COLUMN "phone" TEXT NOT NULL;',
      at: 'ADD COLUMN "phone" TEXT NOT NULL',
      harms: ['fails', 'breaks'],
      severity: 'error',
      table: 'public.User',
      column: 'phone',
      why: '23502',
    },
    {
      name: 'no one value fits a foreign key',
      given: [...given, 'CREATE TABLE "Org" ("id" TEXT NOT NULL, CONSTRAINT "Org_pkey" PRIMARY KEY ("id"));'],
      sql: `ALTER TABLE "User" ADD COLUMN "orgId" TEXT NOT NULL;
ALTER TABLE "User" ADD CONSTRAINT "User_orgId_fkey" FOREIGN KEY ("orgId") REFERENCES "Org"("id");`,
      at: 'ADD COLUMN "orgId" TEXT NOT NULL',
      todo: /^In three steps/,
      certainty: 'certain',
    },
    {
      name: 'several at once',
      given,
      sql: 'ALTER TABLE "User" ADD COLUMN "a" INTEGER NOT NULL, ADD COLUMN "b" TEXT, ADD COLUMN "c" UUID NOT NULL;',
      findings: [{ at: 'ADD COLUMN "a" INTEGER NOT NULL' }, { at: 'ADD COLUMN "c" UUID NOT NULL' }],
    },
    {
      name: 'a default that only Prisma Client knows',
      given,
      sql: 'ALTER TABLE "User" ADD COLUMN "token" TEXT NOT NULL;',
      at: 'ADD COLUMN "token" TEXT NOT NULL',
      why: 'uuid()',
      schema: {
        path: 'schema.prisma',
        models: [
          {
            model: 'User',
            schema: null,
            table: 'User',
            ignored: false,
            fields: [{ field: 'token', column: 'token', required: true, ignored: false, clientDefault: 'uuid()' }],
          },
        ],
      },
    },
    { name: 'a table nobody saw created', sql: 'ALTER TABLE "Other" ADD COLUMN "phone" TEXT NOT NULL;', certainty: 'unknown-object', severity: 'error' },
  ],
});
