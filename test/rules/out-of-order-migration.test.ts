import { outOfOrderMigration } from '../../rules/out-of-order-migration.ts';
import { testRule } from '../test-rule.ts';

const given = ['CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT);'];
const sql = 'ALTER TABLE "User" ADD COLUMN "phone" TEXT;';

testRule(outOfOrderMigration, {
  valid: [
    { name: 'nobody said what is new', given, sql },
    { name: 'it is the last', given, sql, settled: ['20250101000000_given'] },
    { name: 'it is not new', given, sql, migration: '20240101000000_old', settled: ['20250101000000_given', '20240101000000_old'] },
    { name: 'so is the one after it', given, sql, migration: '20240101000000_old', settled: [] },
  ],
  invalid: [
    {
      given,
      sql,
      migration: '20240101000000_old',
      settled: ['20250101000000_given'],
      severity: 'warning',
      harms: [],
      what: '1 migration on main (the last of them is 20250101000000_given)',
    },
  ],
});
