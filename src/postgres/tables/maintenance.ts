import { type Catalog, foreignKeysTo, tableKey, type RelationKey, type Table, descendantsOf } from '../../catalog/index.ts';
import { displayName, type QualifiedName } from '../../core/index.ts';
import { combine, isExisting, lock, lockIndex, loses, notSupported, type Part, rowsOf, work } from '../build.ts';
import { isKnown } from '../constraints/addition.ts';
import type { EffectsOf } from '../dispatch.ts';
import { type Effects, NO_EFFECTS } from '../effects.ts';
import { keyOfTable, missing, onTable, refused, storageOf } from '../relations.ts';
import { ownedSequences } from './rename.ts';

/** TRUNCATE: ACCESS EXCLUSIVE, and every row is gone; CASCADE empties the tables that reference it, and those that reference them. */
export const truncate: EffectsOf<'truncate'> = (operation, catalog, server) =>
  onTable(operation, catalog, ({ key, table }) => {
    const listed = new Set([key, ...operation.alongside.map((name) => tableKey(catalog, name))]);
    const reached = operation.cascade ? referencingDeep(catalog, [...listed]) : [];
    const holding = foreignKeysTo(catalog, key)
      .map((each) => keyOfTable(each.table))
      .filter((other) => !listed.has(other));
    if (holding.length > 0 && !operation.cascade) {
      const reason = `cannot truncate ${displayName(operation.table)}: foreign keys of ${holding.join(', ')} reference it`;
      return refused(reason, '0A000');
    }
    const parent: Part = table.partitionOf && server.version <= 13 ? { locks: [lock(catalog, table.partitionOf.parent, 'ACCESS SHARE')] } : {};
    const all = [key, ...descendantsOf(catalog, key)];
    return combine(
      parent,
      ...all.map((each) => emptied(catalog, each, operation.restartIdentity, null)),
      ...reached.filter((each) => !all.includes(each)).map((each) => emptied(catalog, each, operation.restartIdentity, 'cascaded')),
    );
  });

function emptied(catalog: Catalog, key: RelationKey, restart: boolean, how: 'cascaded' | null): Part {
  const table = catalog.tables.get(key);
  const indexes = (table?.indexes ?? []).map((index) => lockIndex(catalog, `${table?.schema ?? ''}.${index.name}`, key, 'ACCESS EXCLUSIVE'));
  const sequences = restart ? ownedSequences(catalog, key).map((each) => lock(catalog, each, 'ACCESS EXCLUSIVE')) : [];
  return {
    locks: [lock(catalog, key, 'ACCESS EXCLUSIVE'), ...indexes, ...sequences],
    loses: isExisting(catalog, key) && rowsOf(catalog, key) !== 'none' ? [loses('rows', key, { how })] : [],
  };
}

/** Tables that reference these, those that reference them, and so on. */
function referencingDeep(catalog: Catalog, keys: readonly RelationKey[]): readonly RelationKey[] {
  const found = new Set(keys);
  for (const key of found) for (const { table } of foreignKeysTo(catalog, key)) found.add(keyOfTable(table));
  return [...found].filter((key) => !keys.includes(key));
}

/** LOCK TABLE, with partitions and children; through a view it reaches the tables beneath. */
export const lockTable: EffectsOf<'lockTable'> = (operation, catalog) => {
  const key = tableKey(catalog, operation.table);
  const view = catalog.views.get(key);
  if (view) return combine({ locks: [key, ...view.dependsOn.map((dependency) => dependency.relation)].map((each) => lock(catalog, each, operation.mode)) });
  return onTable(operation, catalog, () => combine({ locks: [key, ...descendantsOf(catalog, key)].map((each) => lock(catalog, each, operation.mode)) }));
};

/** VACUUM works beside reads and writes; FULL writes table and indexes anew under ACCESS EXCLUSIVE. No name means every table. */
export const vacuum: EffectsOf<'vacuum'> = (operation, catalog) =>
  onEach(operation.table, catalog, (key, table) => {
    if (operation.full) return rewritten(catalog, key, table);
    return {
      locks: [
        lock(catalog, key, 'SHARE UPDATE EXCLUSIVE'),
        ...(table?.indexes ?? []).map((index) => lockIndex(catalog, `${table?.schema ?? ''}.${index.name}`, key, 'ROW EXCLUSIVE')),
      ],
    };
  });

/** ANALYZE reads a sample. */
export const analyze: EffectsOf<'analyze'> = (operation, catalog) =>
  onEach(operation.table, catalog, (key) => ({ locks: [lock(catalog, key, 'SHARE UPDATE EXCLUSIVE')] }));

/** CLUSTER writes table and indexes anew, in the order of an index. Without a name: tables that were clustered before, which nobody knows. */
export const cluster: EffectsOf<'cluster'> = (operation, catalog, server) => {
  if (operation.table === null) return { ...NO_EFFECTS, notes: ['every table that was clustered before is written anew under ACCESS EXCLUSIVE'] };
  return onTable({ table: operation.table }, catalog, ({ key, table }) => {
    const whole = combine(...storageOf(catalog, key, false).map((each) => rewritten(catalog, each, catalog.tables.get(each) ?? table)), {
      locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')],
    });
    if (table.kind === 'partitioned table' && server.version < 15)
      return { ...whole, work: [], fails: [notSupported('CLUSTER of a partitioned table', 15, '0A000')] };
    const absent = operation.index !== null && isKnown(table) && !table.indexes.some((index) => index.name === operation.index);
    return absent ? combine({ fails: [missing('index', operation.index ?? '', '42704')] }) : whole;
  });
};

function rewritten(catalog: Catalog, key: RelationKey, table: Table | undefined): Part {
  const indexes = table?.indexes ?? [];
  return {
    locks: [
      lock(catalog, key, 'ACCESS EXCLUSIVE'),
      ...indexes.map((index) => lockIndex(catalog, `${table?.schema ?? ''}.${index.name}`, key, 'ACCESS EXCLUSIVE')),
    ],
    work: [
      ...work(catalog, key, 'rewrite', 'ACCESS EXCLUSIVE'),
      ...indexes.flatMap((index) => work(catalog, key, 'index-rebuild', 'ACCESS EXCLUSIVE', index.name)),
    ],
  };
}

function onEach(name: QualifiedName | null, catalog: Catalog, effect: (key: RelationKey, table: Table | undefined) => Part): Effects {
  if (name === null) return combine(...[...catalog.tables.entries()].map(([key, table]) => effect(key, table)));
  const key = tableKey(catalog, name);
  if (catalog.views.get(key)?.kind === 'materialized view') return combine(effect(key, undefined));
  return onTable({ table: name }, catalog, (target) =>
    combine(...[key, ...descendantsOf(catalog, key)].map((each) => effect(each, catalog.tables.get(each) ?? target.table))),
  );
}
