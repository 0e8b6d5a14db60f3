import { dropSchema } from '../../rules/drop-schema.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE SCHEMA "billing";
CREATE TABLE "billing"."Invoice" ("id" TEXT NOT NULL);`,
];

testRule(dropSchema, {
  valid: [{ given: ['CREATE SCHEMA "billing";'], sql: 'DROP SCHEMA "billing";' }],
  invalid: [{ given, sql: 'DROP SCHEMA "billing" CASCADE;', harms: ['loses', 'breaks'], severity: 'error', what: 'the table' }],
});
