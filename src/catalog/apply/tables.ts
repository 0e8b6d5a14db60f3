import type { Catalog } from '../catalog.ts';
import { editTable, putTable, targetOf } from '../change.ts';
import { dropTable as dropTableAt, dropView } from '../drop.ts';
import { relationKey, tableKey } from '../lookup.ts';
import { moveSequence, moveTable, moveView } from '../rename.ts';
import type { RelationKey, Table } from '../model.ts';
import { truncateName } from '../object-names.ts';
import { adoptChild, createTable } from './create-table.ts';
import type { Handler, Handlers } from './handler.ts';
import { renameIndexTo } from './indexes.ts';

const dropTable: Handler<'dropTable'> = (catalog, operation) => {
  const key = tableKey(catalog, operation.table);
  const view = catalog.views.get(key);
  return view ? dropView(catalog, key, operation.cascade) : dropTableAt(catalog, key, operation.cascade);
};

/** ALTER TABLE … RENAME TO also takes views, sequences and indexes. */
const renameTable: Handler<'renameTable'> = (catalog, operation) => {
  const key = tableKey(catalog, operation.table);
  const indexed = relationKey(key.slice(0, key.indexOf('.')), operation.table.name);
  if (!catalog.tables.has(key) && catalog.indexOwners.has(indexed)) return renameIndexTo(catalog, indexed, truncateName(operation.newName));
  const schema = key.slice(0, key.indexOf('.'));
  return moveRelation(withAssumed(catalog, operation), key, { schema, name: truncateName(operation.newName) });
};

/** An unknown table that is mentioned by a change is there. */
function withAssumed(catalog: Catalog, operation: Parameters<typeof targetOf>[1]): Catalog {
  const table = targetOf(catalog, operation);
  return table ? putTable(catalog, table) : catalog;
}

export function moveRelation(catalog: Catalog, key: RelationKey, to: { readonly schema: string; readonly name: string }): Catalog {
  if (catalog.tables.has(key)) return moveTable(catalog, key, to);
  return catalog.views.has(key) ? moveView(catalog, key, to) : moveSequence(catalog, key, to);
}

/** Indexes move along; owned sequences do, too. */
const setTableSchema: Handler<'setTableSchema'> = (catalog, operation) =>
  moveToSchema(withAssumed(catalog, operation), tableKey(catalog, operation.table), operation.newSchema);

export function moveToSchema(catalog: Catalog, key: RelationKey, schema: string): Catalog {
  const table = catalog.tables.get(key);
  const name = key.slice(key.indexOf('.') + 1);
  const moved = moveRelation(catalog, key, { schema, name });
  const sequences = table?.columns.flatMap((column) => (column.ownedSequence === null ? [] : [column.ownedSequence])) ?? [];
  return sequences.reduce((sum, sequence) => moveSequence(sum, sequence, { schema, name: sequence.slice(sequence.indexOf('.') + 1) }), moved);
}

const setTableProperty: Handler<'setTableProperty'> = (catalog, operation) =>
  editTable(catalog, operation, (table): Table => {
    if (operation.property === 'logged') return { ...table, persistence: 'permanent' };
    return operation.property === 'unlogged' ? { ...table, persistence: 'unlogged' } : table;
  });

const setRowSecurity: Handler<'setRowSecurity'> = (catalog, operation) =>
  editTable(catalog, operation, (table) => {
    if (operation.action === 'force' || operation.action === 'no force') return table;
    return { ...table, rowSecurity: operation.action === 'enable' };
  });

const setTriggerState: Handler<'setTriggerState'> = (catalog, operation) => editTable(catalog, operation, (table) => table);

const setInheritance: Handler<'setInheritance'> = (catalog, operation, at) => {
  const parent = tableKey(catalog, operation.parent);
  return editTable(catalog, operation, (table) => {
    const others = table.inherits.filter((key) => key !== parent);
    const child: Table = { ...table, inherits: operation.inherit ? [...others, parent] : others };
    const known = catalog.tables.get(parent);
    return known && operation.inherit ? adoptChild(catalog, child, known, at) : child;
  });
};

const attachPartition: Handler<'attachPartition'> = (catalog, operation, at) => {
  const parentKey = tableKey(catalog, operation.table);
  const parent = targetOf(catalog, operation);
  const withParent = parent ? putTable(catalog, parent.assumed ? { ...parent, kind: 'partitioned table' } : parent) : catalog;
  return editTable(withParent, { table: operation.partition }, (table) => {
    const partition: Table = { ...table, partitionOf: { parent: parentKey, isDefault: operation.isDefault } };
    return parent ? adoptChild(withParent, partition, parent, at) : partition;
  });
};

/** Constraints and indexes stay with the former partition. */
const detachPartition: Handler<'detachPartition'> = (catalog, operation) =>
  editTable(catalog, { table: operation.partition }, (table) => ({ ...table, partitionOf: null }));

export const tables = {
  createTable,
  dropTable,
  renameTable,
  setTableSchema,
  setTableProperty,
  setRowSecurity,
  setTriggerState,
  setInheritance,
  attachPartition,
  detachPartition,
} satisfies Partial<Handlers>;
