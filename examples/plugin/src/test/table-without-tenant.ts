import { describe, it } from 'node:test';
import { testRule } from 'prisma-migration-lint/rule-tester';
import { tableWithoutTenant } from '../table-without-tenant.js';

const USER = 'CREATE TABLE "User" ("id" TEXT NOT NULL, "tenantId" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));';

testRule(
  tableWithoutTenant,
  {
    valid: [
      { name: 'it has one', sql: USER },
      { name: 'the table is there already', given: [USER], sql: 'ALTER TABLE "User" ADD COLUMN "name" TEXT;' },
      { name: 'an exception', options: { except: ['Country'] }, sql: 'CREATE TABLE "Country" ("code" TEXT NOT NULL);' },
    ],
    invalid: [{ name: 'none', sql: 'CREATE TABLE "Note" ("text" TEXT);', messageId: 'missing', what: 'Note has no column tenantId', advice: false }],
  },
  { describe, it },
);
