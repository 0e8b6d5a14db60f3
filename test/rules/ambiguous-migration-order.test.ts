import { ambiguousMigrationOrder } from '../../rules/ambiguous-migration-order.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT);'];
const sql = 'ALTER TABLE "User" ADD COLUMN "phone" TEXT;';

testRule(ambiguousMigrationOrder, {
  valid: [
    { given, sql },
    { name: 'two of one day', given, sql, migration: '20250101_test', settled: [] },
    { name: 'no numbers', given, sql, migration: 'test' },
    { name: 'the first', given: [], sql: 'CREATE TABLE "A" ("id" INTEGER);' },
  ],
  invalid: [
    { given, sql, migration: '20250101000000_x', messageId: 'sameTime', severity: 'info', what: 'same timestamp as 20250101000000_given' },
    { given, sql, migration: '20250101000000_Given', messageId: 'sameName', severity: 'warning' },
    { given, sql, migration: '7_x', messageId: 'unlikeNumbers', severity: 'warning', what: '7_x runs after 20250101000000_given' },
  ],
});
