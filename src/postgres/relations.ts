import { assumedTable, type Catalog, descendantsOf, findTable, partitionsOf, type RelationKey, type Table, tableKey } from '../catalog/index.ts';
import { displayName, type QualifiedName } from '../core/index.ts';
import { combine, fails } from './build.ts';
import { type Effects, type Failure, NO_EFFECTS } from './effects.ts';

/** The table that an operation is about. One that nobody saw created stands in as an assumed table. */
export interface Target {
  readonly key: RelationKey;
  readonly table: Table;
}

/** The part of an operation that names its table. */
interface OnTable {
  readonly table: QualifiedName;
  readonly tableIfExists?: boolean;
}

export const keyOfTable = (table: Table): RelationKey => `${table.schema}.${table.name}`;

/** An object that must be there is not. SQLSTATE 42P01 for relations, 42704 for other objects, 42703 for columns, 3F000 for schemas, 42883 for functions. */
export const missing = (objectType: string, name: string, sqlstate: string): Failure => fails({ what: 'missing-object', objectType, name }, sqlstate, 'always');

/** An object that must not be there is. SQLSTATE 42P07 for relations, 42710 for other objects, 42701 for columns. */
export const duplicate = (objectType: string, name: string, sqlstate: string): Failure =>
  fails({ what: 'duplicate-object', objectType, name }, sqlstate, 'always');

/** PostgreSQL refuses it whatever the rows are. */
export const refused = (reason: string, sqlstate: string): Effects => combine({ fails: [fails({ what: 'not-allowed', reason }, sqlstate, 'always')] });

/** Others depend on it and CASCADE was not written. */
export const dependents = (object: string, names: readonly string[]): Failure =>
  fails({ what: 'dependent-objects', object, dependents: names }, '2BP01', 'always');

/**
 * Effects on a table: `missing` when a complete history does not have it, nothing when IF EXISTS allows that, and 42809
 * when the name is a view's or a sequence's (`ALTER TABLE` actions that these take are handled by their own operations).
 */
export function onTable(operation: OnTable, catalog: Catalog, effect: (target: Target) => Effects): Effects {
  const key = tableKey(catalog, operation.table);
  const found = findTable(catalog, key);
  if (found.is === 'present') return effect({ key, table: found.value });
  if (catalog.views.has(key) || catalog.sequences.has(key)) return refused(`${displayName(operation.table)} is not a table`, '42809');
  if (found.is === 'unknown') return effect({ key, table: assumedTable(key) });
  if (operation.tableIfExists === true) return { ...NO_EFFECTS, notes: [`table ${displayName(operation.table)} does not exist: nothing is done`] };
  return combine({ fails: [missing('table', displayName(operation.table), '42P01')] });
}

/** What has this name among relations, indexes included, or null. Relations of a schema share one space of names. */
export function relationKind(catalog: Catalog, key: RelationKey): 'table' | 'view' | 'materialized view' | 'sequence' | 'index' | null {
  const view = catalog.views.get(key);
  if (view) return view.kind;
  if (catalog.tables.has(key)) return 'table';
  if (catalog.sequences.has(key)) return 'sequence';
  return catalog.indexOwners.has(key) ? 'index' : null;
}

/** 42P07 when the name is taken by another relation; nothing otherwise. */
export function nameCollision(catalog: Catalog, key: RelationKey): readonly Failure[] {
  const kind = relationKind(catalog, key);
  return kind === null ? [] : [duplicate(kind, key, '42P07')];
}

/** 3F000 when the schema is named and a complete history does not create it. */
export function missingSchema(catalog: Catalog, schema: string | null): readonly Failure[] {
  const known = schema === null || catalog.schemas.has(schema) || schema === 'pg_catalog' || schema === 'information_schema' || schema === 'pg_temp';
  return known || !catalog.complete || catalog.gaps.length > 0 ? [] : [missing('schema', schema, '3F000')];
}

/** The table itself and what the operation reaches beyond it. `only` stays at the table. */
export const withDescendants = (catalog: Catalog, key: RelationKey, only: boolean): readonly RelationKey[] =>
  only ? [key] : [key, ...descendantsOf(catalog, key)];

/** The same, without partitioned tables: those that store rows. */
export const storageOf = (catalog: Catalog, key: RelationKey, only: boolean): readonly RelationKey[] =>
  withDescendants(catalog, key, only).filter((each) => catalog.tables.get(each)?.kind !== 'partitioned table');

/** `DEFAULT` partition of a partitioned table, or null. */
export function defaultPartition(catalog: Catalog, parent: RelationKey): RelationKey | null {
  const found = partitionsOf(catalog, parent).find((partition) => partition.partitionOf?.isDefault === true);
  return found ? keyOfTable(found) : null;
}
