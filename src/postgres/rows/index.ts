import { tableKey } from '../../catalog/index.ts';
import { combine, isExisting, lock, loses, rowsOf, work } from '../build.ts';
import type { EffectsByKind, EffectsOf } from '../dispatch.ts';
import { onTable } from '../relations.ts';
import { deleteRows } from './delete.ts';
import { update } from './update.ts';
import { insert } from './insert.ts';
import { queryEffects } from './query.ts';
import { written } from './writes.ts';

/** MERGE, as the UPDATE, DELETE and INSERT that it stands for. */
const merge: EffectsOf<'merge'> = (operation, catalog) =>
  onTable(operation, catalog, ({ key, table }) => {
    const changes = operation.actions.some((action) => action !== 'nothing');
    const deletes = operation.actions.includes('delete') && isExisting(catalog, key) && rowsOf(catalog, key) !== 'none';
    return combine(written(catalog, key, table), {
      work: changes ? work(catalog, key, 'rows-written', 'ROW EXCLUSIVE') : [],
      loses: deletes ? [loses('rows', key)] : [],
    });
  });

/** COPY FROM writes as INSERT does, COPY TO reads. */
const copy: EffectsOf<'copy'> = (operation, catalog) => {
  const { table: name } = operation;
  if (name === null) return combine();
  if (operation.direction === 'to') return combine({ locks: [lock(catalog, tableKey(catalog, name), 'ACCESS SHARE')] });
  return onTable({ table: name }, catalog, ({ key }) => combine({ locks: [lock(catalog, key, 'ROW EXCLUSIVE')] }));
};

export const rowEffects = {
  insert,
  update,
  delete: deleteRows,
  merge,
  copy,
  select: (operation, catalog) => queryEffects(operation.query, catalog),
} satisfies Partial<EffectsByKind>;
