import type { AddConstraint, ConstraintDefinition } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { editTree, putTable, targetOf } from '../change.ts';
import { addConstraintTo, dropConstraintFrom, isRelationNameTaken, withNotNull } from '../constraints.ts';
import { dropForeignKeysTo } from '../drop.ts';
import { relationKey } from '../lookup.ts';
import type { Constraint, Table } from '../model.ts';
import { truncateName } from '../object-names.ts';
import { changed, mapAll } from '../replace.ts';
import type { Handler, Handlers } from './handler.ts';
import { keepProof } from './kept-proofs.ts';

const addConstraint: Handler<'addConstraint'> = (catalog, operation, at) =>
  editTree(catalog, operation, (current, table, isChild) => {
    const definition = isChild ? inherited(current, table, operation) : operation.constraint;
    return definition ? putTable(current, addConstraintTo(table, definition, { catalog: current, at, creating: false })) : current;
  });

/** What a child table gets of a parent's new constraint: checks by their name, a partition also keys under names of its own. */
function inherited(catalog: Catalog, child: Table, operation: AddConstraint): ConstraintDefinition | null {
  const definition = operation.constraint;
  if (definition.kind === 'check' && definition.noInherit) return null;
  const isPartition = child.partitionOf !== null;
  if (definition.kind === 'check' || definition.kind === 'notNull') return { ...definition, name: definition.name ?? nameInParent(catalog, operation) };
  if (!isPartition) return null;
  return definition.kind === 'foreignKey' ? { ...definition, name: definition.name ?? nameInParent(catalog, operation) } : { ...definition, name: null };
}

const nameInParent = (catalog: Catalog, operation: AddConstraint): string | null => targetOf(catalog, operation)?.constraints.at(-1)?.name ?? null;

const dropConstraint: Handler<'dropConstraint'> = (catalog, operation, at) => {
  const target = targetOf(catalog, operation);
  const dropped = target?.constraints.find((constraint) => constraint.name === operation.constraint);
  if (!target) return catalog;
  const key = relationKey(target.schema, target.name);
  const isKey = dropped?.kind === 'primaryKey' || dropped?.kind === 'unique';
  const before = isKey ? dropForeignKeysTo(catalog, key, (columns) => sameColumns(columns, dropped.columns)) : catalog;
  return editTree(before, operation, (current, table, isChild) => {
    const left = dropConstraintFrom(table, isChild ? nameInChild(table, dropped, operation.constraint) : operation.constraint);
    return putTable(current, dropped ? keepProof(left, dropped, at) : left);
  });
};

const sameColumns = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((column) => b.includes(column));

/** Keys of partitions have names of their own. */
function nameInChild(child: Table, dropped: Constraint | undefined, name: string): string {
  if (dropped?.kind !== 'primaryKey' && dropped?.kind !== 'unique') return name;
  return child.constraints.find((constraint) => constraint.kind === dropped.kind && sameColumns(constraint.columns, dropped.columns))?.name ?? name;
}

const renameConstraint: Handler<'renameConstraint'> = (catalog, operation) =>
  editTree(catalog, operation, (current, table) =>
    putTable(current, renameConstraintOf(current, table, operation.constraint, truncateName(operation.newName))),
  );

/** A key's index has the name of its constraint, always. */
export function renameConstraintOf(catalog: Catalog, table: Table, from: string, to: string): Table {
  const constraint = table.constraints.find((candidate) => candidate.name === from);
  const isTaken =
    table.constraints.some((other) => other.name === to) || (constraint !== undefined && 'index' in constraint && isRelationNameTaken(catalog, table, to));
  if (!constraint || isTaken) return table;
  const next: Constraint = 'index' in constraint ? { ...constraint, name: to, index: to } : { ...constraint, name: to };
  return {
    ...table,
    constraints: mapAll(table.constraints, (each) => (each === constraint ? next : each)),
    indexes: mapAll(table.indexes, (index) => (index.constraint === from ? { ...index, name: to, constraint: to } : index)),
  };
}

const editConstraint = (table: Table, name: string, edit: (constraint: Constraint) => Constraint): Table =>
  changed(table, { constraints: mapAll(table.constraints, (constraint) => (constraint.name === name ? edit(constraint) : constraint)) });

const validateConstraint: Handler<'validateConstraint'> = (catalog, operation) =>
  editTree(catalog, operation, (current, table) => {
    const constraint = table.constraints.find((candidate) => candidate.name === operation.constraint);
    if (!constraint || constraint.validated || !constraint.enforced) return current;
    if (constraint.kind === 'notNull') return putTable(current, withNotNull(table, constraint.columns));
    return putTable(
      current,
      editConstraint(table, operation.constraint, (each) => ({ ...each, validated: true })),
    );
  });

/** A foreign key or check that becomes ENFORCED is validated by that. */
const alterConstraint: Handler<'alterConstraint'> = (catalog, operation) =>
  editTree(catalog, operation, (current, table) =>
    putTable(
      current,
      editConstraint(table, operation.constraint, (constraint) => {
        const enforced = operation.enforced ?? constraint.enforced;
        const initiallyDeferred = operation.initiallyDeferred ?? (operation.deferrable === false ? false : constraint.initiallyDeferred);
        const deferrable = operation.deferrable ?? (initiallyDeferred ? true : constraint.deferrable);
        return { ...constraint, deferrable, initiallyDeferred, enforced, validated: enforced && (constraint.validated || enforced !== constraint.enforced) };
      }),
    ),
  );

export const constraints = { addConstraint, dropConstraint, renameConstraint, validateConstraint, alterConstraint } satisfies Partial<Handlers>;
