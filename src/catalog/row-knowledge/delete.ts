import type { OperationOf } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { putTable, targetOf } from '../change.ts';
import { descendantsOf, foreignKeysTo } from '../dependents.ts';
import { relationKey } from '../lookup.ts';
import type { Origin, RelationKey, Table } from '../model.ts';
import { mapAll } from '../replace.ts';
import { isRealCondition } from './conditions.ts';
import type { Graded, Subject } from './facts.ts';
import { establish, isPlain, seesOldRows, type Witness } from './record.ts';
import { bind, rowScope } from './scope.ts';
import { selectFrom } from './select.ts';
import { spared } from './spared.ts';
import { actionsOn, forgotten, partnersLost, writtenBy } from './writes.ts';

/** What stays is known by the condition that spared it. What went is missed by those who refer to it. */
export function applyDelete(catalog: Catalog, operation: OperationOf<'delete'>, at: Origin): Catalog {
  const table = targetOf(catalog, operation);
  if (!table || table.rows === 'none') return catalog;
  const key = relationKey(table.schema, table.name);
  const plain = isPlain(catalog, key, table, 'delete');
  const witness: Witness = { at, what: 'the DELETE', sure: !operation.conditional && plain && !seesOldRows(catalog, operation, at) };
  const lost = actionsOn(partnersLost(catalog, key, null), key, null);
  if (operation.using.length === 0 && !isRealCondition(operation.where, table) && witness.sure) return emptied(lost, key, at);
  const facts = sparedBy({ catalog, key, table, removes: true }, operation);
  const current = lost.tables.get(key) ?? table;
  return establish(putTable(lost, { ...current, writtenBy: writtenBy(current, at) }), key, facts, namedAfter(witness, facts));
}

function sparedBy(subject: Subject, operation: OperationOf<'delete'>): readonly Graded[] {
  const scope = rowScope(subject.catalog, subject.table, operation.alias, operation.ctes);
  return spared(selectFrom(operation.using, operation.where, scope, bind).select, subject);
}

function namedAfter(witness: Witness, facts: readonly Graded[]): Witness {
  const aim = facts.some(({ fact }) => fact.is === 'unique') ? ' of duplicates' : facts.some(({ fact }) => fact.is === 'references') ? ' of orphans' : '';
  return { ...witness, what: `the DELETE${aim}` };
}

/** A table, and what stores its rows, without any. */
function emptied(catalog: Catalog, key: RelationKey, at: Origin): Catalog {
  return [key, ...descendantsOf(catalog, key)].reduce((sum, each) => {
    const table = sum.tables.get(each);
    return table ? putTable(sum, withoutRows(table, at)) : sum;
  }, catalog);
}

function withoutRows(table: Table, at: Origin): Table {
  return {
    ...forgotten(table, at, false),
    columns: mapAll(table.columns, (column) => ({ ...column, rows: { holds: 'anything' }, filled: null })),
    rows: 'none',
  };
}

/** TRUNCATE: with CASCADE, all tables that refer to it lose their rows, too, whatever ON DELETE says. */
export function applyTruncate(catalog: Catalog, operation: OperationOf<'truncate'>, at: Origin): Catalog {
  const table = targetOf(catalog, operation);
  if (!table) return catalog;
  const keys = operation.cascade ? withReferring(catalog, relationKey(table.schema, table.name)) : [relationKey(table.schema, table.name)];
  const lost = keys.reduce((sum, key) => partnersLost(sum, key, null), putTable(catalog, table));
  if (operation.conditional) return lost;
  return keys.reduce((sum, key) => emptied(sum, key, at), lost);
}

function withReferring(catalog: Catalog, key: RelationKey, seen: readonly RelationKey[] = []): readonly RelationKey[] {
  if (seen.includes(key)) return seen;
  return foreignKeysTo(catalog, key).reduce<readonly RelationKey[]>(
    (all, { table }) => withReferring(catalog, relationKey(table.schema, table.name), all),
    [...seen, key],
  );
}
