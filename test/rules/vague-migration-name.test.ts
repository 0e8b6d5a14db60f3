import { vagueMigrationName } from '../../rules/vague-migration-name.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT);'];
const sql = 'ALTER TABLE "User" ADD COLUMN "phone" TEXT;';

testRule(vagueMigrationName, {
  valid: [
    { name: 'a number', given, sql, migration: '2' },
    ...['20250102000000_add_user_phone', '20250102000000_fix_user_cascades', '20250102000000_update_pricing', '20250102000000_v2_tokens'].map((migration) => ({
      given,
      sql,
      migration,
    })),
    { name: 'the first one', given: [], sql: 'CREATE TABLE "A" ("id" INTEGER);', migration: '20250101000000_migration' },
  ],
  invalid: [
    { given, sql, migration: '20250102000000_update', severity: 'info', harms: [], what: '"update"' },
    { given, sql, migration: '20250102000000_', what: 'no name' },
    ...['20250102000000_update_schema', '20250102_fixes', '20250102000000_migration1', '20250102000000_v2', '20250102000000_updateSchema'].map((migration) => ({
      given,
      sql,
      migration,
    })),
  ],
});
