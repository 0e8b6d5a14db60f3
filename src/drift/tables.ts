import type { Column, RelationKey, Table } from '../catalog/index.ts';
import { equalTypes, renderType } from '../operation/index.ts';
import { renderDefault, sameDefault } from './defaults.ts';
import type { Difference } from './difference.ts';
import { compareForeignKeys } from './foreign-keys.ts';
import { compareKeys } from './keys.ts';

/** Differences of a table that both sides have. `isThere`: both sides have that table too. */
export function compareTables(on: RelationKey, described: Table, migrated: Table, isThere: (table: RelationKey) => boolean): readonly Difference[] {
  const [there, here] = [columnsByName(described), columnsByName(migrated)];
  const isCommon = (name: string): boolean => there.has(name) && here.has(name);
  return [
    ...described.columns.flatMap((column) => compareColumns(on, column, here.get(column.name) ?? null)),
    ...migrated.columns.filter(({ name }) => !there.has(name)).flatMap((column) => compareColumns(on, null, column)),
    ...compareKeys(on, described, migrated, isCommon),
    ...compareForeignKeys(on, described, migrated, isCommon, isThere),
  ];
}

const columnsByName = ({ columns }: Table): ReadonlyMap<string, Column> => new Map(columns.map((column) => [column.name, column]));

function compareColumns(on: RelationKey, described: Column | null, migrated: Column | null): readonly Difference[] {
  const found: Difference[] = [];
  const differs = (what: Difference['what'], render: (column: Column) => string): void => {
    const columns = [described?.name ?? migrated?.name ?? ''];
    found.push({ what, on, columns, described: described && render(described), migrated: migrated && render(migrated) });
  };
  if (!described || !migrated) differs('column', definition);
  else {
    if (!equalTypes(described.type, migrated.type) && !isUnknown(migrated)) differs('type', ({ type }) => renderType(type));
    if (described.notNull !== migrated.notNull && !isList(described, migrated)) differs('nullability', ({ notNull }) => (notNull ? 'NOT NULL' : 'NULL'));
    if (!sameDefault(described, migrated)) differs('default', renderDefault);
  }
  return found;
}

/** The type of a column of CREATE TABLE AS, where it takes PostgreSQL to tell. */
const isUnknown = ({ type }: Column): boolean => type.name === 'unknown';

/** Prisma leaves it open whether a list is NULL, and takes NOT NULL for the same. */
const isList = (a: Column, b: Column): boolean => a.type.dimensions > 0 && b.type.dimensions > 0;

const definition = (column: Column): string =>
  [renderType(column.type), column.notNull && 'NOT NULL', column.default !== null && renderDefault(column)].filter(Boolean).join(' ');
