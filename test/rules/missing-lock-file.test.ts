import { missingLockFile } from '../../rules/missing-lock-file.ts';
import { testRule } from '../test-rule.ts';

const sql = 'CREATE TABLE "Draft" ("id" TEXT NOT NULL);';

testRule(missingLockFile, {
  valid: [{ sql }, { sql, entry: { is: 'lock file', provider: 'mysql', schemaProvider: 'postgresql' } }],
  invalid: [{ sql, entry: { is: 'lock file', provider: null, schemaProvider: null }, severity: 'info', harms: [] }],
});
