import { unknownObject } from '../../rules/unknown-object.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(unknownObject, {
  valid: [
    { given, sql: 'ALTER TABLE "User" DROP COLUMN "age";' },
    { name: 'a history without its beginning', sql: 'ALTER TABLE "Users" ADD COLUMN "x" INTEGER;' },
  ],
  invalid: [
    { given, sql: 'ALTER TABLE "Users" ADD COLUMN "x" INTEGER;', harms: ['fails'], why: '42P01' },
    { given, sql: 'ALTER TABLE "User" DROP COLUMN "nope";', why: '42703' },
  ],
});
