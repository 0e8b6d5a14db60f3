import type { Expression, Operation, OperationOf } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { putTable, targetOf } from '../change.ts';
import { relationKey, tableKey } from '../lookup.ts';
import type { Origin, Table } from '../model.ts';
import { applyDelete, applyTruncate } from './delete.ts';
import { columnsOf, isPresent, type Subject } from './facts.ts';
import { applyDoBlock } from './guards.ts';
import { applyInsert } from './insert.ts';
import { replaceColumns } from './rewrite.ts';
import { ROW } from './scope.ts';
import { applyUpdate } from './update.ts';
import { actionsOn, forgotten, partnersLost, relativesWritten } from './writes.ts';

export { isRealCondition } from './conditions.ts';
export { distinctAmongInserted } from './insert.ts';
export { textsHeld, textsOf } from './texts.ts';
export { provesCheck, provesFilled, provesReference, provesUnique } from './proofs.ts';

/** What statements on rows let one know of the rows, and what they make one forget. Other operations change nothing here. */
export function applyRows(catalog: Catalog, operation: Operation, at: Origin): Catalog {
  switch (operation.kind) {
    case 'insert':
      return throughView(catalog, operation, at) ?? applyInsert(catalog, operation, at);
    case 'update':
      return throughView(catalog, operation, at) ?? applyUpdate(catalog, operation, at);
    case 'delete':
      return throughView(catalog, operation, at) ?? applyDelete(catalog, operation, at);
    case 'truncate':
      return applyTruncate(catalog, operation, at);
    case 'merge':
      return throughView(catalog, operation, at) ?? overwritten(catalog, operation, at, operation.actions.includes('insert'));
    case 'copy':
      return operation.direction === 'from' && operation.table ? overwritten(catalog, { table: operation.table }, at, true) : catalog;
    case 'doBlock':
      return applyDoBlock(catalog, operation, at);
    default:
      return catalog;
  }
}

/** A write of which nothing else is known. */
function overwritten(catalog: Catalog, operation: Pick<OperationOf<'merge'>, 'table'>, at: Origin, fills: boolean): Catalog {
  const table = targetOf(catalog, operation);
  if (!table) return catalog;
  const key = relationKey(table.schema, table.name);
  const result = relativesWritten(putTable(catalog, forgotten(table, at, fills)), key, at, fills);
  return actionsOn(partnersLost(result, key, null), key, null);
}

/** A write to a view ends up in tables below it, nobody looks which: nothing is known of their rows any more. Null: no view. */
function throughView(catalog: Catalog, operation: Pick<OperationOf<'merge'>, 'table'>, at: Origin): Catalog | null {
  const view = catalog.views.get(tableKey(catalog, operation.table));
  if (!view) return null;
  return view.dependsOn.reduce((sum, { relation }) => {
    const table = sum.tables.get(relation);
    return table ? partnersLost(putTable(sum, forgotten(table, at, true)), relation, null) : sum;
  }, catalog);
}

/**
 * Is the expression not NULL in any row of the table? By its form (literals, COALESCE with a literal, now()), and by columns
 * that are NOT NULL or proven to be filled. Null for `table`: it stands alone.
 */
export function isNeverNull(expression: Expression, table: Table | null, catalog: Catalog): boolean {
  if (!table) return isPresent(expression, () => ({ is: 'unknown' }));
  const subject: Subject = { catalog, key: relationKey(table.schema, table.name), table, removes: false };
  return isPresent(
    replaceColumns(expression, (column) => ({ ...column, table: ROW })),
    columnsOf(subject, []),
  );
}
