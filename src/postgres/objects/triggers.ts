import { descendantsOf, tableKey, whyIncomplete } from '../../catalog/index.ts';
import { displayName } from '../../core/index.ts';
import type { LockMode } from '../../operation/index.ts';
import { combine, isExisting, lock, notSupported, type Part } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import type { Failure } from '../effects.ts';
import { duplicate, missing, onTable, type Target } from '../relations.ts';
import { unknownIn } from '../rows/writes.ts';
import { isMissingTriggerFunction } from './functions.ts';

/** 42704, where everything about the table is known. */
const absentOn = (target: Target, kind: 'trigger' | 'policy', name: string): readonly Failure[] =>
  whyIncomplete(target.table) === null ? [missing(kind, `${name} on ${target.key}`, '42704')] : [];

/** CREATE TRIGGER: SHARE ROW EXCLUSIVE; writes wait, reads do not. A partitioned table hands it on to its partitions. */
export const createTrigger: EffectsOf<'createTrigger'> = (operation, catalog, server) => {
  const key = tableKey(catalog, operation.table);
  const fails: readonly Failure[] = [
    ...(operation.replace && server.version < 14 ? [notSupported('CREATE OR REPLACE TRIGGER', 14)] : []),
    ...(isMissingTriggerFunction(catalog, operation.function) ? [missing('function', displayName(operation.function), '42883')] : []),
  ];
  if (catalog.views.has(key)) return combine({ locks: [lock(catalog, key, 'SHARE ROW EXCLUSIVE')], fails });
  return onTable(operation, catalog, ({ table }) => {
    const taken =
      !operation.replace && table.triggers.some((trigger) => trigger.name === operation.trigger) ? [duplicate('trigger', operation.trigger, '42710')] : [];
    const writes = operation.events.includes('insert') || operation.events.includes('update');
    const note = writes && isExisting(catalog, key) ? ['writes of the deployed client run the trigger from now on'] : [];
    return combine({
      locks: [key, ...descendantsOf(catalog, key)].map((each) => lock(catalog, each, 'SHARE ROW EXCLUSIVE')),
      fails: [...fails, ...taken],
      notes: note,
    });
  });
};

/** DROP TRIGGER: ACCESS EXCLUSIVE. */
export const dropTrigger: EffectsOf<'dropTrigger'> = (operation, catalog) => {
  const key = tableKey(catalog, operation.table);
  if (catalog.views.has(key)) return combine(at(catalog, key, 'ACCESS EXCLUSIVE'));
  return onTable({ table: operation.table, tableIfExists: operation.ifExists }, catalog, (target) => {
    const there = target.table.triggers.some((trigger) => trigger.name === operation.trigger);
    const locks: Part = { locks: [key, ...descendantsOf(catalog, key)].map((each) => lock(catalog, each, 'ACCESS EXCLUSIVE')) };
    return combine(
      locks,
      there
        ? { loses: [{ what: 'trigger', table: key, column: null, object: operation.trigger, how: null, data: false }] }
        : { fails: operation.ifExists ? [] : absentOn(target, 'trigger', operation.trigger) },
    );
  });
};

const at = (catalog: Parameters<typeof lock>[0], key: string, mode: LockMode): Part => ({ locks: [lock(catalog, key, mode)] });

export const renameTrigger: EffectsOf<'renameTrigger'> = (operation, catalog) =>
  onTable(operation, catalog, (target) => {
    const there = target.table.triggers.some((trigger) => trigger.name === operation.trigger);
    const taken = target.table.triggers.some((trigger) => trigger.name === operation.newName) ? [duplicate('trigger', operation.newName, '42710')] : [];
    return combine(at(catalog, target.key, 'ACCESS EXCLUSIVE'), { fails: there ? taken : absentOn(target, 'trigger', operation.trigger) });
  });

// ── Policies and rules: all ACCESS EXCLUSIVE ─────────────────────────────────────────────────────────────────────────────

export const createPolicy: EffectsOf<'createPolicy'> = (operation, catalog) =>
  onTable(operation, catalog, (target) => {
    const { key, table } = target;
    const taken = table.policies.some((policy) => policy.name === operation.policy) ? [duplicate('policy', operation.policy, '42710')] : [];
    return combine(at(catalog, key, 'ACCESS EXCLUSIVE'), {
      fails: [
        ...taken,
        ...unknownIn(
          [operation.using, operation.check].filter((part) => part !== null),
          target,
          null,
        ),
      ],
      notes: table.rowSecurity ? [] : ['without effect until row level security is enabled'],
    });
  });

export const alterPolicy: EffectsOf<'alterPolicy'> = (operation, catalog) =>
  onTable(operation, catalog, (target) => {
    const there = target.table.policies.some((policy) => policy.name === operation.policy);
    return combine(at(catalog, target.key, 'ACCESS EXCLUSIVE'), { fails: there ? [] : absentOn(target, 'policy', operation.policy) });
  });

export const dropPolicy: EffectsOf<'dropPolicy'> = (operation, catalog) =>
  onTable({ table: operation.table, tableIfExists: operation.ifExists }, catalog, (target) => {
    const there = target.table.policies.some((policy) => policy.name === operation.policy);
    if (!there) return combine(at(catalog, target.key, 'ACCESS EXCLUSIVE'), { fails: operation.ifExists ? [] : absentOn(target, 'policy', operation.policy) });
    return combine(at(catalog, target.key, 'ACCESS EXCLUSIVE'), {
      loses: [{ what: 'policy', table: target.key, column: null, object: operation.policy, how: null, data: false }],
    });
  });

/** A rewrite rule, on a table or a view. */
export const createRule: EffectsOf<'createRule'> = (operation, catalog) => onTableOrView(operation, catalog);
export const dropRule: EffectsOf<'dropRule'> = (operation, catalog) => onTableOrView({ table: operation.table, tableIfExists: operation.ifExists }, catalog);

function onTableOrView(
  operation: { readonly table: Parameters<typeof tableKey>[1]; readonly tableIfExists?: boolean },
  catalog: Parameters<typeof lock>[0],
): ReturnType<typeof combine> {
  const key = tableKey(catalog, operation.table);
  if (catalog.views.has(key)) return combine(at(catalog, key, 'ACCESS EXCLUSIVE'));
  return onTable(operation, catalog, (target) => combine(at(catalog, target.key, 'ACCESS EXCLUSIVE')));
}
