import type { QualifiedName } from '../core/index.ts';
import type { Operation } from './operation.ts';
import { tablesOf } from './walk.ts';

/** The tables that an operation names: the one it is about, and those that it or its queries read. */
export function tablesNamedBy(operation: Operation): readonly QualifiedName[] {
  const own = 'table' in operation && operation.table !== null ? [operation.table] : [];
  switch (operation.kind) {
    case 'update':
      return [...own, ...tablesOf(operation.from), ...operation.ctes.flatMap((cte) => tablesOf(cte.query))];
    case 'delete':
      return [...own, ...tablesOf(operation.using), ...operation.ctes.flatMap((cte) => tablesOf(cte.query))];
    case 'insert':
    case 'createView':
    case 'select':
      return [...own, ...tablesOf(operation.query)];
    case 'createTable':
      return [...own, ...tablesOf(operation.definition.query)];
    default:
      return own;
  }
}
