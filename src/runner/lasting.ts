import { type Catalog, type Column, columnNamed, keyOf, type RelationKey, relationKey, tablesUsing } from '../catalog/index.ts';
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
    const lasting = step.effects.breaks.filter((breakage) => lasts(breakage, before, after));
    const breaks = lasting.filter((breakage) => !isFilledByTrigger(breakage, after));
    if (breaks.length === step.effects.breaks.length) return step;
    const notes =
      lasting.length === breaks.length ? step.effects.notes : [...step.effects.notes, 'a BEFORE INSERT trigger may fill what the deployed client leaves out'];
    return { ...step, effects: { ...step.effects, breaks, notes } };
  });
}

/** A trigger sees the row before NOT NULL is checked, and nobody looks into its function. */
const isFilledByTrigger = ({ table, client, sqlstate }: Breakage, after: Catalog): boolean =>
  client === 'insert' &&
  sqlstate === '23502' &&
  table !== null &&
  after.tables.get(table)?.triggers.some(({ timing, events }) => timing === 'before' && events.includes('insert')) === true;

function lasts(breakage: Breakage, before: Catalog, after: Catalog): boolean {
  const { table: key, type } = breakage;
  if (type !== undefined) return !after.types.has(type) && isStillWritten(type, before, after);
  if (key === null) return true;
  const old = after.tables.get(key)?.nameBefore ?? key;
  const known = columnsOf(before, old);
  // Not there before under this name: no client knows it. Unknown histories know only what was mentioned.
  if (!known) return !before.complete && !isNew(key, after);
  const now = columnsOf(after, key);
  if (!now) return true;
  if (breakage.column === null) return breakage.sqlstate !== '42P01' || differ(known, now);
  const column = known.get(breakage.column);
  if (column === undefined && before.tables.get(old)?.complete === false) return breakage.sqlstate !== '42703' || !now.has(breakage.column);
  return columnDiffers(breakage, after, column, now.get(breakage.column));
}

/** A client casts to the types of the columns that it knew; those that are gone have broken it already. */
const isStillWritten = (type: RelationKey, before: Catalog, after: Catalog): boolean =>
  before.types.has(type) &&
  tablesUsing(before, type).some(({ table, column }) => columnNamed(after.tables.get(relationKey(table.schema, table.name)), column.name) !== null);

const isNew = (key: RelationKey, after: Catalog): boolean => after.tables.get(key)?.bornIn?.migration === after.migration;

/** Columns by name: of a table with what is known of them, of a view only their names. Null: there is no such relation. */
function columnsOf(catalog: Catalog, key: RelationKey): ReadonlyMap<string, Column | null> | null {
  const table = catalog.tables.get(key);
  if (table) return new Map(table.columns.map((column) => [column.name, column]));
  const view = catalog.views.get(key);
  return view ? new Map((view.columns ?? []).map((name) => [name, null])) : null;
}

/** A relation that was dropped and is there again: does it have everything that the client names, and demand nothing else? */
function differ(before: ReadonlyMap<string, Column | null>, now: ReadonlyMap<string, Column | null>): boolean {
  return [...before.keys()].some((name) => !now.has(name)) || [...now].some(([name, column]) => isDemanded(column) && !before.has(name));
}

const isDemanded = (column: Column | null | undefined): boolean =>
  column?.notNull === true && column.default === null && column.identity === null && column.generated === null;

/** The client sends values of the type that it knows; lengths and precisions do not matter to it. */
const sameType = (before: Column, now: Column): boolean => equalTypes({ ...before.type, modifiers: [] }, { ...now.type, modifiers: [] });

function columnDiffers(breakage: Breakage, after: Catalog, before: Column | null | undefined, now: Column | null | undefined): boolean {
  switch (breakage.sqlstate) {
    case '42703':
      return before !== undefined && (now === undefined || changed(before, now));
    // A column that is as it was has been broken from elsewhere: by its domain, or by its sequence.
    case '23502':
      return isDemanded(now) || (now !== undefined && now === before);
    // A column whose type goes by the old name again takes what the client casts to that name.
    case '42804':
    case null:
      return now === undefined || before === undefined || changed(before, now);
    case '42704':
      return !before || !after.types.has(keyOf(after, before.type));
    default:
      return true;
  }
}

/** A column of the same name that does not take what the client sends. */
const changed = (before: Column | null, now: Column | null): boolean =>
  before !== null && now !== null && (!sameType(before, now) || (now.generated !== null && before.generated === null));
