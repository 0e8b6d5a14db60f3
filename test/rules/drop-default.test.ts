import { dropDefault } from '../../rules/drop-default.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(dropDefault, {
  valid: [
    { given, sql: 'ALTER TABLE "User" ALTER COLUMN "email" DROP DEFAULT;' },
    {
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "x" TEXT DEFAULT 'x';
ALTER TABLE "User" ALTER COLUMN "x" DROP DEFAULT;`,
    },
    {
      name: 'a trigger may give the value',
      given: [
        ...given,
        `CREATE FUNCTION plan() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW."plan" := 'free'; RETURN NEW; END $$;
CREATE TRIGGER "plan" BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION plan();`,
      ],
      sql: 'ALTER TABLE "User" ALTER COLUMN "plan" DROP DEFAULT;',
    },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "User" ALTER COLUMN "plan" DROP DEFAULT;',
      at: 'ALTER COLUMN "plan" DROP DEFAULT',
      harms: ['breaks'],
      severity: 'error',
      why: '23502',
    },
  ],
});
