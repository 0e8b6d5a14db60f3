import { type Catalog, childrenOf, foreignKeysTo, tableKey, type RelationKey, type Table, viewsOn, descendantsOf } from '../../catalog/index.ts';
import { displayName } from '../../core/index.ts';
import { breaks, combine, isExisting, lock, lockIndex, loses, type Part, rowsOf } from '../build.ts';
import { dropsViews } from '../objects/view-cascade.ts';
import type { EffectsOf } from '../dispatch.ts';
import type { Effects } from '../effects.ts';
import { defaultPartition, dependents, keyOfTable, onTable } from '../relations.ts';
import { partners } from './create.ts';
import { storedFunctionsOn } from '../objects/function-dependents.ts';

/** DROP TABLE: ACCESS EXCLUSIVE on it, on what goes with it, and on the tables at the other end of its foreign keys. */
export const dropTable: EffectsOf<'dropTable'> = (operation, catalog) =>
  onTable({ table: operation.table, tableIfExists: operation.ifExists }, catalog, ({ key, table }) => {
    const together = new Set([key, ...operation.alongside.map((name) => tableKey(catalog, name))]);
    return combine(
      goneTable(catalog, key, table),
      ...belowIt(catalog, key, operation.cascade, together),
      leftParent(catalog, table),
      outsideDependents(catalog, key, displayName(operation.table), operation.cascade, together),
    );
  });

/** The table itself: its rows, its locks, and what the deployed client still asks of it. */
export function goneTable(catalog: Catalog, key: RelationKey, table: Table): Part {
  const existing = isExisting(catalog, key);
  return {
    locks: [
      lock(catalog, key, 'ACCESS EXCLUSIVE'),
      ...table.indexes.map((index) => lockIndex(catalog, `${table.schema}.${index.name}`, key, 'ACCESS EXCLUSIVE')),
      ...partners(table)
        .filter((partner) => partner !== key)
        .map((partner) => lock(catalog, partner, 'ACCESS EXCLUSIVE')),
    ],
    loses: [loses('table', key, { data: existing && rowsOf(catalog, key) !== 'none' && table.kind !== 'foreign table' })],
    breaks: existing ? [breaks(key, 'select', '42P01'), breaks(key, 'insert', '42P01'), breaks(key, 'prepared', '42P01')] : [],
  };
}

/** Partitions go with their parent; inheritance children are dependents like others. */
function belowIt(catalog: Catalog, key: RelationKey, cascade: boolean, together: ReadonlySet<RelationKey>): readonly Part[] {
  const children = childrenOf(catalog, key)
    .map(keyOfTable)
    .filter((child) => !together.has(child) && catalog.tables.get(child)?.partitionOf?.parent !== key);
  if (children.length > 0 && !cascade)
    return [
      {
        fails: [
          dependents(
            `table ${key}`,
            children.map((child) => `table ${child}`),
          ),
        ],
      },
    ];
  return descendantsOf(catalog, key).flatMap((child) => {
    const table = catalog.tables.get(child);
    return table ? [goneTable(catalog, child, table)] : [];
  });
}

/** Dropping a partition locks its parent and the default partition, whose bounds change (heap_drop_with_catalog(), heap.c). */
function leftParent(catalog: Catalog, table: Table): Part {
  if (!table.partitionOf) return {};
  const other = defaultPartition(catalog, table.partitionOf.parent);
  return { locks: [table.partitionOf.parent, ...(other === null ? [] : [other])].map((key) => lock(catalog, key, 'ACCESS EXCLUSIVE')) };
}

/** Foreign keys, views and SQL functions elsewhere: 2BP01, or CASCADE takes them along. */
export function outsideDependents(catalog: Catalog, key: RelationKey, name: string, cascade: boolean, together: ReadonlySet<RelationKey>): Effects {
  const foreignKeys = foreignKeysTo(catalog, key).filter(({ table }) => !together.has(keyOfTable(table)));
  const views = viewsOn(catalog, key);
  const functions = storedFunctionsOn(catalog, key);
  if (!cascade) {
    const names = [
      ...foreignKeys.map(({ table, foreignKey }) => `constraint ${foreignKey.name} on table ${keyOfTable(table)}`),
      ...views.map((view) => `view ${view.schema}.${view.name}`),
      ...functions,
    ];
    return combine({ fails: names.length === 0 ? [] : [dependents(`table ${name}`, names)] });
  }
  return combine(
    {
      locks: foreignKeys.map(({ table }) => lock(catalog, keyOfTable(table), 'ACCESS EXCLUSIVE')),
      loses: foreignKeys.map(({ table, foreignKey }) => loses('constraint', keyOfTable(table), { object: foreignKey.name, how: 'cascaded' })),
    },
    dropsViews(catalog, views),
    { notes: functions.map((each) => `${each} goes with it`) },
  );
}
