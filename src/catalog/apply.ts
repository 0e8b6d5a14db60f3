import type { Operation, OperationKind } from '../operation/index.ts';
import { columns } from './apply/columns.ts';
import { constraints } from './apply/constraints.ts';
import { type Handlers, type OperationByKind, unchanged } from './apply/handler.ts';
import { indexes } from './apply/indexes.ts';
import { objects } from './apply/objects.ts';
import { schemas } from './apply/schemas.ts';
import { obscure, session } from './apply/session.ts';
import { tables } from './apply/tables.ts';
import { types } from './apply/types.ts';
import { views } from './apply/views.ts';
import type { Catalog } from './catalog.ts';
import { putTable } from './change.ts';
import type { Origin } from './model.ts';
import { applyRows } from './row-knowledge/index.ts';

const HANDLERS = {
  ...tables,
  ...columns,
  ...constraints,
  ...indexes,
  ...types,
  ...views,
  ...objects,
  ...schemas,
  ...session,
  insert: applyRows,
  update: applyRows,
  delete: applyRows,
  merge: applyRows,
  truncate: applyRows,
  copy: applyRows,
  // Nothing that the catalog describes.
  dropRule: unchanged,
  createEventTrigger: unchanged,
  createStatistics: unchanged,
  dropStatistics: unchanged,
  alterPublication: unchanged,
  dropObject: unchanged,
  comment: unchanged,
  grant: unchanged,
  administer: unchanged,
  transaction: unchanged,
  setConstraints: unchanged,
  lockTable: unchanged,
  vacuum: unchanged,
  analyze: unchanged,
  cluster: unchanged,
} satisfies Handlers;

const CONDITIONAL = 'a conditional statement in DO';

/**
 * The database after an operation. Pure, and never throws: an operation on a table that nobody saw created makes it an
 * assumed one; what PostgreSQL would refuse changes nothing, or what can be told.
 */
export function apply(catalog: Catalog, operation: Operation, at: Origin): Catalog {
  return operation.conditional ? applyConditional(catalog, operation, at) : run(HANDLERS, operation.kind, catalog, operation, at);
}

function run<Kind extends OperationKind>(handlers: Handlers, kind: Kind, catalog: Catalog, operation: OperationByKind[Kind], at: Origin): Catalog {
  return handlers[kind](catalog, operation, at);
}

/** Statements on rows say themselves, by their proofs, how sure it is that they ran. */
const ON_ROWS: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'insert',
  'update',
  'delete',
  'merge',
  'truncate',
  'select',
  'copy',
  'doBlock',
  'refreshMaterializedView',
]);

/**
 * A statement that may not have run is replayed as if it had, so that later ones find what it makes; but what it touched is
 * uncertain from now on. A table that it drops stays.
 */
function applyConditional(catalog: Catalog, operation: Operation, at: Origin): Catalog {
  if (operation.kind === 'dropTable') return obscure(catalog, [operation.table], CONDITIONAL);
  const after = run(HANDLERS, operation.kind, catalog, operation, at);
  if (ON_ROWS.has(operation.kind)) return after;
  let result = after;
  for (const [, table] of after.tables.changedSince(catalog.tables)) {
    if (table.obscuredBy === null) result = putTable(result, { ...table, obscuredBy: CONDITIONAL });
  }
  return result;
}
