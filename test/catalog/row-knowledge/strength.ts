import {
  apply,
  beginMigration,
  type Catalog,
  emptyCatalog,
  keyOf,
  provesCheck,
  provesFilled,
  provesReference,
  provesUnique,
  primaryKeyOf,
  type Proof,
  type Table,
} from '../../../src/catalog/index.ts';
import type { Operation } from '../../../src/operation/index.ts';
import { createLibpgQueryParser } from '../../../src/parsers/index.ts';
import { SCHEMA } from './fixture.ts';

const parser = await createLibpgQueryParser();

export function replay(catalog: Catalog, migration: string, sql: string): Catalog {
  const script = parser.parse(sql);
  if (script.problems.length > 0) throw new Error(`${script.problems[0]?.message}: ${sql}`);
  let result = beginMigration(catalog, migration);
  for (const statement of script.statements)
    for (const operation of statement.operations) result = apply(result, operation, { migration, statement: statement.index });
  return result;
}

const schema = replay(emptyCatalog(true), '1_schema', SCHEMA);

/** The catalog after a migration over the schema of the fixture. */
export const after = (sql: string): Catalog => replay(schema, '2_clean', sql);

function proofFor(catalog: Catalog, operation: Operation | undefined): Proof | null {
  if (!operation || !('table' in operation) || !operation.table) throw new Error('no constraint');
  const table: Table | undefined = catalog.tables.get(keyOf(catalog, operation.table));
  if (!table) throw new Error('no table');
  if (operation.kind === 'setNotNull') return provesFilled(table, operation.column);
  if (operation.kind === 'createIndex') {
    const keys = operation.index.elements.map((element) => element.column ?? element.expression ?? '');
    return provesUnique(table, keys, operation.index.where, operation.index.nullsNotDistinct);
  }
  if (operation.kind !== 'addConstraint') throw new Error(operation.kind);
  const { constraint } = operation;
  if (constraint.kind === 'check') return provesCheck(table, constraint.expression);
  if (constraint.kind !== 'foreignKey') throw new Error(constraint.kind);
  const key = keyOf(catalog, constraint.references.table);
  const target = catalog.tables.get(key);
  const partners = constraint.references.columns.length > 0 ? constraint.references.columns : target ? (primaryKeyOf(target)?.columns ?? []) : [];
  return provesReference(table, constraint.columns, key, partners);
}

/** How sure it is, with what the catalog knows, that the constraint holds. */
export function strengthIn(catalog: Catalog, then: string): 'proven' | 'likely' | 'nothing' {
  const [statement] = parser.parse(then).statements;
  return proofFor(catalog, statement?.operations[0])?.strength ?? 'nothing';
}
