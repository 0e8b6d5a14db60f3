import { schemaDrift } from '../../rules/schema-drift.ts';
import { testRule } from '../test-rule.ts';

const USER = `CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`;
const schema = {
  path: 'schema.prisma',
  models: [
    {
      model: 'User',
      schema: null,
      table: 'User',
      ignored: false,
      fields: [
        {
          field: 'email',
          column: 'email',
          required: false,
          ignored: false,
          clientDefault: null,
        },
      ],
    },
  ],
};

testRule(schemaDrift, {
  valid: [
    { name: 'nobody asked Prisma', given: [], sql: USER },
    { name: 'they agree', given: [], sql: USER, described: USER, schema },
    {
      name: 'in several steps',
      given: [USER],
      sql: 'ALTER TABLE "User" ADD COLUMN "age" INTEGER;',
      described: USER.replace('TEXT', 'TEXT, "age" INTEGER'),
      schema,
    },
  ],
  invalid: [
    {
      name: 'a forgotten migration',
      given: [],
      sql: 'CREATE TABLE "User" ("id" INTEGER NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      described: USER,
      schema,
      messageId: 'notMigrated',
      severity: 'info',
      certainty: 'certain',
      table: 'public.User',
      column: 'email',
      what: 'No migration makes what schema.prisma says of User: the column email (TEXT).',
      todo: 'migrate dev --create-only',
    },
    {
      name: 'an index that only the migrations have',
      given: [USER],
      sql: 'CREATE INDEX "byEmail" ON "User"("email");',
      described: USER,
      schema,
      messageId: 'notDescribed',
      what: 'schema.prisma does not have what the migrations make of User: INDEX byEmail (email).',
      todo: '`@@index([email], map: "byEmail")`',
    },
    {
      name: 'one of a method and an operator class of its own',
      given: [USER],
      sql: 'CREATE INDEX "User_email_idx" ON "User" USING GIN ("email" gin_trgm_ops);',
      described: USER,
      schema,
      todo: '`@@index([email(ops: raw("gin_trgm_ops"))], type: Gin)`',
    },
    {
      name: 'both ways: one finding for a table',
      given: [],
      sql: USER.replace('"email" TEXT', '"email" VARCHAR(50), "age" INTEGER'),
      described: USER,
      schema,
      messageId: 'differs',
      what: 'the column age (INTEGER) only by the migrations',
      evidence: {
        differences: [
          { what: 'type', on: 'public.User', columns: ['email'], described: 'TEXT', migrated: 'VARCHAR(50)' },
          { what: 'column', on: 'public.User', columns: ['age'], described: null, migrated: 'INTEGER' },
        ],
      },
    },
  ],
});
