import type { ConstraintDefinition } from '../operation/index.ts';
import type { Catalog } from './catalog.ts';
import { addConstraintTo, chooseIndexName, elementNames } from './constraints.ts';
import { columnNamed } from './lookup.ts';
import type { Column, Constraint, Index, Origin, Table } from './model.ts';

const NO_SPAN = { start: 0, end: 0 };

/** A column as another table gets it. Nothing is known of the rows there; the sequence stays with its owner. */
export const copyOf = (column: Column, at: Origin): Column => ({ ...column, bornIn: at, rows: { holds: 'anything' }, filled: null, ownedSequence: null });

/** The table with a parent's columns and checks (INHERITS, PARTITION OF). What it has by name stays its own, and becomes NOT NULL where the parent's is. */
export function inheritFrom(table: Table, parent: Table, at: Origin): Table {
  const isPartition = table.partitionOf !== null;
  const own = table.columns.map((column) => (columnNamed(parent, column.name)?.notNull === true && !column.notNull ? { ...column, notNull: true } : column));
  const added = parent.columns
    .filter((column) => !columnNamed(table, column.name))
    .map((column): Column => (isPartition ? copyOf(column, at) : { ...copyOf(column, at), identity: null }));
  const checks = parent.constraints.filter((constraint) => constraint.kind === 'check' && !table.constraints.some((other) => other.name === constraint.name));
  return {
    ...table,
    complete: table.complete && parent.complete,
    columns: [...own, ...added],
    constraints: [...table.constraints, ...checks.map((constraint): Constraint => ({ ...constraint, bornIn: at, validated: constraint.enforced }))],
  };
}

/** Alike enough to be attached to each other: same keys, uniqueness, predicate. */
export function sameShape(a: Index, b: Index): boolean {
  const shape = ({ unique, method, elements, where }: Index): string => JSON.stringify([unique, method, elements, where]);
  return shape(a) === shape(b);
}

/** The partition with the parent's keys, indexes, foreign keys and row triggers, as PARTITION OF and ATTACH make them. */
export function completePartition(catalog: Catalog, partition: Table, parent: Table, at: Origin): Table {
  let result = partition;
  for (const index of parent.indexes) {
    const constraint = parent.constraints.find((candidate) => candidate.name === index.constraint);
    const fits = (own: Index): boolean => sameShape(own, index) && (constraint === undefined || own.constraint !== null);
    if (!result.indexes.some(fits)) result = copyIndex(catalog, result, index, constraint ?? null, at);
  }
  for (const constraint of parent.constraints) {
    const has = result.constraints.some(
      (own) =>
        own.kind === 'foreignKey' &&
        constraint.kind === 'foreignKey' &&
        own.references.table === constraint.references.table &&
        own.columns.join() === constraint.columns.join(),
    );
    if (constraint.kind === 'foreignKey' && !has) result = { ...result, constraints: [...result.constraints, { ...constraint, bornIn: at }] };
  }
  const triggers = parent.triggers.filter((trigger) => !result.triggers.some((own) => own.name === trigger.name));
  return triggers.length === 0 ? result : { ...result, triggers: [...result.triggers, ...triggers] };
}

/** Copies an index, with the constraint it belongs to, under a default name. */
export function copyIndex(catalog: Catalog, table: Table, index: Index, constraint: Constraint | null, at: Origin): Table {
  const definition = constraint && keyDefinition(constraint);
  if (definition) return addConstraintTo(table, definition, { catalog, at, creating: true });
  const name = chooseIndexName(catalog, table, elementNames(index.elements), constraint ? 'excl' : 'idx');
  const indexes = [...table.indexes, { ...index, name, builtConcurrently: false, valid: true, constraint: constraint && name, bornIn: at }];
  if (constraint?.kind !== 'exclude') return { ...table, indexes };
  return { ...table, indexes, constraints: [...table.constraints, { ...constraint, name, index: name, bornIn: at }] };
}

function keyDefinition(constraint: Constraint): ConstraintDefinition | null {
  if (constraint.kind !== 'primaryKey' && constraint.kind !== 'unique') return null;
  const { columns, deferrable, initiallyDeferred, enforced } = constraint;
  const common = { name: null, columns, deferrable, initiallyDeferred, enforced, notValid: false, usingIndex: null, withoutOverlaps: false, span: NO_SPAN };
  return constraint.kind === 'primaryKey' ? { ...common, kind: 'primaryKey' } : { ...common, kind: 'unique', nullsNotDistinct: false };
}
