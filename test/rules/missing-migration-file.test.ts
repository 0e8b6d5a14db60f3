import { missingMigrationFile } from '../../rules/missing-migration-file.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT);'];
const sql = 'ALTER TABLE "User" ADD COLUMN "phone" TEXT;';

testRule(missingMigrationFile, {
  valid: [{ given, sql }],
  invalid: [
    { given, sql, entry: { is: 'folder without migration.sql', holds: [] }, messageId: 'missing', severity: 'error', harms: ['fails'], why: 'P3015' },
    {
      name: 'what is in it lies too deep',
      given,
      sql,
      migration: '2025',
      entry: { is: 'folder without migration.sql', holds: ['1_a/migration.sql', '2_b/migration.sql', '3_c/migration.sql', '4_d/migration.sql'] },
      messageId: 'elsewhere',
      what: '2025 has no migration.sql; its SQL is in 1_a/migration.sql, 2_b/migration.sql and 2 more files.',
    },
  ],
});
