import { misplacedSqlFile } from '../../rules/misplaced-sql-file.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT);'];
const sql = 'ALTER TABLE "User" ADD COLUMN "phone" TEXT;';

testRule(misplacedSqlFile, {
  valid: [{ given, sql }],
  invalid: [{ given, sql, entry: { is: 'stray file', name: '20250102_add.sql' }, severity: 'warning', harms: [], what: 'never runs 20250102_add.sql' }],
});
