import { stricterWrites } from '../../rules/stricter-writes.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(stricterWrites, {
  valid: [
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" ADD CONSTRAINT "c" CHECK ("id" <> '');`,
    },
  ],
  invalid: [
    { given, sql: 'ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("age" > 0) NOT VALID;', severity: 'info', why: '23514' },
    { given, sql: 'ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;', what: 'Row level security' },
    {
      name: 'a trigger',
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';`,
      ],
      sql: 'CREATE TRIGGER "t" BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION f();',
      what: 'trigger',
    },
  ],
});
