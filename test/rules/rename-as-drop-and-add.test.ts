import { renameAsDropAndAdd } from '../../rules/rename-as-drop-and-add.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
];

testRule(renameAsDropAndAdd, {
  valid: [
    {
      name: 'the values are moved over',
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "fullName" VARCHAR(50) NOT NULL DEFAULT '';
UPDATE "User" SET "fullName" = COALESCE("name", '');
ALTER TABLE "User" DROP COLUMN "name";`,
    },
    { given, sql: 'ALTER TABLE "User" DROP COLUMN "name";' },
    { given, sql: 'ALTER TABLE "User" DROP COLUMN "age", ADD COLUMN "age" TEXT;' },
    { given, sql: 'ALTER TABLE "User" DROP COLUMN "age", ADD COLUMN "joinedAt" TIMESTAMP(3);' },
  ],
  invalid: [
    {
      name: 'another column is moved over, this one is not',
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "fullName" VARCHAR(50);
UPDATE "User" SET "fullName" = "email";
ALTER TABLE "User" DROP COLUMN "name";`,
      onlyAsWritten: true,
      advice: false,
    },
    {
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" VARCHAR(50) NOT NULL;',
      at: 'DROP COLUMN "name", ADD COLUMN "fullName" VARCHAR(50) NOT NULL',
      harms: ['fails', 'loses', 'breaks'],
      severity: 'error',
      todo: 'RENAME COLUMN',
      fixed: null,
      advice: false,
      onlyAsWritten: true,
    },
    {
      name: 'the same column under another name',
      given,
      sql: 'ALTER TABLE "User" DROP COLUMN "name", ADD COLUMN "fullName" VARCHAR(50);',
      fixed: 'ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";',
      advice: false,
      onlyAsWritten: true,
    },
    {
      name: 'in two statements',
      given,
      sql: `ALTER TABLE "User" ADD COLUMN "fullName" VARCHAR(50);
ALTER TABLE "User" DROP COLUMN "name";`,
      at: 'DROP COLUMN "name"',
      harms: ['loses', 'breaks'],
      advice: false,
    },
    {
      name: 'a model',
      given,
      sql: `DROP TABLE "User";
CREATE TABLE "Account" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "Account_pkey" PRIMARY KEY ("id"));`,
      at: 'DROP TABLE "User"',
      messageId: 'table',
      advice: false,
    },
  ],
});
