import type { CreateIndex, Reindex } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { putTable, putView, targetOf } from '../change.ts';
import { chooseIndexName, elementNames, isRelationNameTaken, plainElement } from '../constraints.ts';
import { partitionsOf } from '../dependents.ts';
import { sameShape } from '../inheritance.ts';
import { findIndex, indexKey, relationKey, tableKey } from '../lookup.ts';
import type { Index, Origin, RelationKey, Table, View } from '../model.ts';
import { chooseName, joinColumnNames, truncateName } from '../object-names.ts';
import { mapAll } from '../replace.ts';
import { renameConstraintOf } from './constraints.ts';
import type { Handler, Handlers } from './handler.ts';
import { keepProofOfIndex } from './kept-proofs.ts';

const createIndex: Handler<'createIndex'> = (catalog, operation, at) => {
  const view = catalog.views.get(tableKey(catalog, operation.table));
  if (view) return indexView(catalog, view, operation, at);
  const table = targetOf(catalog, operation);
  return table ? indexTable(catalog, table, operation, operation.index.name, at) : catalog;
};

/** A partitioned table's index is made on every partition, too; with ONLY it stays invalid until all of them are attached. */
function indexTable(catalog: Catalog, table: Table, operation: CreateIndex, written: string | null, at: Origin): Catalog {
  if (written !== null && isRelationNameTaken(catalog, table, truncateName(written))) return catalog;
  const partitions = table.kind === 'partitioned table' ? partitionsOf(catalog, relationKey(table.schema, table.name)) : [];
  const index = makeIndex(catalog, table, operation, written, at);
  const valid = !operation.only || partitions.length === 0;
  let result = putTable(catalog, { ...table, indexes: [...table.indexes, { ...index, valid }] });
  if (operation.only) return result;
  for (const partition of partitions) {
    if (!partition.indexes.some((other) => sameShape(other, index))) result = indexTable(result, partition, operation, null, at);
  }
  return result;
}

function makeIndex(catalog: Catalog, table: Table, operation: CreateIndex, written: string | null, at: Origin): Index {
  const { index } = operation;
  const columns = elementNames([...index.elements, ...index.include.map(plainElement)]);
  return {
    name: written === null ? chooseIndexName(catalog, table, columns, 'idx') : truncateName(written),
    unique: index.unique,
    method: index.method,
    elements: index.elements,
    include: index.include,
    where: index.where,
    nullsNotDistinct: index.nullsNotDistinct,
    valid: true,
    builtConcurrently: operation.concurrently,
    constraint: null,
    bornIn: at,
  };
}

function indexView(catalog: Catalog, view: View, operation: CreateIndex, at: Origin): Catalog {
  const written = operation.index.name;
  const key = written === null ? null : relationKey(view.schema, truncateName(written));
  if (view.kind === 'view' || (key !== null && (catalog.indexOwners.has(key) || catalog.tables.has(key) || catalog.views.has(key)))) return catalog;
  const isTaken = (taken: string): boolean => catalog.indexOwners.has(relationKey(view.schema, taken)) || catalog.tables.has(relationKey(view.schema, taken));
  const name = written === null ? chooseName(view.name, joinColumnNames(elementNames(operation.index.elements)), 'idx', isTaken) : truncateName(written);
  const { index } = operation;
  const { unique, method, elements, include, where, nullsNotDistinct } = index;
  const made: Index = {
    name,
    unique,
    method,
    elements,
    include,
    where,
    nullsNotDistinct,
    valid: true,
    builtConcurrently: operation.concurrently,
    constraint: null,
    bornIn: at,
  };
  return putView(catalog, { ...view, indexes: [...view.indexes, made] });
}

/** The table or view that has the index, changed. */
function editOwner(catalog: Catalog, key: RelationKey, edit: (indexes: readonly Index[], name: string) => readonly Index[]): Catalog {
  const owner = catalog.indexOwners.get(key);
  const table = owner === undefined ? undefined : catalog.tables.get(owner);
  const view = owner === undefined ? undefined : catalog.views.get(owner);
  const name = key.slice(key.indexOf('.') + 1);
  if (table) return putTable(catalog, { ...table, indexes: edit(table.indexes, name) });
  return view ? putView(catalog, { ...view, indexes: edit(view.indexes, name) }) : catalog;
}

/** Those of partitions go with the index of the partitioned table. An index that a constraint needs stays. */
const dropIndex: Handler<'dropIndex'> = (catalog, operation, at) => {
  const found = findIndex(catalog, operation.index);
  if (found.is !== 'present' || found.value.index.constraint !== null) return catalog;
  const { owner, index } = found.value;
  let result = editOwner(catalog, indexKey(catalog, operation.index), (indexes, name) => indexes.filter((each) => each.name !== name));
  const table = result.tables.get(relationKey(owner.schema, owner.name));
  if (table) result = putTable(result, keepProofOfIndex(table, index, at));
  if (owner.kind !== 'partitioned table') return result;
  for (const partition of partitionsOf(catalog, relationKey(owner.schema, owner.name))) {
    const own = partition.indexes.find((other) => other.constraint === null && sameShape(other, index));
    if (own) result = editOwner(result, relationKey(partition.schema, own.name), (indexes) => indexes.filter((each) => each.name !== own.name));
  }
  return result;
};

const renameIndex: Handler<'renameIndex'> = (catalog, operation) => renameIndexTo(catalog, indexKey(catalog, operation.index), truncateName(operation.newName));

/** Its constraint takes the new name, too. */
export function renameIndexTo(catalog: Catalog, key: RelationKey, newName: string): Catalog {
  const schema = key.slice(0, key.indexOf('.'));
  const target = relationKey(schema, newName);
  if (catalog.indexOwners.has(target) || catalog.tables.has(target) || catalog.views.has(target) || catalog.sequences.has(target)) return catalog;
  const table = catalog.tables.get(catalog.indexOwners.get(key) ?? '');
  const index = table?.indexes.find((each) => relationKey(table.schema, each.name) === key);
  if (table && index?.constraint) return putTable(catalog, renameConstraintOf(catalog, table, index.constraint, newName));
  return editOwner(catalog, key, (indexes, name) => mapAll(indexes, (each) => (each.name === name ? { ...each, name: newName } : each)));
}

/** ATTACH PARTITION: the parent's index becomes valid with the last partition's. */
const setIndexProperty: Handler<'setIndexProperty'> = (catalog, operation) => {
  const found = operation.property === 'attach partition' ? findIndex(catalog, operation.index) : null;
  if (found?.is !== 'present') return catalog;
  const { owner, index } = found.value;
  const partitions = partitionsOf(catalog, relationKey(owner.schema, owner.name));
  const complete = partitions.every((partition) => partition.indexes.some((other) => sameShape(other, index)));
  return complete
    ? editOwner(catalog, indexKey(catalog, operation.index), (indexes) => mapAll(indexes, (each) => (each === index ? { ...each, valid: true } : each)))
    : catalog;
};

/** Rebuilding an index makes it valid. */
const reindex: Handler<'reindex'> = (catalog, operation: Reindex) => {
  if (operation.target !== 'index' || operation.name === null) return catalog;
  return editOwner(catalog, indexKey(catalog, operation.name), (indexes, name) =>
    mapAll(indexes, (each) => (each.name === name && !each.valid ? { ...each, valid: true } : each)),
  );
};

export const indexes = { createIndex, dropIndex, renameIndex, setIndexProperty, reindex } satisfies Partial<Handlers>;
