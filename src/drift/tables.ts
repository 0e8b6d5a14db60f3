import { type Column, columnNamed, type RelationKey, type Table } from '../catalog/index.ts';
import { equalTypes, renderType } from '../operation/index.ts';
import { renderDefault, sameDefault } from './defaults.ts';
import type { Difference } from './difference.ts';
import { compareForeignKeys } from './foreign-keys.ts';
import { compareKeys } from './keys.ts';

/** Differences of a table that both sides have. `isThere`: both sides have that table too. */
export function compareTables(on: RelationKey, described: Table, migrated: Table, isThere: (table: RelationKey) => boolean): readonly Difference[] {
  const isCommon = (name: string): boolean => columnNamed(described, name) !== null && columnNamed(migrated, name) !== null;
  return [
    ...described.columns.flatMap((column) => compareColumns(on, column, columnNamed(migrated, column.name))),
    ...migrated.columns.filter(({ name }) => columnNamed(described, name) === null).flatMap((column) => compareColumns(on, null, column)),
    ...compareKeys(on, described, migrated, isCommon),
    ...compareForeignKeys(on, described, migrated, isCommon, isThere),
  ];
}

function compareColumns(on: RelationKey, described: Column | null, migrated: Column | null): readonly Difference[] {
  const columns = [described?.name ?? migrated?.name ?? ''];
  const both = (what: Difference['what'], render: (column: Column) => string): Difference => ({
    what,
    on,
    columns,
    described: described && render(described),
    migrated: migrated && render(migrated),
  });
  if (!described || !migrated) return [both('column', definition)];
  return [
    ...(equalTypes(described.type, migrated.type) || isUnknown(migrated) ? [] : [both('type', ({ type }) => renderType(type))]),
    ...(described.notNull === migrated.notNull || isList(described, migrated) ? [] : [both('nullability', ({ notNull }) => (notNull ? 'NOT NULL' : 'NULL'))]),
    ...(sameDefault(described, migrated) ? [] : [both('default', renderDefault)]),
  ];
}

/** The type of a column of CREATE TABLE AS, where it takes PostgreSQL to tell. */
const isUnknown = ({ type }: Column): boolean => type.name === 'unknown';

/** Prisma leaves it open whether a list is NULL, and takes NOT NULL for the same. */
const isList = (a: Column, b: Column): boolean => a.type.dimensions > 0 && b.type.dimensions > 0;

const definition = (column: Column): string =>
  [renderType(column.type), column.notNull && 'NOT NULL', column.default !== null && renderDefault(column)].filter(Boolean).join(' ');
