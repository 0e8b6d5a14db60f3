import { type Catalog, findTable, type EnumType, type RelationKey, type Table, tablesUsing } from '../catalog/index.ts';
import type { Difference } from './difference.ts';
import { compareTables } from './tables.ts';

/** What lies outside of schema.prisma by the project's own word. */
export interface External {
  /** `tables.external` of prisma.config, with or without a schema. */
  readonly tables: readonly string[];
  readonly enums: readonly string[];
}

/**
 * The differences between the database that schema.prisma describes and the one that the migrations make. What Prisma
 * cannot describe is left out (views, triggers, checks, policies, partial and expression indexes, partitions), and so is what
 * is not sure: what a statement that was not understood touched, and what existed before the known history.
 *
 * @param described the replay of the SQL that Prisma renders for the schema
 * @param migrated the database after the last migration
 */
export function compareCatalogs(described: Catalog, migrated: Catalog, external: External): readonly Difference[] {
  const isOurs = (key: RelationKey): boolean => !isExternal(key, external.tables);
  const tables = [...described.tables.entries()].filter(([key]) => isOurs(key));
  const isThere = (key: RelationKey): boolean => described.tables.has(key) && migrated.tables.has(key);
  return [
    ...tables.flatMap(([key, table]) => compareTable(key, table, migrated, isThere)),
    ...[...migrated.tables.entries()]
      .filter(([key, table]) => isOurs(key) && isExtra(table, described))
      .map(([key]) => only(key, 'table', null, 'CREATE TABLE')),
    ...compareEnums(described, migrated, external),
  ];
}

function compareTable(key: RelationKey, table: Table, migrated: Catalog, isThere: (key: RelationKey) => boolean): readonly Difference[] {
  const found = findTable(migrated, { schema: table.schema, name: table.name });
  if (found.is === 'unknown' || migrated.views.has(key)) return [];
  if (found.is === 'absent') return [only(key, 'table', 'CREATE TABLE', null)];
  return isSure(found.value) ? compareTables(key, table, found.value, isThere) : [];
}

/** Nothing is missing from what is known of it. */
const isSure = ({ assumed, complete, obscuredBy, kind }: Table): boolean => !assumed && complete && obscuredBy === null && kind !== 'foreign table';

/** A table that Prisma would drop: it looks only at the schemas that it is told of, and not at partitions and its own table. */
function isExtra(table: Table, described: Catalog): boolean {
  if (described.tables.has(`${table.schema}.${table.name}`)) return false;
  const watched = table.schema === 'public' ? watchesPublic(described) : described.schemas.has(table.schema);
  const isPlain = table.kind !== 'foreign table' && table.persistence !== 'temporary' && table.partitionOf === null && table.inherits.length === 0;
  return watched && isPlain && isSure(table) && table.name !== '_prisma_migrations';
}

/** Are there tables outside of named schemas, or no named schemas at all? */
const watchesPublic = ({ tables, schemas }: Catalog): boolean => schemas.size === 1 || [...tables.values()].some(({ schema }) => schema === 'public');

function compareEnums(described: Catalog, migrated: Catalog, external: External): readonly Difference[] {
  // A statement that was not understood may have been about any of them.
  if (migrated.gaps.length > 0) return [];
  const found: Difference[] = [];
  for (const [key, type] of described.types.entries()) {
    if (type.kind !== 'enum' || isExternal(key, external.enums)) continue;
    const other = migrated.types.get(key);
    if (other?.kind === 'enum') found.push(...compareValues(key, type, other));
    else if (other === undefined && migrated.complete) found.push(only(key, 'enum', valuesOf(type), null));
  }
  for (const [key, type] of migrated.types.entries()) {
    if (type.kind !== 'enum' || type.assumed || described.types.has(key) || isExternal(key, external.enums)) continue;
    const isWatched = type.schema === 'public' ? watchesPublic(described) : described.schemas.has(type.schema);
    if (isWatched) found.push(only(key, 'enum', null, valuesOf(type)));
  }
  return found.filter(({ on }) => !isToldByTables(on, described, migrated));
}

/** Only tables and columns that one side has use it. */
function isToldByTables(type: RelationKey, described: Catalog, migrated: Catalog): boolean {
  const [side, other] = described.types.has(type) ? [described, migrated] : [migrated, described];
  if (other.types.has(type)) return false;
  const users = tablesUsing(side, type);
  return (
    users.length > 0 && users.every(({ table, column }) => !other.tables.get(`${table.schema}.${table.name}`)?.columns.some(({ name }) => name === column.name))
  );
}

function compareValues(key: RelationKey, described: EnumType, migrated: EnumType): readonly Difference[] {
  const differ = described.values.some((value) => !migrated.values.includes(value)) || migrated.values.some((value) => !described.values.includes(value));
  return !differ || migrated.assumed ? [] : [only(key, 'enum values', valuesOf(described), valuesOf(migrated))];
}

const valuesOf = ({ values }: EnumType): string => values.join(', ');

const only = (on: RelationKey, what: Difference['what'], described: string | null, migrated: string | null): Difference => ({
  what,
  on,
  columns: [],
  described,
  migrated,
});

const isExternal = (key: RelationKey, names: readonly string[]): boolean => names.includes(key) || names.includes(key.slice(key.indexOf('.') + 1));
