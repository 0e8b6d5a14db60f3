import { emptyMigration } from '../../rules/empty-migration.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT);'];
const sql = 'ALTER TABLE "User" ADD COLUMN "phone" TEXT;';

testRule(emptyMigration, {
  valid: [
    { given, sql },
    { name: 'no migration at all', given, sql, entry: { is: 'stray file', name: 'x.sql' } },
    { name: 'what is there cannot be read', given, sql: 'ALTER TABEL x;', broken: true },
  ],
  invalid: [
    { given, sql: '-- This is an empty migration.', severity: 'info', harms: [] },
    { given, sql: '' },
    { given, sql: ';' },
  ],
});
