import { type Catalog, findIndex, type Index, keyOf, type RelationKey, descendantsOf } from '../../catalog/index.ts';
import { displayName } from '../../core/index.ts';
import type { DropIndex, LockMode } from '../../operation/index.ts';
import { combine, lock, lockIndex, loses, type Part, refusal } from '../build.ts';
import { withoutKey } from '../constraints/change.ts';
import type { EffectsOf } from '../dispatch.ts';
import { type Effects, NO_EFFECTS } from '../effects.ts';
import { missing, refused, relationKind } from '../relations.ts';

/** DROP INDEX: ACCESS EXCLUSIVE on the index and on its table; CONCURRENTLY waits for old transactions instead. */
export const dropIndex: EffectsOf<'dropIndex'> = (operation, catalog) => {
  const refusals = concurrentRefusals(operation);
  if (refusals) return refusals;
  const found = findIndex(catalog, operation.index);
  if (found.is !== 'present') return withoutIndex(operation, catalog, found.is);
  const { owner, index } = found.value;
  const table: RelationKey = `${owner.schema}.${owner.name}`;
  const partitioned = owner.kind === 'partitioned table';
  if (operation.concurrently && partitioned)
    return combine(lockBoth(catalog, index, table, 'SHARE UPDATE EXCLUSIVE'), {
      fails: [refusal(`cannot drop partitioned index ${index.name} concurrently`, '0A000')],
    });
  if (index.constraint !== null) return refused(`cannot drop index ${index.name}: constraint ${index.constraint} on table ${table} requires it`, '2BP01');
  const whole = owner.kind === 'table' ? wholeOf(catalog, owner.partitionOf?.parent ?? null, index) : null;
  if (whole !== null) return refused(`cannot drop index ${index.name}: index ${whole} requires it`, '2BP01');
  const mode: LockMode = operation.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  const columns = index.elements.flatMap((element) => element.column ?? []);
  return combine(
    lockBoth(catalog, index, table, mode),
    partitioned ? partsOf(catalog, table, index, mode) : null,
    index.unique && index.where === null && columns.length === index.elements.length
      ? withoutKey(catalog, table, index.name, columns, operation.cascade)
      : null,
    { loses: [loses('index', table, { object: index.name })] },
  );
};

function lockBoth(catalog: Catalog, index: Index, table: RelationKey, mode: LockMode): Part {
  const schema = table.slice(0, table.indexOf('.'));
  return { locks: [lock(catalog, table, mode), lockIndex(catalog, `${schema}.${index.name}`, table, mode)] };
}

/** What makes two indexes fit as whole and part. */
const shape = (index: Index): string =>
  JSON.stringify([index.unique, index.method, index.elements.map((element) => element.column ?? element.expression), index.where]);

/** The index of the partitioned table that an index of a partition is part of, or null. Only a valid one has surely taken all parts. */
const wholeOf = (catalog: Catalog, parent: RelationKey | null, index: Index): string | null =>
  (parent === null ? undefined : catalog.tables.get(parent)?.indexes.find((each) => each.valid && shape(each) === shape(index)))?.name ?? null;

/** The index has a part on every partition, which goes with it. */
function partsOf(catalog: Catalog, parent: RelationKey, index: Index, mode: LockMode): Part {
  return {
    locks: descendantsOf(catalog, parent).flatMap((key) => {
      const partition = catalog.tables.get(key);
      const parts = partition?.indexes.filter((each) => each.constraint === null && shape(each) === shape(index)) ?? [];
      return [lock(catalog, key, mode), ...parts.map((part) => lockIndex(catalog, `${partition?.schema ?? ''}.${part.name}`, key, mode))];
    }),
  };
}

function concurrentRefusals(operation: DropIndex): Effects | null {
  if (!operation.concurrently) return null;
  if (operation.alongside.length > 0) return refused('DROP INDEX CONCURRENTLY does not support dropping multiple objects', '0A000');
  return operation.cascade ? refused('DROP INDEX CONCURRENTLY does not support CASCADE', '0A000') : null;
}

function withoutIndex(operation: DropIndex, catalog: Catalog, is: 'absent' | 'unknown'): Effects {
  const key = keyOf(catalog, operation.index);
  const other = relationKind(catalog, key);
  if (other !== null && other !== 'index') return refused(`${displayName(operation.index)} is not an index`, '42809');
  if (is === 'unknown') return combine({ locks: [lockIndex(catalog, key, null, operation.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE')] });
  if (operation.ifExists) return { ...NO_EFFECTS, notes: [`index ${displayName(operation.index)} does not exist: nothing is done`] };
  return combine({ fails: [missing('index', displayName(operation.index), '42704')] });
}
