import type { ForeignKey, RelationKey, Table } from '../catalog/index.ts';
import type { Difference } from './difference.ts';

/** Differences of foreign keys. `isCommon`: both sides have the column; `isThere`: both sides have the table. Names do not count. */
export function compareForeignKeys(
  on: RelationKey,
  described: Table,
  migrated: Table,
  isCommon: (column: string) => boolean,
  isThere: (table: RelationKey) => boolean,
): readonly Difference[] {
  const bothHave = ({ columns, references }: ForeignKey): boolean => columns.every(isCommon) && isThere(references.table);
  const [there, here] = [foreignKeysOf(described).filter(bothHave), foreignKeysOf(migrated).filter(bothHave)];
  const [inThere, inHere] = [new Set(there.map(spelling)), new Set(here.map(spelling))];
  const missing = there.filter((one) => !inHere.has(spelling(one)));
  const extra = here.filter((one) => !inThere.has(spelling(one)));
  const changed = missing.flatMap((one) => {
    const other = extra.find((candidate) => columnsOf(candidate) === columnsOf(one));
    return other ? [{ one, other }] : [];
  });
  return [
    ...changed.map(({ one, other }) => difference(on, one, other)),
    ...missing.filter((one) => !changed.some((pair) => pair.one === one)).map((one) => difference(on, one, null)),
    ...extra.filter((one) => !changed.some((pair) => pair.other === one)).map((one) => difference(on, null, one)),
  ];
}

const foreignKeysOf = (table: Table): readonly ForeignKey[] => table.constraints.flatMap((one) => (one.kind === 'foreignKey' ? [one] : []));

const columnsOf = ({ columns }: ForeignKey): string => columns.join();
const spelling = ({ columns, references }: ForeignKey): string =>
  [columns, references.table, references.columns, references.onDelete, references.onUpdate].join('|');

const difference = (on: RelationKey, described: ForeignKey | null, migrated: ForeignKey | null): Difference => ({
  what: 'foreign key',
  on,
  columns: (described ?? migrated)?.columns ?? [],
  described: described && render(described),
  migrated: migrated && render(migrated),
});

const render = ({ columns, references }: ForeignKey): string =>
  `FOREIGN KEY (${columns.join(', ')}) REFERENCES ${references.table.replace(/^public\./, '')}(${references.columns.join(', ')}) ON DELETE ${references.onDelete.toUpperCase()} ON UPDATE ${references.onUpdate.toUpperCase()}`;
