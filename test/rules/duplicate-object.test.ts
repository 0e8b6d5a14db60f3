import { duplicateObject } from '../../rules/duplicate-object.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(duplicateObject, {
  valid: [
    { given, sql: 'ALTER TABLE "User" ADD COLUMN "x" INTEGER;' },
    { given, sql: 'ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "email" TEXT;' },
  ],
  invalid: [
    { given, sql: 'ALTER TABLE "User" ADD COLUMN "email" TEXT;', at: 'ADD COLUMN "email" TEXT', harms: ['fails'], why: '42701' },
    { given, sql: 'CREATE TABLE "User" ("id" TEXT);', why: '42P07' },
  ],
});
