import { type Catalog, keyOf, type RelationKey } from '../../catalog/index.ts';
import { displayName } from '../../core/index.ts';
import { breaks, combine, isExisting, lock, lockIndex, type Part } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import type { Effects } from '../effects.ts';
import { missingSchema, nameCollision, onTable, relationKind } from '../relations.ts';
import { renamedView } from '../objects/view-cascade.ts';

/** What the deployed client gets when a table is no longer where it was. */
export const unreachable = (catalog: Catalog, key: RelationKey): Part => ({
  breaks: isExisting(catalog, key) ? [breaks(key, 'select', '42P01'), breaks(key, 'insert', '42P01'), breaks(key, 'prepared', '42P01')] : [],
});

/** ALTER TABLE … RENAME TO, which also takes views, sequences and indexes: ACCESS EXCLUSIVE on whatever it is (RenameRelation()). */
export const renameTable: EffectsOf<'renameTable'> = (operation, catalog) => {
  const key = keyOf(catalog, operation.table);
  const collision = { fails: nameCollision(catalog, `${key.slice(0, key.indexOf('.'))}.${operation.newName}`) };
  switch (relationKind(catalog, key)) {
    case 'view':
    case 'materialized view':
      return combine(renamedView(catalog, key), collision);
    case 'sequence':
      return combine({ locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')] }, collision);
    case 'index':
      return combine({ locks: [lockIndex(catalog, key, catalog.indexOwners.get(key) ?? null, 'ACCESS EXCLUSIVE')] }, collision);
    default:
      return onTable(operation, catalog, () => combine({ locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')] }, unreachable(catalog, key), collision));
  }
};

/** ALTER TABLE … SET SCHEMA takes indexes and owned sequences along; the latter are locked too (AlterSeqNamespaces()). */
export const setTableSchema: EffectsOf<'setTableSchema'> = (operation, catalog) => {
  const key = keyOf(catalog, operation.table);
  const to = `${operation.newSchema}.${key.slice(key.indexOf('.') + 1)}`;
  const stays = combine({ locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')], notes: [`${displayName(operation.table)} is in that schema already`] });
  if (key === to) return catalog.views.has(key) || catalog.sequences.has(key) ? stays : onTable(operation, catalog, () => stays);
  const there: Part = { fails: [...missingSchema(catalog, operation.newSchema), ...nameCollision(catalog, to)] };
  if (catalog.views.has(key)) return combine(renamedView(catalog, key), there);
  if (catalog.sequences.has(key)) return combine({ locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')] }, there);
  return onTable(
    operation,
    catalog,
    (): Effects =>
      combine({ locks: [key, ...ownedSequences(catalog, key)].map((each) => lock(catalog, each, 'ACCESS EXCLUSIVE')) }, unreachable(catalog, key), there),
  );
};

export const ownedSequences = (catalog: Catalog, key: RelationKey): readonly RelationKey[] =>
  (catalog.tables.get(key)?.columns ?? []).flatMap((column) => (column.ownedSequence === null ? [] : [column.ownedSequence]));
