import { type Catalog, findIndex, type Index, keyOf, type RelationKey } from '../../catalog/index.ts';
import { displayName, type QualifiedName } from '../../core/index.ts';
import type { LockMode } from '../../operation/index.ts';
import { combine, lock, lockIndex, notSupported, work } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { type Effects, NO_EFFECTS, type Server } from '../effects.ts';
import { missing, nameCollision, storageOf } from '../relations.ts';

interface Found {
  readonly key: RelationKey;
  /** Its table or materialized view; null when nobody knows it. */
  readonly owner: RelationKey | null;
  readonly index: Index | null;
}

/** Effects on an index that is there; 42P01 when it certainly is not (ALTER INDEX looks among all relations). */
function onIndex(name: QualifiedName, ifExists: boolean, catalog: Catalog, effect: (found: Found) => Effects): Effects {
  const found = findIndex(catalog, name);
  if (found.is === 'present') {
    const { owner, index } = found.value;
    return effect({ key: `${owner.schema}.${index.name}`, owner: `${owner.schema}.${owner.name}`, index });
  }
  if (found.is === 'unknown') return effect({ key: keyOf(catalog, name), owner: null, index: null });
  return ifExists
    ? { ...NO_EFFECTS, notes: [`index ${displayName(name)} does not exist: nothing is done`] }
    : combine({ fails: [missing('index', displayName(name), '42P01')] });
}

/** Since 12 renaming and attaching let the index be used meanwhile (AlterIndex… take ShareUpdateExclusiveLock). */
const lenient = (server: Server): LockMode => (server.version >= 12 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE');

export const renameIndex: EffectsOf<'renameIndex'> = (operation, catalog, server) =>
  onIndex(operation.index, operation.ifExists, catalog, ({ key, owner }) =>
    combine({
      locks: [lockIndex(catalog, key, owner, lenient(server))],
      fails: nameCollision(catalog, `${key.slice(0, key.indexOf('.'))}.${operation.newName}`),
    }),
  );

export const setIndexProperty: EffectsOf<'setIndexProperty'> = (operation, catalog, server) =>
  onIndex(operation.index, false, catalog, ({ key, owner, index }) => {
    const at = (mode: LockMode): Effects => combine({ locks: [lockIndex(catalog, key, owner, mode)] });
    switch (operation.property) {
      case 'options':
      case 'statistics':
        return at('SHARE UPDATE EXCLUSIVE');
      case 'tablespace':
        return combine(at('ACCESS EXCLUSIVE'), { work: owner === null ? [] : work(catalog, owner, 'index-rebuild', 'ACCESS EXCLUSIVE', index?.name ?? null) });
      case 'attach partition':
        return combine(
          at(lenient(server)),
          owner === null ? null : { locks: [lock(catalog, owner, 'ACCESS SHARE')] },
          operation.partition ? attached(operation.partition, catalog) : null,
        );
    }
  });

/** The index that becomes a part: ACCESS EXCLUSIVE on it, ACCESS SHARE on its table (measured). */
const attached = (partition: QualifiedName, catalog: Catalog): Effects =>
  onIndex(partition, false, catalog, ({ key, owner }) =>
    combine({ locks: [lockIndex(catalog, key, owner, 'ACCESS EXCLUSIVE'), ...(owner === null ? [] : [lock(catalog, owner, 'ACCESS SHARE')])] }),
  );

// ── REINDEX ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * REINDEX keeps writes out (SHARE on the table) and everybody from the index; CONCURRENTLY (12+) builds a second one and
 * swaps them. The same for every table of a schema or database.
 */
export const reindex: EffectsOf<'reindex'> = (operation, catalog, server) => {
  if (operation.concurrently && server.version < 12) return combine({ fails: [notSupported('REINDEX CONCURRENTLY', 12)] });
  const { name } = operation;
  if (operation.target === 'index' && name)
    return onIndex(name, false, catalog, ({ key, owner, index }) =>
      combine(rebuild(catalog, owner, index ? [index] : [], operation.concurrently), { locks: [lockIndex(catalog, key, owner, 'ACCESS EXCLUSIVE')] }),
    );
  if (operation.target === 'table' && name) return reindexTable(name, operation.concurrently, catalog, server);
  const inSchema = (key: RelationKey): boolean => operation.target !== 'schema' || (name !== null && key.startsWith(`${name.name}.`));
  return combine(
    ...[...catalog.tables.entries()].filter(([key]) => inSchema(key)).map(([key, table]) => rebuild(catalog, key, table.indexes, operation.concurrently)),
  );
};

function reindexTable(name: QualifiedName, concurrently: boolean, catalog: Catalog, server: Server): Effects {
  const key = keyOf(catalog, name);
  const relation = catalog.tables.get(key) ?? catalog.views.get(key);
  if (!relation)
    return catalog.complete && catalog.gaps.length === 0
      ? combine({ fails: [missing('table', displayName(name), '42P01')] })
      : rebuild(catalog, key, [], concurrently);
  const idle = relation.kind === 'partitioned table' && server.version < 14;
  const parts = relation.kind === 'partitioned table' ? storageOf(catalog, key, false) : [key];
  const rebuilt = combine(...parts.map((part) => rebuild(catalog, part, (catalog.tables.get(part) ?? relation).indexes, concurrently)));
  const parent =
    relation.kind === 'partitioned table' ? combine(rebuilt, { locks: [lock(catalog, key, concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE')] }) : rebuilt;
  return idle ? { ...parent, work: [], notes: ['REINDEX of a partitioned table does nothing before 14'] } : parent;
}

function rebuild(catalog: Catalog, owner: RelationKey | null, indexes: readonly Index[], concurrently: boolean): Effects {
  if (owner === null) return NO_EFFECTS;
  const mode: LockMode = concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  const schema = owner.slice(0, owner.indexOf('.'));
  const names = indexes.length > 0 ? indexes.map((index) => index.name) : [null];
  return combine(
    { locks: [lock(catalog, owner, mode), ...indexes.map((index) => lockIndex(catalog, `${schema}.${index.name}`, owner, 'ACCESS EXCLUSIVE'))] },
    { work: names.flatMap((name) => work(catalog, owner, 'index-rebuild', mode, name)) },
  );
}
