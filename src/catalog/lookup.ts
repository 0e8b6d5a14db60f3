import { absent, type Lookup, present, type QualifiedName, unknown } from '../core/index.ts';
import { extensionOfType, isBuiltInType } from './builtin-types.ts';
import type { Catalog } from './catalog.ts';
import type { Column, Constraint, FunctionEntry, Index, RelationKey, Sequence, Table, Type, View } from './model.ts';

/** The schema that holds temporary objects. It is searched first, before the search path; it exists once it is needed. */
export const TEMPORARY = 'pg_temp';

export const relationKey = (schema: string, name: string): RelationKey => `${schema}.${name}`;

/** `schema.name` under which an unqualified name is created: the first schema of the search path. */
export const newKey = (catalog: Catalog, name: QualifiedName): RelationKey => relationKey(name.schema ?? catalog.searchPath[0] ?? 'public', name.name);

/** The first key along the search path that `has` finds; without a hit, where the name would be created. */
function resolve(catalog: Catalog, name: QualifiedName, has: (catalog: Catalog, key: RelationKey) => boolean): RelationKey {
  if (name.schema !== null) return relationKey(name.schema, name.name);
  if (catalog.schemas.has(TEMPORARY) && has(catalog, relationKey(TEMPORARY, name.name))) return relationKey(TEMPORARY, name.name);
  for (const schema of catalog.searchPath) {
    const key = relationKey(schema, name.name);
    if (has(catalog, key)) return key;
  }
  return newKey(catalog, name);
}

/**
 * What a name means: `schema.name` of the first relation, type or function of that name along the search path, or of what would
 * be created under it. Types of PostgreSQL itself are not considered.
 */
export function keyOf(catalog: Catalog, name: QualifiedName): RelationKey {
  return resolve(catalog, name, hasAnything);
}

const hasRelation = ({ tables, views, sequences }: Catalog, key: RelationKey): boolean => tables.has(key) || views.has(key) || sequences.has(key);
const hasType = ({ types }: Catalog, key: RelationKey): boolean => types.has(key);
const hasFunction = ({ functions }: Catalog, key: RelationKey): boolean => functions.has(key);
const hasIndex = ({ indexOwners }: Catalog, key: RelationKey): boolean => indexOwners.has(key);
const hasAnything = (catalog: Catalog, key: RelationKey): boolean =>
  hasRelation(catalog, key) || hasIndex(catalog, key) || hasType(catalog, key) || hasFunction(catalog, key);

export const tableKey = (catalog: Catalog, name: QualifiedName): RelationKey => resolve(catalog, name, hasRelation);
export const typeKey = (catalog: Catalog, name: QualifiedName): RelationKey => resolve(catalog, name, hasType);
export const functionKey = (catalog: Catalog, name: QualifiedName): RelationKey => resolve(catalog, name, hasFunction);
export const indexKey = (catalog: Catalog, name: QualifiedName): RelationKey => resolve(catalog, name, hasIndex);

/** Absent, if the history is complete and every statement was understood; otherwise nobody knows. */
function missing(catalog: Catalog): Lookup<never> {
  if (!catalog.complete) return unknown('the beginning of the history is not known');
  const gap = catalog.gaps.at(-1);
  return gap === undefined ? absent : unknown(gap);
}

const found = <Value>(catalog: Catalog, value: Value | undefined): Lookup<Value> => (value === undefined ? missing(catalog) : present(value));

/** A table by its name as written, or by its key. */
export function findTable(catalog: Catalog, name: QualifiedName | RelationKey): Lookup<Table> {
  return found(catalog, catalog.tables.get(typeof name === 'string' ? name : tableKey(catalog, name)));
}
export function findView(catalog: Catalog, name: QualifiedName | RelationKey): Lookup<View> {
  return found(catalog, catalog.views.get(typeof name === 'string' ? name : tableKey(catalog, name)));
}
export function findSequence(catalog: Catalog, name: QualifiedName | RelationKey): Lookup<Sequence> {
  return found(catalog, catalog.sequences.get(typeof name === 'string' ? name : tableKey(catalog, name)));
}

/** A type that was created by a statement. Those of PostgreSQL itself and of extensions are `unknown`: nobody describes them here. */
export function findType(catalog: Catalog, name: QualifiedName | RelationKey): Lookup<Type> {
  const type = catalog.types.get(typeof name === 'string' ? name : typeKey(catalog, name));
  if (typeof name === 'string') return found(catalog, type);
  if (isBuiltInType(name)) return unknown('a type of PostgreSQL itself');
  if (type) return present(type);
  const extension = extensionOfType(name.name);
  if (extension !== null) return unknown(`a type of the extension ${extension}`);
  return isRowType(catalog, name) ? unknown('the row type of a table') : missing(catalog);
}

const isRowType = (catalog: Catalog, name: QualifiedName): boolean => {
  const key = tableKey(catalog, name);
  return catalog.tables.has(key) || catalog.views.has(key);
};

/** All overloads of a function. Those of PostgreSQL itself and of extensions are not known here. */
export function findFunction(catalog: Catalog, name: QualifiedName): Lookup<readonly FunctionEntry[]> {
  return found(catalog, catalog.functions.get(functionKey(catalog, name)));
}

/** An index with the table or materialized view that has it. */
export function findIndex(catalog: Catalog, name: QualifiedName): Lookup<{ readonly owner: Table | View; readonly index: Index }> {
  const key = indexKey(catalog, name);
  const ownerKey = catalog.indexOwners.get(key);
  const owner = ownerKey === undefined ? undefined : (catalog.tables.get(ownerKey) ?? catalog.views.get(ownerKey));
  const index = owner?.indexes.find((candidate) => candidate.name === name.name);
  return owner && index ? present({ owner, index }) : missing(catalog);
}

/** Why something that was never mentioned may exist in a table all the same; null: it does not. */
export function whyIncomplete(table: Table): string | null {
  if (table.obscuredBy !== null) return table.obscuredBy;
  if (table.assumed) return `no known migration creates ${relationKey(table.schema, table.name)}`;
  return table.complete ? null : `not everything is known about ${relationKey(table.schema, table.name)}`;
}

function within<Value>(table: Table, value: Value | undefined): Lookup<Value> {
  if (value !== undefined) return present(value);
  const because = whyIncomplete(table);
  return because === null ? absent : unknown(because);
}

/** Null: no such column, or no table. */
export const columnNamed = (table: Table | undefined, name: string): Column | null => table?.columns.find((column) => column.name === name) ?? null;
export const findColumn = (table: Table, name: string): Lookup<Column> => within(table, columnNamed(table, name) ?? undefined);
export const findConstraint = (table: Table, name: string): Lookup<Constraint> =>
  within(
    table,
    table.constraints.find((constraint) => constraint.name === name),
  );
