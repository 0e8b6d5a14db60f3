import { type Catalog, type Column, keyOf, type RelationKey, type Table } from '../catalog/index.ts';
import { equalTypes } from '../operation/index.ts';
import type { Breakage } from '../postgres/index.ts';
import type { Step } from './model.ts';

/**
 * Leaves out breakages that the same migration heals: a view that is dropped and created again, a type that is renamed away
 * and back. The deployed client meets the database before the migration or after it, and nothing in between (in one
 * transaction), or for moments only.
 */
export function keepLastingBreakages(steps: readonly Step[], before: Catalog, after: Catalog): readonly Step[] {
  if (!steps.some((step) => step.effects.breaks.length > 0)) return steps;
  return steps.map((step) => {
    const breaks = step.effects.breaks.filter((breakage) => lasts(breakage, before, after));
    return breaks.length === step.effects.breaks.length ? step : { ...step, effects: { ...step.effects, breaks } };
  });
}

function lasts(breakage: Breakage, before: Catalog, after: Catalog): boolean {
  const { table: key } = breakage;
  if (key === null) return true;
  const view = before.views.get(key);
  if (view) return !after.views.has(key) && !after.tables.has(key);
  const table = before.tables.get(key);
  // Not there before under this name: no client knows it. Unknown histories know only what was mentioned.
  if (!table) return !before.complete && !isNew(key, after);
  const now = after.tables.get(key);
  if (!now) return !after.views.has(key);
  if (breakage.column !== null && before.complete && table.complete && !columnOf(table, breakage.column)) return false;
  return breakage.column === null ? tableDiffers(breakage, table, now) : columnDiffers(breakage, after, columnOf(table, breakage.column), columnOf(now, breakage.column));
}

const isNew = (key: RelationKey, after: Catalog): boolean => after.tables.get(key)?.bornIn?.migration === after.migration;
const columnOf = (table: Table, name: string): Column | undefined => table.columns.find((column) => column.name === name);

/** A table that was dropped and is there again: does it still have everything that the client names? */
function tableDiffers(breakage: Breakage, before: Table, now: Table): boolean {
  if (breakage.sqlstate !== '42P01') return true;
  if (!before.complete || !now.complete) return true;
  return before.columns.some((column) => !columnOf(now, column.name)) || now.columns.some((column) => isDemanded(column) && !columnOf(before, column.name));
}

const isDemanded = (column: Column): boolean => column.notNull && column.default === null && column.identity === null && column.generated === null;

function columnDiffers(breakage: Breakage, after: Catalog, before: Column | undefined, now: Column | undefined): boolean {
  switch (breakage.sqlstate) {
    case '42703':
      return !now;
    case '23502':
      return now !== undefined && isDemanded(now);
    case null:
      return !before || !now || !equalTypes(before.type, now.type);
    case '42704':
      return !before || !after.types.has(keyOf(after, before.type));
    default:
      return true;
  }
}
