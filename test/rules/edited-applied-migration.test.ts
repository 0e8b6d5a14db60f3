import { editedAppliedMigration } from '../../rules/edited-applied-migration.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT);'];
const sql = 'ALTER TABLE "User" ADD COLUMN "phone" TEXT;';

testRule(editedAppliedMigration, {
  valid: [{ given, sql }],
  invalid: [
    {
      given,
      sql,
      edited: { from: 'main', known: 'base', restore: 'git checkout 0123456789ab -- prisma/migrations/x/migration.sql' },
      messageId: 'edited',
      severity: 'error',
      harms: ['fails'],
      what: 'on main already',
      why: 'modified after it was applied',
      todo: 'git checkout 0123456789ab -- prisma/migrations/x/migration.sql',
      certainty: 'certain',
    },
    { given, sql, edited: { from: 'main', known: 'base', restore: null }, messageId: 'edited', todo: /^Bring its old text back, and/ },
    { given, sql, edited: { from: 'the database', known: 'checksum', restore: null }, messageId: 'checksum', what: 'SHA-256' },
    {
      given,
      sql,
      entry: { is: 'renamed migration', from: '20250102000000_a', to: '20250102000000_b', base: 'main' },
      messageId: 'renamed',
      what: '20250102000000_a of main is called 20250102000000_b',
      why: '42P07',
    },
    { given, sql, entry: { is: 'deleted migrations', names: ['1_a'], base: 'main' }, messageId: 'deleted', what: 'The migration 1_a of main is gone.' },
    {
      given,
      sql,
      entry: { is: 'deleted migrations', names: ['1_a', '2_b', '3_c', '4_d', '5_e'], base: 'main' },
      messageId: 'deleted',
      what: '5 migrations of main are gone: 1_a, 2_b, 3_c and 2 more.',
    },
  ],
});
