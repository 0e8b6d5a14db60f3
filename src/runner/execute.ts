import { apply, type Catalog, keyOf, type RelationKey } from '../catalog/index.ts';
import type { Operation, Script, Statement, TransactionControl } from '../operation/index.ts';
import { type Effects, effects as effectsOf, executionOrder, type Failure, type Server } from '../postgres/index.ts';
import { type UncommittedValue, unsafeUse, valueAddedBy } from './enum-values.ts';
import { blockingWork, hold, locksOf, type LockTable, renameHeld } from './locks.ts';
import type { ExecutionPlan, HeldLock, Step, Transaction } from './model.ts';
import { refusedInTransaction } from './outside-transactions.ts';
import { eventsAfter, NO_EVENTS, type PendingEvents, refusedFor } from './pending-events.ts';

/** A file, executed. */
export interface Execution {
  readonly steps: readonly Step[];
  readonly after: Catalog;
}

/** What a transaction has gathered so far; the next one starts afresh. */
interface TransactionState {
  readonly id: number;
  readonly held: ReadonlyMap<string, HeldLock>;
  /** The same as a list, for the steps: made anew only when a lock is added. */
  readonly heldLocks: readonly HeldLock[];
  readonly events: PendingEvents;
  /** What SET CONSTRAINTS last said. */
  readonly deferred: boolean | null;
  readonly values: readonly UncommittedValue[];
  readonly types: ReadonlySet<RelationKey>;
}

const freshState = (id: number): TransactionState => ({ id, held: new Map(), heldLocks: [], events: NO_EVENTS, deferred: null, values: [], types: new Set() });

/**
 * Runs a file over the model: the database before and after each operation, what PostgreSQL does because of it, and what its
 * transaction adds (locks held from before, failures that depend on what ran earlier in it). `before` knows the migration
 * (`beginMigration`). A statement that fails does not end the run: what would come after it is of interest too.
 */
export function execute(script: Script, plan: ExecutionPlan, before: Catalog, server: Server): Execution {
  const steps: Step[] = [];
  const rollback = new RollbackPoints(before);
  let catalog = before;
  let state = freshState(-1);
  for (const statement of script.statements) {
    const transaction = plan.transactions[statement.index] ?? { id: statement.index, explicit: false, block: false };
    if (transaction.id !== state.id) {
      state = freshState(transaction.id);
      rollback.begin(catalog);
    }
    const result = executeStatement(statement, transaction, catalog, state, server);
    steps.push(...result.steps);
    catalog = rollback.follow(statement, result.catalog);
    state = result.state;
  }
  return { steps, after: catalog };
}

/** The database after a file, without asking what its statements do to anybody. */
export function applyScript(script: Script, plan: ExecutionPlan, before: Catalog): Catalog {
  const rollback = new RollbackPoints(before);
  let catalog = before;
  let transaction: number | undefined;
  for (const statement of script.statements) {
    if (transaction !== plan.transactions[statement.index]?.id) rollback.begin(catalog);
    transaction = plan.transactions[statement.index]?.id;
    for (const operation of executionOrder(statement.operations)) catalog = apply(catalog, operation, originOf(before, statement));
    catalog = rollback.follow(statement, catalog);
  }
  return catalog;
}

const originOf = (catalog: Catalog, statement: Statement): { readonly migration: string; readonly statement: number } => ({
  migration: catalog.migration ?? '',
  statement: statement.index,
});

interface Executed {
  readonly operation: Operation;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly effects: Effects;
}

interface StatementResult {
  readonly steps: readonly Step[];
  readonly catalog: Catalog;
  readonly state: TransactionState;
}

function executeStatement(statement: Statement, transaction: Transaction, before: Catalog, given: TransactionState, server: Server): StatementResult {
  let catalog = before;
  let state = given;
  const executed: Executed[] = [];
  for (const operation of executionOrder(statement.operations)) {
    const after = apply(catalog, operation, originOf(before, statement));
    const own = effectsOf(operation, catalog, server);
    const fails = failuresOfTransaction({ operation, before: catalog, after }, statement, transaction, state, server);
    executed.push({ operation, before: catalog, after, effects: fails.length > 0 ? { ...own, fails: [...own.fails, ...fails] } : own });
    if (transaction.block) state = remember(state, { operation, before: catalog, after }, server);
    catalog = after;
  }
  const own = locksOf(executed.map((one) => one.effects));
  // A statement that is refused whatever the rows are works on none of them.
  const refused = executed.some((one) => one.effects.fails.some((failure) => failure.when === 'always' && failure.unlikelyBecause === null));
  const steps = executed.map(
    ({ operation, before: found, after, effects }): Step => ({
      operation,
      before: found,
      after,
      effects,
      statement,
      transaction,
      heldLocks: given.heldLocks,
      blocking: refused ? [] : blockingWork(effects, own, given.held),
    }),
  );
  if (!transaction.block) return { steps, catalog, state };
  const held = heldAfter(given.held, own, executed, statement.index);
  return { steps, catalog, state: held === given.held ? state : { ...state, held, heldLocks: [...held.values()] } };
}

const NO_FAILURES: readonly Failure[] = [];

type Change = Pick<Executed, 'operation' | 'before' | 'after'>;

function failuresOfTransaction(change: Change, statement: Statement, transaction: Transaction, state: TransactionState, server: Server): readonly Failure[] {
  const { operation, before, after } = change;
  const refused = refusedInTransaction(operation, statement, transaction, before, server);
  const unsafe = state.values.length > 0 ? unsafeUse(state.values, operation, before, after) : null;
  const pending = refusedFor(state.events, operation, before);
  return refused || unsafe || pending ? [refused, unsafe, pending].filter((failure) => failure !== null) : NO_FAILURES;
}

function remember(state: TransactionState, { operation, before, after }: Change, server: Server): TransactionState {
  const value = valueAddedBy(operation, before, state.types, server);
  const events = eventsAfter(state.events, operation, before, state.deferred);
  const values = value ? [...state.values, value] : renamedValues(state.values, operation, before);
  if (operation.kind === 'setConstraints') return { ...state, events, values, deferred: operation.deferred };
  if (operation.kind === 'createEnum') return { ...state, events, values, types: new Set(state.types).add(keyOf(after, operation.type)) };
  return events === state.events && values === state.values ? state : { ...state, events, values };
}

function renamedValues(values: readonly UncommittedValue[], operation: Operation, before: Catalog): readonly UncommittedValue[] {
  if (operation.kind !== 'renameType' || values.length === 0) return values;
  const from = keyOf(before, operation.type);
  const to = `${splitKey(from)[0]}.${operation.newName}`;
  return values.map((value) => (value.type === from ? { ...value, type: to } : value));
}

function heldAfter(held: ReadonlyMap<string, HeldLock>, own: LockTable, executed: readonly Executed[], statement: number): ReadonlyMap<string, HeldLock> {
  let result = hold(held, own, statement);
  for (const { operation, before } of executed) {
    if (operation.kind !== 'renameTable' && operation.kind !== 'setTableSchema') continue;
    const from = keyOf(before, operation.table);
    const [schema = '', name = ''] = splitKey(from);
    result = renameHeld(result, from, operation.kind === 'renameTable' ? `${schema}.${operation.newName}` : `${operation.newSchema}.${name}`);
  }
  return result;
}

const splitKey = (key: RelationKey): readonly [string, string] => [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)];

/** What ROLLBACK and ROLLBACK TO return to. */
class RollbackPoints {
  #start: Catalog;
  #savepoints: { readonly name: string; readonly catalog: Catalog }[] = [];

  constructor(start: Catalog) {
    this.#start = start;
  }

  begin(catalog: Catalog): void {
    this.#start = catalog;
    this.#savepoints = [];
  }

  /** The database after a statement that left it as `catalog`. */
  follow(statement: Statement, catalog: Catalog): Catalog {
    const [operation] = statement.operations;
    if (operation?.kind !== 'transaction') return catalog;
    const back = this.#return(operation, catalog);
    return back ?? catalog;
  }

  #return(control: TransactionControl, catalog: Catalog): Catalog | null {
    if (control.action === 'savepoint') this.#savepoints.push({ name: control.name ?? '', catalog });
    if (control.action === 'rollback') return this.#start;
    if (control.action !== 'rollback to') return null;
    return this.#savepoints.findLast((point) => point.name === control.name)?.catalog ?? null;
  }
}
