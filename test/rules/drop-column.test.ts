import { dropColumn } from '../../rules/drop-column.ts';
import type { SchemaModel } from '../../src/core/index.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

/** The deployed client: a model with these fields; `@` in front: under @ignore. */
const client = (...fields: readonly string[]): SchemaModel => ({
  path: 'schema.prisma',
  models: [
    {
      model: 'Person',
      schema: null,
      table: 'User',
      ignored: false,
      fields: fields.map((name) => {
        const field = name.replace('@', '');
        return { field, column: field, required: false, ignored: name !== field, clientDefault: null };
      }),
    },
  ],
});

testRule(dropColumn, {
  valid: [
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT;
ALTER TABLE "User" DROP COLUMN "x";`,
    },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" DROP COLUMN "id";`,
    },
    { given, sql: 'ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" VARCHAR(50);', onlyAsWritten: true },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "email";',
      at: 'DROP COLUMN "email"',
      harms: ['loses', 'breaks'],
      severity: 'error',
      table: 'public.User',
      column: 'email',
    },
    {
      name: 'one decision, one finding',
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "email", DROP COLUMN "age";',
      at: 'DROP COLUMN "email", DROP COLUMN "age"',
      what: '2 columns',
      advice: false,
      onlyAsWritten: true,
    },
    {
      name: 'says what goes with it',
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE INDEX "byAge" ON "User"("age", "email");`,
      ],
      sql: 'ALTER TABLE "User" DROP COLUMN "email";',
      why: 'byAge',
    },
    {
      name: 'a column that the deployed client does not read is lost, and nobody breaks',
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "email";',
      deployed: client('id', 'age'),
      harms: ['loses'],
      severity: 'error',
      why: 'The deployed client does not notice',
      evidence: { readAs: [] },
    },
    {
      name: 'one that it reads is named as it knows it',
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "email";',
      deployed: client('id', 'email'),
      harms: ['loses', 'breaks'],
      certainty: 'certain',
      why: 'now names Person.email (schema.prisma at the base of this change still has it)',
      evidence: { readAs: ['Person.email'] },
    },
    {
      name: 'is certain of a table that no known migration creates, when the client reads it',
      sql: 'ALTER TABLE "User" DROP COLUMN "email";',
      deployed: client('email'),
      certainty: 'certain',
    },
    {
      name: 'a field under @ignore is not read',
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "email";',
      deployed: client('id', '@email'),
      harms: ['loses'],
    },
  ],
});
