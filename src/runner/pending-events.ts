import { type Catalog, foreignKeysTo, keyOf, type ForeignKey, type RelationKey } from '../catalog/index.ts';
import type { Operation } from '../operation/index.ts';
import type { Failure } from '../postgres/index.ts';

// A constraint that is checked at COMMIT leaves events in a queue, and as long as a table has some, PostgreSQL refuses to
// change it: 55006, "cannot ALTER TABLE … because it has pending trigger events" (CheckTableNotInUse in tablecmds.c).
// Which writes queue events and which statements are refused was measured.

/** Tables with events in the queue of the running transaction. */
export type PendingEvents = ReadonlySet<RelationKey>;
export const NO_EVENTS: PendingEvents = new Set();

/** The queue after an operation. `deferred`: what SET CONSTRAINTS last said in this transaction. */
export function eventsAfter(events: PendingEvents, operation: Operation, catalog: Catalog, deferred: boolean | null): PendingEvents {
  if (operation.kind === 'setConstraints') return operation.deferred ? events : NO_EVENTS;
  const queued = queuedBy(operation, catalog, deferred);
  return queued.length > 0 ? new Set([...events, ...queued]) : events;
}

function queuedBy(operation: Operation, catalog: Catalog, deferred: boolean | null): readonly RelationKey[] {
  if (operation.kind !== 'insert' && operation.kind !== 'update' && operation.kind !== 'delete') return [];
  const key = keyOf(catalog, operation.table);
  const waits = (foreignKey: ForeignKey): boolean => (foreignKey.initiallyDeferred ? deferred !== false : foreignKey.deferrable && deferred === true);
  const table = catalog.tables.get(key);
  const writes = (columns: readonly string[]): boolean => operation.kind !== 'update' || operation.assignments.some(({ column }) => columns.includes(column));
  const own = table?.constraints.some((constraint) => constraint.kind === 'foreignKey' && waits(constraint) && writes(constraint.columns));
  if (own && operation.kind !== 'delete') return [key];
  if (operation.kind === 'insert') return [];
  const referenced = foreignKeysTo(catalog, key).some(({ foreignKey }) => waits(foreignKey) && writes(foreignKey.references.columns));
  return referenced ? [key] : [];
}

/** The failure that an operation meets because of events in the queue, or null. */
export function refusedFor(events: PendingEvents, operation: Operation, catalog: Catalog): Failure | null {
  if (events.size === 0 || !isRefused(operation)) return null;
  if (!('table' in operation) || operation.table === null) return null;
  const table = keyOf(catalog, operation.table);
  if (!events.has(table)) return null;
  return { cause: { what: 'pending-trigger-events', table }, sqlstate: '55006', when: 'data', unlikelyBecause: null, ruledOutBefore: false, preflight: null };
}

/** ALTER TABLE except for RENAME and SET SCHEMA; CREATE INDEX, DROP TABLE, TRUNCATE, CLUSTER. */
function isRefused(operation: Operation): boolean {
  switch (operation.kind) {
    case 'addColumn':
    case 'dropColumn':
    case 'alterColumnType':
    case 'setDefault':
    case 'dropDefault':
    case 'setNotNull':
    case 'dropNotNull':
    case 'setGenerated':
    case 'setIdentity':
    case 'setColumnProperty':
    case 'addConstraint':
    case 'dropConstraint':
    case 'validateConstraint':
    case 'alterConstraint':
    case 'setTableProperty':
    case 'setRowSecurity':
    case 'setTriggerState':
    case 'setInheritance':
    case 'attachPartition':
    case 'detachPartition':
    case 'createIndex':
    case 'dropTable':
    case 'truncate':
    case 'cluster':
      return true;
    default:
      return false;
  }
}
