import { keyOf, type RelationKey } from '../catalog/index.ts';
import { type IndexDefinition, type Operation, renderIndex, tablesOf } from '../operation/index.ts';
import type { Step } from '../runner/index.ts';

/**
 * An earlier SELECT of the migration that lists duplicates (`GROUP BY … HAVING count(*) > 1`) of the table. It stops
 * nothing, since nobody reads its result in a deploy; but somebody has thought of it.
 */
export function looksAtDuplicates(steps: readonly Step[], until: Step, table: RelationKey): boolean {
  for (const step of steps) {
    if (step === until) return false;
    const { operation } = step;
    if (operation.kind !== 'select' || operation.query.having === null) continue;
    if (tablesOf(operation.query.from).some((name) => keyOf(step.before, name) === table)) return true;
  }
  return false;
}

/** The CREATE INDEX CONCURRENTLY that does what the operation does, for indexes and for UNIQUE and PRIMARY KEY constraints; null for others. */
export function concurrentForm(operation: Operation): string | null {
  if (operation.kind === 'createIndex') return renderIndex(operation.index, { concurrently: true });
  if (operation.kind !== 'addConstraint') return null;
  const { constraint, table } = operation;
  if (constraint.kind !== 'unique' && constraint.kind !== 'primaryKey') return null;
  return renderIndex(uniqueIndex(table, constraint.columns, constraint.name, constraint.kind === 'unique' && constraint.nullsNotDistinct), {
    concurrently: true,
  });
}

const uniqueIndex = (table: IndexDefinition['table'], columns: readonly string[], name: string | null, nullsNotDistinct: boolean): IndexDefinition => ({
  name,
  table,
  unique: true,
  method: 'btree',
  elements: columns.map((column) => ({ column, expression: null, operatorClass: null, collation: null, descending: false, nulls: null })),
  include: [],
  where: null,
  nullsNotDistinct,
});
