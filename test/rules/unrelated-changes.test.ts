import { unrelatedChanges } from '../../rules/unrelated-changes.ts';
import { testRule } from '../test-rule.ts';

const given = ['A', 'B', 'C', 'D', 'E'].map(
  (table) => `CREATE TABLE "${table}" ("id" TEXT NOT NULL, "b" TEXT, CONSTRAINT "${table}_pkey" PRIMARY KEY ("id"));`,
);
const alter = (...tables: readonly string[]): string => tables.map((table) => `ALTER TABLE "${table}" ADD COLUMN "note" TEXT;`).join('\n');

testRule(unrelatedChanges, {
  valid: [
    { given, sql: alter('A', 'B', 'C') },
    {
      name: 'related by a foreign key',
      given,
      sql: `${alter('A', 'B', 'C', 'D')}\nALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");`,
    },
    { name: 'as many as are allowed', given, sql: alter('A', 'B', 'C', 'D'), options: { most: 4 } },
    { name: 'the first migration', given: [], sql: given.join('\n') },
  ],
  invalid: [
    { given, sql: alter('A', 'B', 'C', 'D'), severity: 'info', harms: [], what: '4 groups of tables that do not refer to each other: A, B, C and D' },
    { given, sql: alter('A', 'B'), options: { most: 1 }, what: '2 groups' },
    {
      name: 'related tables are one group',
      given: [...given, 'ALTER TABLE "A" ADD CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "B"("id");'],
      sql: alter('A', 'B', 'C', 'D', 'E'),
      what: 'A and B, C, D and E',
    },
  ],
});
