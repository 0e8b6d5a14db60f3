import type { Catalog, RelationKey } from '../../catalog/index.ts';
import { lock, lockIndex, type Part, work } from '../build.ts';
import { storageOf } from '../relations.ts';

/** Every row of the table (and of its partitions and children) is written anew, and so is every index. */
export function rewriteTable(catalog: Catalog, key: RelationKey, only: boolean): Part {
  const tables = storageOf(catalog, key, only);
  return {
    locks: [
      ...tables.map((each) => lock(catalog, each, 'ACCESS EXCLUSIVE')),
      ...tables.flatMap((each) => indexNames(catalog, each).map((name) => indexLock(catalog, each, name))),
    ],
    work: tables.flatMap((each) => [
      ...work(catalog, each, 'rewrite', 'ACCESS EXCLUSIVE'),
      ...indexNames(catalog, each).flatMap((name) => work(catalog, each, 'index-rebuild', 'ACCESS EXCLUSIVE', name)),
    ]),
  };
}

const indexNames = (catalog: Catalog, key: RelationKey): readonly string[] => catalog.tables.get(key)?.indexes.map((index) => index.name) ?? [];

/** ACCESS EXCLUSIVE on an index of a table, by the index's name. */
export const indexLock = (catalog: Catalog, table: RelationKey, name: string): ReturnType<typeof lockIndex> =>
  lockIndex(catalog, `${table.slice(0, table.indexOf('.'))}.${name}`, table, 'ACCESS EXCLUSIVE');
