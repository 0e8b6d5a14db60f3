import { openTransaction } from '../../rules/open-transaction.ts';
import { testRule } from '../test-rule.ts';

const sql = 'BEGIN;\nCREATE TABLE "A" ("id" TEXT NOT NULL);';

testRule(openTransaction, {
  valid: [
    { sql: `${sql}\nCOMMIT;` },
    { sql: `${sql}\nROLLBACK;` },
    { prisma: '7.8.0', sql: `${sql}\nEND;` },
    { sql: 'CREATE TABLE "A" ("id" TEXT NOT NULL);' },
  ],
  invalid: [
    { sql, at: 'BEGIN', severity: 'error', harms: ['fails'], certainty: 'certain', why: 'P3009' },
    { prisma: '7.8.0', sql, at: 'BEGIN' },
    { prisma: 'generic', sql, at: 'BEGIN', why: 'When the connection closes' },
    { name: 'the second one', sql: `${sql}\nCOMMIT AND CHAIN;\nCREATE TABLE "B" ("id" TEXT NOT NULL);`, at: 'COMMIT AND CHAIN' },
  ],
});
