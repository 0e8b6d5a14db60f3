import { unreadableEncoding } from '../../rules/unreadable-encoding.ts';
import { testRule } from '../test-rule.ts';

testRule(unreadableEncoding, {
  valid: [{ sql: 'CREATE TABLE "Draft" ("id" TEXT NOT NULL);' }],
  invalid: [
    {
      sql: 'CREATE TABLE "Draft" ("id" TEXT NOT NULL);',
      encoding: 'utf-8-bom',
      messageId: 'mark',
      severity: 'error',
      harms: ['fails'],
      why: '42601',
      onlyAsWritten: true,
    },
    { sql: 'CREATE TABLE "Draft" ("id" TEXT NOT NULL);', encoding: 'utf-16', messageId: 'utf16', onlyAsWritten: true },
    { sql: 'CREATE TABLE "Draft" ("id" TEXT NOT NULL);', encoding: 'binary', messageId: 'binary', onlyAsWritten: true },
  ],
});
