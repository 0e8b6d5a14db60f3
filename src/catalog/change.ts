import type { QualifiedName } from '../core/index.ts';
import { assumedTable, splitKey } from './assumed.ts';
import { isBuiltInType } from './builtin-types.ts';
import type { Catalog } from './catalog.ts';
import { descendantsOf } from './dependents.ts';
import { relationKey, tableKey, TEMPORARY, typeKey } from './lookup.ts';
import type { FunctionEntry, Index, RelationKey, Sequence, Table, Type, View } from './model.ts';
import type { PersistentMap } from './persistent-map.ts';

// The setters of the catalog: they keep what follows from tables and views (`indexOwners`, `mentionedBy`) in step.

type Owners = PersistentMap<RelationKey>;
type Mentions = PersistentMap<ReadonlySet<RelationKey>>;

function ownersAfter(owners: Owners, schema: string, key: RelationKey, before: readonly Index[], after: readonly Index[]): Owners {
  if (before === after) return owners;
  let result = owners;
  for (const { name } of before) {
    if (after.some((index) => index.name === name)) continue;
    const index = relationKey(schema, name);
    if (result.get(index) === key) result = result.delete(index);
  }
  for (const { name } of after) result = result.set(relationKey(schema, name), key);
  return result;
}

function mention(mentions: Mentions, mentioned: RelationKey, by: RelationKey): Mentions {
  const known = mentions.get(mentioned);
  return known?.has(by) ? mentions : mentions.set(mentioned, new Set(known).add(by));
}

function mentionsOf(catalog: Catalog, table: Table, before: Table | undefined): Mentions {
  const key = relationKey(table.schema, table.name);
  let mentions = catalog.mentionedBy;
  if (table.constraints !== before?.constraints) {
    for (const constraint of table.constraints) if (constraint.kind === 'foreignKey') mentions = mention(mentions, constraint.references.table, key);
  }
  if (table.columns !== before?.columns) {
    for (const { type } of table.columns) {
      const isNew = !isBuiltInType(type) && !before?.columns.some((column) => column.type === type);
      if (isNew) mentions = mention(mentions, typeKey(catalog, type), key);
    }
  }
  if (table.partitionOf) mentions = mention(mentions, table.partitionOf.parent, key);
  for (const parent of table.inherits) mentions = mention(mentions, parent, key);
  return mentions;
}

/** The catalog with the table as given, under its own name. */
export function putTable(catalog: Catalog, table: Table): Catalog {
  const key = relationKey(table.schema, table.name);
  const before = catalog.tables.get(key);
  if (before === table) return catalog;
  return {
    ...catalog,
    schemas: table.schema === TEMPORARY && !catalog.schemas.has(TEMPORARY) ? new Set(catalog.schemas).add(TEMPORARY) : catalog.schemas,
    tables: catalog.tables.set(key, table),
    indexOwners: ownersAfter(catalog.indexOwners, table.schema, key, before?.indexes ?? [], table.indexes),
    mentionedBy: mentionsOf(catalog, table, before),
  };
}

/** Takes the table away, and nothing that depends on it. */
export function removeTable(catalog: Catalog, key: RelationKey): Catalog {
  const table = catalog.tables.get(key);
  if (!table) return catalog;
  return { ...catalog, tables: catalog.tables.delete(key), indexOwners: ownersAfter(catalog.indexOwners, table.schema, key, table.indexes, []) };
}

export function putView(catalog: Catalog, view: View): Catalog {
  const key = relationKey(view.schema, view.name);
  const before = catalog.views.get(key);
  if (before === view) return catalog;
  return {
    ...catalog,
    views: catalog.views.set(key, view),
    indexOwners: ownersAfter(catalog.indexOwners, view.schema, key, before?.indexes ?? [], view.indexes),
    mentionedBy: view.dependsOn.reduce((mentions, dependency) => mention(mentions, dependency.relation, key), catalog.mentionedBy),
  };
}

export function removeView(catalog: Catalog, key: RelationKey): Catalog {
  const view = catalog.views.get(key);
  if (!view) return catalog;
  return { ...catalog, views: catalog.views.delete(key), indexOwners: ownersAfter(catalog.indexOwners, view.schema, key, view.indexes, []) };
}

export const putSequence = (catalog: Catalog, sequence: Sequence): Catalog => ({
  ...catalog,
  sequences: catalog.sequences.set(relationKey(sequence.schema, sequence.name), sequence),
});
export const removeSequence = (catalog: Catalog, key: RelationKey): Catalog =>
  catalog.sequences.has(key) ? { ...catalog, sequences: catalog.sequences.delete(key) } : catalog;
export const putType = (catalog: Catalog, type: Type): Catalog => ({ ...catalog, types: catalog.types.set(relationKey(type.schema, type.name), type) });
export const removeType = (catalog: Catalog, key: RelationKey): Catalog =>
  catalog.types.has(key) ? { ...catalog, types: catalog.types.delete(key) } : catalog;

/** All overloads under a key; none: the function is gone. */
export const putFunctions = (catalog: Catalog, key: RelationKey, entries: readonly FunctionEntry[]): Catalog => ({
  ...catalog,
  functions: entries.length === 0 ? catalog.functions.delete(key) : catalog.functions.set(key, entries),
});

/** Remembers that names may be missing from now on. */
export const withGap = (catalog: Catalog, because: string): Catalog =>
  catalog.gaps.at(-1) === because ? catalog : { ...catalog, gaps: [...catalog.gaps, because] };

/** The part of an operation that names its table. */
interface OnTable {
  readonly table: QualifiedName;
  readonly tableIfExists?: boolean;
}

/**
 * The table that an operation changes. One that nobody saw created stands in as an assumed table. Null: there is none to
 * change (IF EXISTS, or the name is a view's or a sequence's).
 */
export function targetOf(catalog: Catalog, operation: OnTable): Table | null {
  const key = tableKey(catalog, operation.table);
  const table = catalog.tables.get(key);
  if (table) return table;
  if (catalog.views.has(key) || catalog.sequences.has(key) || catalog.indexOwners.has(key)) return null;
  if (operation.tableIfExists === true && catalog.complete && catalog.gaps.length === 0) return null;
  return assumedTable(key);
}

/** Changes the table of an operation, and nothing else. */
export function editTable(catalog: Catalog, operation: OnTable, edit: (table: Table) => Table): Catalog {
  const table = targetOf(catalog, operation);
  return table ? putTable(catalog, edit(table)) : catalog;
}

/** Changes the table of an operation and, unless ONLY was written, the tables below it. `edit` gets the catalog as it is by then. */
export function editTree(
  catalog: Catalog,
  operation: OnTable & { readonly only: boolean },
  edit: (catalog: Catalog, table: Table, isChild: boolean) => Catalog,
): Catalog {
  const table = targetOf(catalog, operation);
  if (!table) return catalog;
  const key = relationKey(table.schema, table.name);
  let result = edit(catalog, table, false);
  if (operation.only) return result;
  for (const child of descendantsOf(catalog, key)) {
    const below = result.tables.get(child);
    if (below) result = edit(result, below, true);
  }
  return result;
}

/** Changes every table for which `edit` returns another one. */
export function editAllTables(catalog: Catalog, edit: (table: Table) => Table): Catalog {
  let result = catalog;
  for (const table of catalog.tables.values()) result = putTable(result, edit(table));
  return result;
}

/** The names of a key as a qualified name. */
export const nameOf = (key: RelationKey): QualifiedName => splitKey(key);
