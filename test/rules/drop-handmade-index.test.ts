import { dropHandmadeIndex } from '../../rules/drop-handmade-index.ts';
import { testRule } from '../test-rule.ts';

testRule(dropHandmadeIndex, {
  valid: [
    {
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
        'CREATE INDEX "i" ON "User"("age");',
      ],
      sql: 'DROP INDEX "i";',
    },
    {
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
        'CREATE INDEX "i" ON "User" (lower("email"));',
      ],
      sql: `DROP INDEX "i";
CREATE INDEX "i" ON "User" (lower("name"));`,
    },
  ],
  invalid: [
    {
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
        'CREATE INDEX "i" ON "User" (lower("email"));',
      ],
      sql: 'DROP INDEX "i";',
      harms: [],
      severity: 'warning',
      what: 'on an expression',
    },
    {
      given: [
        `CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, "age" INTEGER, "name" VARCHAR(50), "plan" TEXT NOT NULL DEFAULT 'free', CONSTRAINT "User_pkey" PRIMARY KEY ("id"));`,
        'CREATE INDEX "i" ON "User"("age") WHERE "age" > 1;',
      ],
      sql: 'DROP INDEX "i";',
      what: 'partial',
    },
  ],
});
