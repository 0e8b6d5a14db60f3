import { type Catalog, type Column, columnNamed, isNewIn, isTrue, type Known, knownOf, type Table } from '../catalog/index.ts';

export { evaluate, isFalse as surelyFalse, isNotTrue as surelyNotTrue, type Known } from '../catalog/index.ts';

/** What is known of the columns of one row. */
export type KnownRow = (column: string) => Known;

const UNKNOWN: Known = { is: 'unknown' };
const PRESENT: Known = { is: 'present' };
const NULL: Known = { is: 'null' };

/** A CHECK refuses a row only when it is false; NULL passes (ExecCheck(), execMain.c). */
export const surelyNotFalse = (value: Known): boolean => value.is === 'null' || isTrue(value);

/** Every existing row of the table, as far as one description fits all of them. */
export const existingRow =
  (table: Table): KnownRow =>
  (name) =>
    knownOf(columnNamed(table, name));

/**
 * The row that the deployed client inserts when it names only the columns it must: columns that it does not know (born in
 * this migration) and nullable ones get their default or NULL.
 */
export const requiredInsert =
  (table: Table): KnownRow =>
  (name) => {
    const column = columnNamed(table, name);
    return column ? leftOut(column) : UNKNOWN;
  };

function leftOut(column: Column): Known {
  if (column.generated) return UNKNOWN;
  if (column.default) return knownOf({ ...column, notNull: false, rows: { holds: 'constant', value: column.default } });
  return column.identity || column.notNull ? PRESENT : NULL;
}

/** The row that the deployed client inserts when it names every column it knows: only those born in this migration are left out. */
export const fullInsert =
  (table: Table, catalog: Catalog): KnownRow =>
  (name) => {
    const column = columnNamed(table, name);
    if (column && isNewIn(column, catalog.migration)) return leftOut(column);
    return column?.notNull === true ? PRESENT : UNKNOWN;
  };
