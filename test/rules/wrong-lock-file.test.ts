import { wrongLockFile } from '../../rules/wrong-lock-file.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT);'];
const sql = 'ALTER TABLE "User" ADD COLUMN "phone" TEXT;';

testRule(wrongLockFile, {
  valid: [
    { given, sql },
    { given, sql, entry: { is: 'lock file', provider: null, schemaProvider: null } },
  ],
  invalid: [
    {
      given,
      sql,
      entry: { is: 'lock file', provider: 'mysql', schemaProvider: 'postgresql' },
      messageId: 'other',
      severity: 'error',
      harms: ['fails'],
      what: 'migration_lock.toml says mysql, schema.prisma says postgresql.',
      why: 'P3019',
    },
  ],
});
