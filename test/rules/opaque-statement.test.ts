import { opaqueStatement } from '../../rules/opaque-statement.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(opaqueStatement, {
  valid: [{ given, sql: 'ALTER TABLE "User" ADD COLUMN "x" TEXT;' }],
  invalid: [
    {
      given,
      sql: `DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables LOOP EXECUTE 'ALTER TABLE ' || t || ' ADD COLUMN x int'; END LOOP; END $$;`,
      messageId: 'dynamic',
      severity: 'info',
    },
    { given, sql: `PREPARE TRANSACTION 'x';`, messageId: 'opaque', severity: 'info' },
  ],
});
