import type { CreateSequence } from '../../operation/index.ts';
import { splitKey } from '../assumed.ts';
import type { Catalog } from '../catalog.ts';
import { editTable, putFunctions, putSequence, putTable, targetOf } from '../change.ts';
import { dependenciesOf } from '../dependencies.ts';
import { dropFunction as dropFunctionAt, dropSequence as dropSequenceAt } from '../drop.ts';
import { columnNamed, functionKey, newKey, tableKey } from '../lookup.ts';
import type { FunctionEntry, RelationKey, Sequence, Trigger } from '../model.ts';
import { truncateName } from '../object-names.ts';
import { changed, mapAll } from '../replace.ts';
import { moveFunction, moveSequence } from '../rename.ts';
import type { Handler, Handlers } from './handler.ts';

// ── Sequences ────────────────────────────────────────────────────────────────────────────────────────────────────────

type Owner = Exclude<CreateSequence['ownedBy'], null>;

/** The owner as the catalog keeps it, and the column marked as the owner. */
function own(catalog: Catalog, key: RelationKey, owner: Owner | null): Catalog {
  const sequence = catalog.sequences.get(key);
  if (!sequence) return catalog;
  const released = sequence.ownedBy ? setOwned(catalog, sequence.ownedBy, null, key) : catalog;
  const ownedBy = owner && { table: tableKey(catalog, owner.table), column: owner.column };
  const next = putSequence(released, { ...sequence, ownedBy });
  return ownedBy ? setOwned(next, ownedBy, key, null) : next;
}

function setOwned(
  catalog: Catalog,
  owner: { readonly table: RelationKey; readonly column: string },
  to: RelationKey | null,
  from: RelationKey | null,
): Catalog {
  const table = catalog.tables.get(owner.table);
  const column = table && columnNamed(table, owner.column);
  if (!table || column?.ownedSequence !== from) return catalog;
  return putTable(catalog, { ...table, columns: mapAll(table.columns, (each) => (each === column ? { ...each, ownedSequence: to } : each)) });
}

const createSequence: Handler<'createSequence'> = (catalog, operation, at) => {
  const key = newKey(catalog, { ...operation.sequence, name: truncateName(operation.sequence.name) });
  if (catalog.sequences.has(key) || catalog.tables.has(key) || catalog.views.has(key) || catalog.indexOwners.has(key)) return catalog;
  const sequence: Sequence = { kind: 'sequence', ...splitKey(key), bornIn: at, ownedBy: null };
  return own(putSequence(catalog, sequence), key, operation.ownedBy);
};

const alterSequence: Handler<'alterSequence'> = (catalog, operation) => {
  if (operation.ownedBy === null) return catalog;
  return own(catalog, tableKey(catalog, operation.sequence), operation.ownedBy === 'none' ? null : operation.ownedBy);
};

const dropSequence: Handler<'dropSequence'> = (catalog, operation) => dropSequenceAt(catalog, tableKey(catalog, operation.sequence), operation.cascade);

const renameSequence: Handler<'renameSequence'> = (catalog, operation) => {
  const key = tableKey(catalog, operation.sequence);
  return moveSequence(catalog, key, { schema: splitKey(key).schema, name: truncateName(operation.newName) });
};

// ── Functions ────────────────────────────────────────────────────────────────────────────────────────────────────────

const inputTypes = (parameters: FunctionEntry['parameters']): string =>
  parameters
    .filter(({ mode }) => mode !== 'out' && mode !== 'table')
    .map(({ type }) => `${type.name}[${type.dimensions}]`)
    .join();

const createFunction: Handler<'createFunction'> = (catalog, operation, at) => {
  const key = newKey(catalog, operation.function);
  const entries = catalog.functions.get(key) ?? [];
  const existing = entries.find((entry) => inputTypes(entry.parameters) === inputTypes(operation.parameters));
  if (existing && !operation.replace) return catalog;
  const entry: FunctionEntry = {
    ...splitKey(key),
    bornIn: existing ? existing.bornIn : at,
    procedure: operation.procedure,
    language: operation.language,
    volatility: operation.volatility,
    parameters: operation.parameters,
    returns: operation.returns,
    dependsOn: operation.body.form === 'query' ? dependenciesOf(catalog, operation.body.queries) : [],
    text: operation.body.form === 'text' ? operation.body.text : null,
  };
  return putFunctions(catalog, key, [...entries.filter((other) => other !== existing), entry]);
};

const dropFunction: Handler<'dropFunction'> = (catalog, operation) => {
  const { parameters } = operation;
  const wanted = parameters?.map((type) => `${type.name}[${type.dimensions}]`).join();
  return dropFunctionAt(
    catalog,
    functionKey(catalog, operation.function),
    (entry) => wanted === undefined || inputTypes(entry.parameters) === wanted,
    operation.cascade,
  );
};

const alterFunction: Handler<'alterFunction'> = (catalog, operation) => {
  const key = functionKey(catalog, operation.function);
  return operation.newName === null ? catalog : moveFunction(catalog, key, { schema: splitKey(key).schema, name: operation.newName });
};

// ── Triggers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const createTrigger: Handler<'createTrigger'> = (catalog, operation) => {
  const trigger: Trigger = {
    name: truncateName(operation.trigger),
    timing: operation.timing,
    events: operation.events,
    updateOf: operation.updateOf,
    when: operation.when,
    function: functionKey(catalog, operation.function),
    constraint: operation.constraint,
    initiallyDeferred: operation.initiallyDeferred,
  };
  return editTable(catalog, operation, (table) => {
    const has = table.triggers.some((other) => other.name === trigger.name);
    if (!has) return { ...table, triggers: [...table.triggers, trigger] };
    return operation.replace ? { ...table, triggers: table.triggers.map((other) => (other.name === trigger.name ? trigger : other)) } : table;
  });
};

const dropTrigger: Handler<'dropTrigger'> = (catalog, operation) =>
  editTable(catalog, { table: operation.table, tableIfExists: operation.ifExists }, (table) => ({
    ...table,
    triggers: table.triggers.filter((trigger) => trigger.name !== operation.trigger),
  }));

const renameTrigger: Handler<'renameTrigger'> = (catalog, operation) =>
  editTable(catalog, operation, (table) =>
    changed(table, { triggers: mapAll(table.triggers, (trigger) => (trigger.name === operation.trigger ? { ...trigger, name: operation.newName } : trigger)) }),
  );

// ── Policies ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const createPolicy: Handler<'createPolicy'> = (catalog, { table: name, policy, using, check }) =>
  editTable(catalog, { table: name }, (table) =>
    table.policies.some((other) => other.name === policy) ? table : { ...table, policies: [...table.policies, { name: policy, using, check }] },
  );

const alterPolicy: Handler<'alterPolicy'> = (catalog, operation) =>
  editTable(catalog, operation, (table) => {
    const edit = operation.newName === null ? { using: operation.using, check: operation.check } : { name: operation.newName };
    return changed(table, {
      policies: mapAll(table.policies, (policy) => (policy.name === operation.policy ? { ...policy, ...withoutNulls(policy, edit) } : policy)),
    });
  });

/** USING and WITH CHECK that are not written stay. */
function withoutNulls<Value extends object>(base: Value, edit: { readonly [Key in keyof Value]?: Value[Key] | null }): Value {
  const next: Value = { ...base };
  for (const key in edit) {
    const value = edit[key];
    if (value !== null && value !== undefined) next[key] = value;
  }
  return next;
}

const dropPolicy: Handler<'dropPolicy'> = (catalog, operation) =>
  editTable(catalog, { table: operation.table, tableIfExists: operation.ifExists }, (table) => ({
    ...table,
    policies: table.policies.filter((policy) => policy.name !== operation.policy),
  }));

/** Rules are not kept; the table is known by name. Views take rules, too. */
const createRule: Handler<'createRule'> = (catalog, operation) => {
  const table = targetOf(catalog, operation);
  return table ? putTable(catalog, table) : catalog;
};

export const objects = {
  createSequence,
  alterSequence,
  dropSequence,
  renameSequence,
  createFunction,
  dropFunction,
  alterFunction,
  createTrigger,
  dropTrigger,
  renameTrigger,
  createPolicy,
  alterPolicy,
  dropPolicy,
  createRule,
} satisfies Partial<Handlers>;
