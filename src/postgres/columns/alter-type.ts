import { type Catalog, descendantsOf, type RelationKey } from '../../catalog/index.ts';
import type { AlterColumnType } from '../../operation/index.ts';
import { combine, lock, loses, type Part, work } from '../build.ts';
import type { Effects, Loss, Server } from '../effects.ts';
import { refused, storageOf } from '../relations.ts';
import { type TypeChange, typeChange } from '../type-change.ts';
import { columnsIn } from '../volatility.ts';
import { typeClientBreaks } from './alter-type-clients.ts';
import { alwaysRefused } from './alter-type-failures.ts';
import { valueFailures } from './alter-type-values.ts';
import { affectedForeignKeys, affectedIndexes, type AlteredColumn } from './alter-type-dependents.ts';
import { exclusiveLocks, holdsData, inheritsColumn, isPartitionKey, onColumn } from './column.ts';
import { indexLock, rewriteTable } from './rewrite.ts';

/** ALTER COLUMN TYPE. Source: ATPrepAlterColumnType(), ATExecAlterColumnType(), ATPostAlterTypeCleanup(). */
export function alterColumnType(operation: AlterColumnType, catalog: Catalog, server: Server): Effects {
  return onColumn(operation, catalog, (target) => {
    const change = typeChange(target.table, target.column, operation, catalog, server);
    const altered: AlteredColumn = { target, operation, change, catalog, server };
    const refusal = refusedPlace(altered);
    if (refusal) return refusal;
    const always = alwaysRefused(altered);
    if (always.length > 0) return combine(exclusiveLocks(catalog, target, operation.only), { fails: always });
    return combine(
      exclusiveLocks(catalog, target, operation.only),
      change.rewrite ? rewriteTable(catalog, target.key, operation.only) : null,
      indexWork(altered),
      change.rewrite ? null : checksAgain(altered),
      foreignKeysAgain(altered),
      identitySequence(altered),
      { fails: target.table.rows === 'none' ? [] : valueFailures(altered) },
      { loses: lostValues(altered) },
      { breaks: typeClientBreaks(altered) },
      { notes: notesOf(change) },
    );
  });
}

function refusedPlace({ target, operation, catalog }: AlteredColumn): Effects | null {
  const { table, column, key } = target;
  if (isPartitionKey(table, column.name)) return refused(`column ${column.name} is in the partition key of ${key}`, '42P16');
  if (inheritsColumn(catalog, table, column.name)) return refused(`column ${column.name} is inherited: alter it in the parent table`, '42P16');
  if (operation.only && descendantsOf(catalog, key).length > 0) return refused('the type of an inherited column must be changed in child tables too', '42P16');
  return null;
}

/** Indexes on the column are made again; without a rewrite those whose meaning stays keep their file. */
function indexWork(altered: AlteredColumn): Part {
  const { catalog, target, operation, change } = altered;
  return combine(
    ...storageOf(catalog, target.key, operation.only).flatMap((key) =>
      affectedIndexes(altered, key).map(
        ({ name, kept }): Part => ({
          locks: [indexLock(catalog, key, name)],
          work: kept || change.rewrite ? [] : work(catalog, key, 'index-rebuild', 'ACCESS EXCLUSIVE', name),
          notes: kept ? [`index ${name} keeps its file`] : [],
        }),
      ),
    ),
  );
}

/** CHECKs on the column are dropped and added again: the table is read to verify them, even when it is not written. */
function checksAgain({ catalog, target, operation }: AlteredColumn): Part {
  const { name } = target.column;
  const verified = (key: RelationKey): readonly string[] =>
    (catalog.tables.get(key)?.constraints ?? []).flatMap((constraint) =>
      constraint.kind === 'check' &&
      constraint.validated &&
      constraint.enforced &&
      (constraint.columns.includes(name) || columnsIn(constraint.expression).has(name))
        ? [constraint.name]
        : [],
    );
  return {
    work: storageOf(catalog, target.key, operation.only).flatMap((key) =>
      verified(key).flatMap((constraint) => work(catalog, key, 'scan', 'ACCESS EXCLUSIVE', constraint)),
    ),
  };
}

/** Foreign keys on either side of the column are made again: both tables are locked, and rows looked up unless nothing changed for them. */
function foreignKeysAgain(altered: AlteredColumn): Part {
  const { catalog } = altered;
  return combine(
    ...affectedForeignKeys(altered).map(
      ({ name, from, to, validated }): Part => ({
        locks: [lock(catalog, from, 'ACCESS EXCLUSIVE'), lock(catalog, to, 'ACCESS EXCLUSIVE')],
        work: validated ? work(catalog, from, 'validate-foreign-key', 'ACCESS EXCLUSIVE', name) : [],
      }),
    ),
  );
}

/** The sequence of an identity column gets the new type too; that of a serial stays as it is. */
function identitySequence({ catalog, target, change }: AlteredColumn): Part {
  const { ownedSequence, identity } = target.column;
  if (ownedSequence === null) return {};
  if (identity) return change.from.name === change.to.name ? {} : { locks: [lock(catalog, ownedSequence, 'SHARE ROW EXCLUSIVE')] };
  const widens = change.to.name === 'int8' && change.from.name !== 'int8';
  return widens ? { notes: [`sequence ${ownedSequence} keeps its old type and maximum: ALTER SEQUENCE … AS bigint`] } : {};
}

function lostValues({ change, target, operation }: AlteredColumn): readonly Loss[] {
  if (change.loses === null) return [];
  const data = change.losesData && holdsData(target);
  return [loses('values', target.key, { column: operation.column, how: change.loses, data })];
}

function notesOf(change: TypeChange): readonly string[] {
  return change.rewrite ? [] : ['no rewrite: the stored values are valid for the new type as they are'];
}
