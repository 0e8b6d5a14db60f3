import { type Catalog, foreignKeysTo, type RelationKey, type Table, descendantsOf } from '../../catalog/index.ts';
import type { LockMode, SetTableProperty } from '../../operation/index.ts';
import { combine, lock, lockIndex, notSupported, type Part, refusal, work } from '../build.ts';
import { isKnown } from '../constraints/addition.ts';
import type { EffectsOf } from '../dispatch.ts';
import type { Effects, Server } from '../effects.ts';
import { keyOfTable, missing, onTable, type Target } from '../relations.ts';
import { ownedSequences } from './rename.ts';
import { partners } from './create.ts';

/** ALTER TABLE … SET and the like. Lock modes: AlterTableGetLockLevel() and reloptions.c, measured. */
export const setTableProperty: EffectsOf<'setTableProperty'> = (operation, catalog, server) =>
  onTable(operation, catalog, (target) => {
    const at = (mode: LockMode): Part => ({ locks: [lock(catalog, target.key, mode)] });
    switch (operation.property) {
      case 'options':
        if (target.table.kind === 'partitioned table' && server.version >= 15)
          return combine({ fails: [refusal('cannot specify storage parameters for a partitioned table', '42809')] });
        return combine(at(operation.values.every(isLenient) ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE'));
      case 'cluster on':
        return combine(at('SHARE UPDATE EXCLUSIVE'), indexNamed(operation, target, catalog, 'SHARE UPDATE EXCLUSIVE'));
      case 'without cluster':
        return combine(at('SHARE UPDATE EXCLUSIVE'));
      case 'replica identity':
        return combine(at('ACCESS EXCLUSIVE'), indexNamed(operation, target, catalog, 'SHARE'));
      case 'logged':
      case 'unlogged':
        return setPersistence(operation.property, target, catalog, server);
      case 'tablespace':
        return combine(at('ACCESS EXCLUSIVE'), moved(target, catalog));
      case 'access method':
        return setAccessMethod(operation, target, catalog, server);
      case 'without oids':
      case 'of type':
      case 'not of type':
        return combine(at('ACCESS EXCLUSIVE'));
    }
  });

const LENIENT_OPTIONS: ReadonlySet<string> = new Set([
  'fillfactor',
  'parallel_workers',
  'toast_tuple_target',
  'vacuum_index_cleanup',
  'vacuum_truncate',
  'vacuum_max_eager_freeze_failure_rate',
  'log_autovacuum_min_duration',
  'n_distinct',
  'n_distinct_inherited',
]);
const isLenient = (option: string): boolean => LENIENT_OPTIONS.has(option) || /^(toast\.)?(autovacuum|vacuum|log_autovacuum)_/.test(option);

function indexNamed(operation: SetTableProperty, target: Target, catalog: Catalog, mode: LockMode): Part {
  return combine(
    ...operation.values.map((name): Part => {
      const there = target.table.indexes.some((index) => index.name === name);
      if (!there && isKnown(target.table)) return { fails: [missing('index', name, '42704')] };
      return { locks: [lockIndex(catalog, `${target.table.schema}.${name}`, target.key, mode)] };
    }),
  );
}

/** Heap, indexes and owned sequences are written anew (ATRewriteTables()); nothing is done when the table is so already. */
function setPersistence(wanted: 'logged' | 'unlogged', target: Target, catalog: Catalog, server: Server): Effects {
  const { key, table } = target;
  const own: Part = { locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')] };
  const persistence = wanted === 'logged' ? 'permanent' : 'unlogged';
  if (table.persistence === 'temporary') return combine({ fails: [refusal(`cannot change logged status of table ${key} because it is temporary`, '42P16')] });
  if (table.kind === 'partitioned table')
    return combine(
      server.version >= 18
        ? { fails: [refusal(`SET ${wanted.toUpperCase()} cannot be performed on partitioned table ${key}`, '42809')] }
        : { ...own, notes: ['without effect on a partitioned table'] },
    );
  if (table.persistence === persistence) return combine(own, { notes: [`the table is ${wanted} already`] });
  const conflict = persistenceConflict(wanted, table, key, catalog);
  if (conflict !== null) return combine({ fails: [refusal(conflict, '42P16')] });
  return combine(
    { locks: [key, ...(server.version >= 15 ? ownedSequences(catalog, key) : [])].map((each) => lock(catalog, each, 'ACCESS EXCLUSIVE')) },
    rewritten(target, catalog),
    wanted === 'unlogged' ? { notes: ['an unlogged table is empty after a crash and on replicas'] } : null,
  );
}

/** A permanent table cannot reference an unlogged one (ATPrepChangePersistence()). */
function persistenceConflict(wanted: 'logged' | 'unlogged', table: Table, key: RelationKey, catalog: Catalog): string | null {
  const others = wanted === 'unlogged' ? foreignKeysTo(catalog, key).map((each) => keyOfTable(each.table)) : partners(table);
  const conflict = others.find((other) => other !== key && catalog.tables.get(other)?.persistence === (wanted === 'unlogged' ? 'permanent' : 'unlogged'));
  return conflict === undefined ? null : `could not change table ${key} to ${wanted} because of its foreign key with ${conflict}`;
}

/** Heap and indexes get new files under ACCESS EXCLUSIVE. */
function rewritten({ key, table }: Target, catalog: Catalog): Part {
  return {
    locks: table.indexes.map((index) => lockIndex(catalog, `${table.schema}.${index.name}`, key, 'ACCESS EXCLUSIVE')),
    work: [
      ...work(catalog, key, 'rewrite', 'ACCESS EXCLUSIVE'),
      ...table.indexes.flatMap((index) => work(catalog, key, 'index-rebuild', 'ACCESS EXCLUSIVE', index.name)),
    ],
  };
}

/** SET TABLESPACE copies the heap, not the indexes. A partitioned table has no file: only later partitions go there. */
function moved({ key, table }: Target, catalog: Catalog): Part {
  return table.kind === 'partitioned table'
    ? { notes: ['only partitions created later go there'] }
    : { work: work(catalog, key, 'rewrite', 'ACCESS EXCLUSIVE') };
}

function setAccessMethod(operation: SetTableProperty, target: Target, catalog: Catalog, server: Server): Effects {
  if (server.version < 15) return combine({ fails: [notSupported('SET ACCESS METHOD', 15)] });
  const own: Part = { locks: [lock(catalog, target.key, 'ACCESS EXCLUSIVE')] };
  if (operation.values[0] === 'heap' || target.table.kind === 'partitioned table') return combine(own, { notes: ['no rewrite: the access method stays'] });
  return combine(own, rewritten(target, catalog));
}

// ── Row security, triggers, inheritance ──────────────────────────────────────────────────────────────────────────────────

export const setRowSecurity: EffectsOf<'setRowSecurity'> = (operation, catalog) =>
  onTable(operation, catalog, ({ key, table }) => {
    const closes = operation.action === 'enable' && !table.policies.length;
    const note = closes ? ['without a policy nobody but the owner sees or writes a row'] : operation.action === 'force' ? ['policies bind the owner, too'] : [];
    return combine({ locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')], notes: note });
  });

/** Triggers: SHARE ROW EXCLUSIVE, which keeps writes waiting; rules: ACCESS EXCLUSIVE. */
export const setTriggerState: EffectsOf<'setTriggerState'> = (operation, catalog) =>
  onTable(operation, catalog, ({ key, table }) => {
    const mode: LockMode = operation.rule ? 'ACCESS EXCLUSIVE' : 'SHARE ROW EXCLUSIVE';
    const absent =
      operation.scope === 'one' &&
      !operation.rule &&
      operation.trigger !== null &&
      isKnown(table) &&
      !table.triggers.some((trigger) => trigger.name === operation.trigger);
    return combine({
      locks: [key, ...(operation.only ? [] : descendantsOf(catalog, key))].map((each) => lock(catalog, each, mode)),
      fails: absent ? [missing('trigger', `${operation.trigger ?? ''} on ${key}`, '42704')] : [],
    });
  });

/** The child is locked; the parent only lightly, since the child brings its rows as they are (measured). */
export const setInheritance: EffectsOf<'setInheritance'> = (operation, catalog) =>
  onTable(operation, catalog, ({ key }) =>
    onTable({ table: operation.parent }, catalog, (parent) =>
      combine({ locks: [lock(catalog, key, 'ACCESS EXCLUSIVE'), lock(catalog, parent.key, operation.inherit ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE')] }),
    ),
  );
