import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, beginMigration, type Catalog, emptyCatalog } from '../../src/catalog/index.ts';
import type { Operation } from '../../src/operation/index.ts';
import { createLibpgQueryParser } from '../../src/parsers/index.ts';
import { HISTORIES } from './histories/index.ts';

// Statements in orders that PostgreSQL would refuse: the replay goes on, and its parts agree with each other.

const parser = await createLibpgQueryParser();
const OPERATIONS: readonly Operation[] = HISTORIES.flatMap(({ sql }) => parser.parse(sql).statements.flatMap((statement) => statement.operations));

/** Index names by owner, read from tables and views on the one hand, from the owners on the other. */
function indexNames(catalog: Catalog): { readonly inRelations: readonly string[]; readonly byOwner: readonly string[] } {
  const relations = [...catalog.tables.entries(), ...catalog.views.entries()];
  const inRelations = relations.flatMap(([key, relation]) => relation.indexes.map((index) => `${relation.schema}.${index.name} of ${key}`)).sort();
  return { inRelations, byOwner: [...catalog.indexOwners.entries()].map(([name, owner]) => `${name} of ${owner}`).sort() };
}

function expectSound(catalog: Catalog): void {
  const { inRelations, byOwner } = indexNames(catalog);
  expect(byOwner).toEqual(inRelations);
  for (const [key, table] of catalog.tables.entries()) {
    expect(key).toBe(`${table.schema}.${table.name}`);
    expect(new Set(table.columns.map((column) => column.name)).size).toBe(table.columns.length);
    expect(new Set(table.constraints.map((constraint) => constraint.name)).size).toBe(table.constraints.length);
    for (const constraint of table.constraints) {
      if ('index' in constraint) expect(table.indexes.some((index) => index.name === constraint.index && index.constraint === constraint.name)).toBe(true);
      if (constraint.kind === 'foreignKey') expect(catalog.mentionedBy.get(constraint.references.table)?.has(key)).toBe(true);
    }
  }
  for (const [key, sequence] of catalog.sequences.entries()) expect(key).toBe(`${sequence.schema}.${sequence.name}`);
  for (const [key, type] of catalog.types.entries()) expect(key).toBe(`${type.schema}.${type.name}`);
}

test('any statements in any order', () => {
  const program = fc.array(fc.nat(OPERATIONS.length - 1), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(program, fc.boolean(), (picks, complete) => {
      let catalog = emptyCatalog(complete);
      picks.forEach((pick, statement) => {
        const operation = OPERATIONS[pick];
        const migration = `m${Math.floor(statement / 10)}`;
        if (statement % 10 === 0) catalog = beginMigration(catalog, migration);
        if (operation) catalog = apply(catalog, operation, { migration, statement });
      });
      expectSound(catalog);
    }),
    { numRuns: 300 },
  );
});
