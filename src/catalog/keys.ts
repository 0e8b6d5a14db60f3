import type { Index, KeyConstraint, Origin, Table } from './model.ts';

export function primaryKeyOf(table: Table): KeyConstraint | null {
  for (const constraint of table.constraints) if (constraint.kind === 'primaryKey') return constraint;
  return null;
}

/** The index's columns, or null when one of its keys is an expression. Included columns are no keys. */
export function keyColumnsOf(index: Index): readonly string[] | null {
  const columns = index.elements.flatMap((element) => (element.column === null ? [] : [element.column]));
  return columns.length === index.elements.length ? columns : null;
}

/** Column lists that existing and future rows cannot share: valid unique indexes over plain columns and all rows. Constraints have one. */
export function uniqueKeysOf(table: Table): readonly (readonly string[])[] {
  return table.indexes.flatMap((index) => {
    if (!index.unique || !index.valid || index.where !== null) return [];
    const columns = keyColumnsOf(index);
    return columns === null ? [] : [columns];
  });
}

/**
 * Valid, complete (not partial) indexes whose leading keys are these columns, in any order: they serve a search for all of
 * them, as a foreign key's checks need it.
 */
export function indexesCovering(table: Table, columns: readonly string[]): readonly Index[] {
  return table.indexes.filter((index) => {
    if (!index.valid || index.where !== null || index.elements.length < columns.length) return false;
    const leading = index.elements.slice(0, columns.length).map((element) => element.column);
    return columns.every((column) => leading.includes(column));
  });
}

/** Was it born in this migration? */
export const isNewIn = (subject: { readonly bornIn: Origin | null }, migration: string | null): boolean =>
  subject.bornIn !== null && subject.bornIn.migration === migration;
