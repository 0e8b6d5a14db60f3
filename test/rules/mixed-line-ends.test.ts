import { mixedLineEnds } from '../../rules/mixed-line-ends.ts';
import { testRule } from '../test-rule.ts';

testRule(mixedLineEnds, {
  valid: [
    { sql: 'CREATE TABLE "Draft" (\n  "id" TEXT NOT NULL\n);\n' },
    { sql: 'CREATE TABLE "Draft" (\r\n  "id" TEXT NOT NULL\r\n);\r\n', onlyAsWritten: true },
  ],
  invalid: [{ sql: 'CREATE TABLE "Draft" (\r\n  "id" TEXT NOT NULL\n);\n', severity: 'info', harms: [], onlyAsWritten: true }],
});
