import { missingLockTimeout } from '../../rules/missing-lock-timeout.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(missingLockTimeout, {
  valid: [
    {
      given,
      sql: `SET lock_timeout = '5s';
ALTER TABLE "User" ADD COLUMN "x" TEXT;`,
    },
    { given, sql: 'CREATE TABLE "Draft" ("id" TEXT NOT NULL);' },
    { name: 'in the URL', given, sql: 'ALTER TABLE "User" ADD COLUMN "x" TEXT;', schema: { path: 'schema.prisma', models: [], setsLockTimeout: true } },
  ],
  invalid: [{ given, sql: 'ALTER TABLE "User" ADD COLUMN "x" TEXT;', severity: 'info', table: 'public.User' }],
});
