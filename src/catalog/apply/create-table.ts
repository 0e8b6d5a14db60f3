import type { LikeClause, OperationOf, Query, TableDefinition, TypeName } from '../../operation/index.ts';
import { bareTable, splitKey } from '../assumed.ts';
import type { Catalog } from '../catalog.ts';
import { putTable } from '../change.ts';
import { addConstraintTo, withNotNull } from '../constraints.ts';
import { dependenciesOf } from '../dependencies.ts';
import { columnNamed, newKey, relationKey, tableKey, TEMPORARY } from '../lookup.ts';
import { completePartition, copyIndex, copyOf, inheritFrom } from '../inheritance.ts';
import type { Column, Origin, RelationKey, Table } from '../model.ts';
import { addOwnedSequence, makeColumn } from '../new-column.ts';
import { truncateName } from '../object-names.ts';
import { changed, mapAll } from '../replace.ts';
import { applyInsert } from '../row-knowledge/insert.ts';
import { outputOf } from '../scope.ts';
import { inlineConstraints } from './columns.ts';
import type { Handler } from './handler.ts';

/** Where a name of a table or view is created. Temporary ones have a schema of their own. */
export const creationKey = (catalog: Catalog, definition: Pick<TableDefinition, 'table' | 'persistence'>): RelationKey =>
  definition.persistence === 'temporary'
    ? relationKey(TEMPORARY, truncateName(definition.table.name))
    : newKey(catalog, { schema: definition.table.schema, name: truncateName(definition.table.name) });

export const createTable: Handler<'createTable'> = (catalog, operation, at) => {
  const { definition } = operation;
  const key = creationKey(catalog, definition);
  if (catalog.views.has(key) || catalog.sequences.has(key) || catalog.indexOwners.has(key)) return catalog;
  const existing = catalog.tables.get(key);
  // A table that exists stays. But one that was only assumed, or that may be gone, is known from here on.
  if (existing && (operation.ifNotExists || (!existing.assumed && existing.obscuredBy === null))) return catalog;
  const { schema, name } = splitKey(key);
  const start: Table = {
    ...bareTable(schema, name),
    kind: definition.partitionBy ? 'partitioned table' : definition.foreign ? 'foreign table' : 'table',
    persistence: definition.persistence,
    bornIn: at,
    rows: definition.foreign ? 'unknown' : 'none',
    partitionedBy: definition.partitionBy,
  };
  if (definition.query) return filledFrom(putTable(catalog, fromQuery(catalog, start, definition.query, definition)), operation, key, at);
  return define(catalog, start, definition, at);
};

function define(catalog: Catalog, start: Table, definition: TableDefinition, at: Origin): Catalog {
  const sources = definition.like.map((clause) => ({ clause, source: catalog.tables.get(tableKey(catalog, clause.table)) }));
  const brought = sources.reduce((sum, { clause, source }) => likeColumns(sum, source, clause, at), withParents(catalog, start, definition, at));
  const { catalog: around, table: withColumns } = ownIdentities(...addColumns(catalog, brought, definition.columns, at), at);
  const addition = { catalog: around, at, creating: true };
  let table = withColumns;
  const constraints = inlineConstraints({ constraints: [...definition.columns.flatMap((column) => column.constraints), ...definition.constraints] });
  for (const constraint of constraints) if (!isRepeatedKey(table, constraint)) table = addConstraintTo(table, constraint, addition);
  for (const { clause, source } of sources) if (source && clause.including.includes('indexes')) table = likeIndexes(around, table, source, at);
  const parent = table.partitionOf && around.tables.get(table.partitionOf.parent);
  return putTable(around, parent ? completePartition(around, table, parent, at) : table);
}

function addColumns(catalog: Catalog, table: Table, definitions: TableDefinition['columns'], at: Origin): readonly [Catalog, Table] {
  let result = catalog;
  const columns = definitions.map((definition) => {
    const made = makeColumn(result, table, definition, at);
    result = made.catalog;
    return made.column;
  });
  return [result, mergeColumns(table, columns)];
}

/** Identity columns that LIKE brought have sequences of their own; those of a partition draw from its parent's. */
function ownIdentities(catalog: Catalog, table: Table, at: Origin): { readonly catalog: Catalog; readonly table: Table } {
  if (table.partitionOf) return { catalog, table };
  let result = catalog;
  const columns = mapAll(table.columns, (column) => {
    if (column.identity === null || column.ownedSequence !== null) return column;
    const sequence = addOwnedSequence(result, table, column.name, at);
    result = sequence.catalog;
    return { ...column, ownedSequence: sequence.key };
  });
  return { catalog: result, table: changed(table, { columns }) };
}

/** PRIMARY KEY and UNIQUE over the same columns share one index, the first's. */
function isRepeatedKey(table: Table, constraint: TableDefinition['constraints'][number]): boolean {
  if (constraint.kind !== 'unique') return false;
  return table.constraints.some(
    (other) =>
      (other.kind === 'unique' || other.kind === 'primaryKey') &&
      other.columns.join() === constraint.columns.join() &&
      other.deferrable === constraint.deferrable,
  );
}

/** A column that a parent brought takes the default and NOT NULL that are written for it here. */
function mergeColumns(table: Table, written: readonly Column[]): Table {
  const brought = table.columns.map((own) => {
    const column = written.find((candidate) => candidate.name === own.name);
    return column ? { ...own, notNull: own.notNull || column.notNull, default: column.default ?? own.default } : own;
  });
  return { ...table, columns: [...brought, ...written.filter((column) => !columnNamed(table, column.name))] };
}

function withParents(catalog: Catalog, table: Table, definition: TableDefinition, at: Origin): Table {
  const { partitionOf } = definition;
  if (partitionOf) {
    const key = tableKey(catalog, partitionOf.parent);
    const parent = catalog.tables.get(key);
    const partition: Table = { ...table, partitionOf: { parent: key, isDefault: partitionOf.isDefault } };
    return parent ? inheritFrom(partition, parent, at) : { ...partition, complete: false };
  }
  const inherits = definition.inherits.map((name) => tableKey(catalog, name));
  const parents = inherits.flatMap((key) => catalog.tables.get(key) ?? []);
  const child: Table = { ...table, inherits, complete: parents.length === inherits.length };
  return parents.reduce((sum, parent) => inheritFrom(sum, parent, at), child);
}

// ── LIKE ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function likeColumns(table: Table, source: Table | undefined, { including }: LikeClause, at: Origin): Table {
  if (!source) return { ...table, complete: false };
  const columns = source.columns.map((column): Column => {
    const generated = including.includes('generated') ? column.generated : null;
    return {
      ...copyOf(column, at),
      default: including.includes('defaults') ? column.default : null,
      identity: including.includes('identity') ? column.identity : null,
      generated,
    };
  });
  const checks = including.includes('constraints') ? source.constraints.filter((constraint) => constraint.kind === 'check') : [];
  return {
    ...table,
    complete: table.complete && source.complete,
    columns: [...table.columns, ...columns],
    constraints: [...table.constraints, ...checks.map((constraint) => ({ ...constraint, bornIn: at, validated: constraint.enforced }))],
  };
}

function likeIndexes(catalog: Catalog, table: Table, source: Table, at: Origin): Table {
  return source.indexes.reduce((sum, index) => {
    const constraint = source.constraints.find((candidate) => candidate.name === index.constraint) ?? null;
    return copyIndex(catalog, sum, index, constraint, at);
  }, table);
}

// ── AS ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

const UNKNOWN_TYPE: TypeName = { schema: null, name: 'unknown', modifiers: [], dimensions: 0 };

/** CREATE TABLE AS: names and types of the query's columns, nothing else. Neither NOT NULL nor keys come along. */
function fromQuery(catalog: Catalog, table: Table, query: Query, { queryColumns }: TableDefinition): Table {
  const output = outputOf(catalog, query);
  const columns = (output ?? queryColumns?.map((name) => ({ name, type: null })) ?? []).map(
    ({ name, type }, index): Column => ({
      name: queryColumns?.[index] ?? name,
      type: type ?? UNKNOWN_TYPE,
      collation: null,
      notNull: false,
      default: null,
      generated: null,
      identity: null,
      bornIn: table.bornIn,
      rows: { holds: 'anything' },
      filled: null,
      ownedSequence: null,
    }),
  );
  return { ...table, columns, complete: output !== null, rows: 'none' };
}

/** The rows come as those of an INSERT … SELECT into the new table would, and what is known of the query is known of them. */
function filledFrom(catalog: Catalog, { definition, span, conditional }: OperationOf<'createTable'>, key: RelationKey, at: Origin): Catalog {
  if (!definition.withData) return catalog;
  const { query } = definition;
  const filled = applyInsert(
    catalog,
    { kind: 'insert', table: splitKey(key), columns: [], query, onConflict: null, span, conditional },
    at,
    'the CREATE TABLE AS',
  );
  const table = filled.tables.get(key);
  return query && table && !conditional ? putTable(filled, { ...table, madeOf: { query, sources: sourcesOf(filled, query) } }) : filled;
}

/** The tables that a query reads, and those from whose rows changes come down to them (ON DELETE, ON UPDATE). */
function sourcesOf(catalog: Catalog, query: Query): ReadonlyMap<RelationKey, Table> {
  const found = new Map<RelationKey, Table>();
  const add = (key: RelationKey): void => {
    const table = catalog.tables.get(key);
    if (!table || found.has(key)) return;
    found.set(key, table);
    for (const constraint of table.constraints) if (constraint.kind === 'foreignKey') add(constraint.references.table);
  };
  for (const { relation } of dependenciesOf(catalog, [query])) add(relation);
  return found;
}

/** ATTACH and INHERIT: what the parent demands of a table that exists. */
export const adoptChild = (catalog: Catalog, child: Table, parent: Table, at: Origin): Table => {
  const required = parent.columns.filter((column) => column.notNull).map((column) => column.name);
  return child.partitionOf ? completePartition(catalog, withNotNull(child, required), parent, at) : child;
};
