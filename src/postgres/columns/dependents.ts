import { type Catalog, type Dependency, foreignKeysTo, type Table, viewsOn } from '../../catalog/index.ts';
import { lock, loses } from '../build.ts';
import type { Lock, Loss, Server } from '../effects.ts';
import { keyOfTable } from '../relations.ts';
import { columnsIn } from '../volatility.ts';
import type { ColumnTarget } from './column.ts';

/** An object that PostgreSQL knows to need a column. */
export interface Dependent {
  readonly type: 'view' | 'policy' | 'trigger' | 'function' | 'generated column' | 'foreign key';
  readonly name: string;
  /** What CASCADE takes away; null when it is nothing that holds rows or guards them. */
  readonly loss: Loss | null;
  readonly locks: readonly Lock[];
}

/**
 * What stands in the way of dropping a column (2BP01) or of changing its type (0A000). Indexes and constraints of the table itself
 * do not: they go along, or are built again. String bodies of functions are not looked into by PostgreSQL either.
 */
export function dependentsOn(catalog: Catalog, target: ColumnTarget, action: 'drop' | 'alter type', server: Server): readonly Dependent[] {
  const generated = action === 'drop' && server.version < 15 ? [] : generatedColumns(target);
  return [
    ...views(catalog, target),
    ...policies(catalog, target),
    ...triggers(target),
    ...functions(catalog, target),
    ...generated,
    ...(action === 'drop' ? foreignKeys(catalog, target) : []),
  ];
}

function views(catalog: Catalog, { key, column }: ColumnTarget): readonly Dependent[] {
  return viewsOn(catalog, key, column.name).map((view) => {
    const viewKey = `${view.schema}.${view.name}`;
    const data = view.kind === 'materialized view';
    return {
      type: 'view',
      name: viewKey,
      loss: loses('view', viewKey, { object: viewKey, how: 'cascaded', data }),
      locks: [lock(catalog, viewKey, 'ACCESS EXCLUSIVE')],
    };
  });
}

function policies(catalog: Catalog, { table, key, column }: ColumnTarget): readonly Dependent[] {
  const using = table.policies.filter(({ using: rows, check }) =>
    [rows, check].some((expression) => expression !== null && columnsIn(expression).has(column.name)),
  );
  return using.map(({ name }) => ({
    type: 'policy',
    name,
    loss: loses('policy', key, { object: name, how: 'cascaded', data: false }),
    locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')],
  }));
}

function triggers({ table, key, column }: ColumnTarget): readonly Dependent[] {
  const using = table.triggers.filter(
    (trigger) => trigger.updateOf.includes(column.name) || (trigger.when !== null && columnsIn(trigger.when).has(column.name)),
  );
  return using.map(({ name }) => ({ type: 'trigger', name, loss: loses('trigger', key, { object: name, how: 'cascaded', data: false }), locks: [] }));
}

const reads = (dependency: Dependency, target: ColumnTarget): boolean =>
  dependency.relation === target.key && (dependency.columns === null || dependency.columns.includes(target.column.name));

/** SQL-standard bodies only. */
function functions(catalog: Catalog, target: ColumnTarget): readonly Dependent[] {
  const entries = [...catalog.functions.values()].flat().filter((entry) => entry.dependsOn.some((dependency) => reads(dependency, target)));
  return entries.map(({ schema, name }) => ({ type: 'function', name: `${schema}.${name}`, loss: null, locks: [] }));
}

export const generatedFrom = (table: Table, column: string): readonly string[] =>
  table.columns.filter((candidate) => candidate.generated !== null && columnsIn(candidate.generated.expression).has(column)).map((candidate) => candidate.name);

function generatedColumns(target: ColumnTarget): readonly Dependent[] {
  return generatedFrom(target.table, target.column.name).map((name) => ({
    type: 'generated column',
    name,
    loss: loses('column', target.key, { column: name, how: 'cascaded', data: target.table.rows !== 'none' }),
    locks: [],
  }));
}

/** Foreign keys that lead to the column; one that the column itself is part of goes along. */
function foreignKeys(catalog: Catalog, { key, column }: ColumnTarget): readonly Dependent[] {
  const leading = foreignKeysTo(catalog, key).filter(
    ({ table, foreignKey }) => foreignKey.references.columns.includes(column.name) && !(keyOfTable(table) === key && foreignKey.columns.includes(column.name)),
  );
  return leading.map(({ table, foreignKey }) => ({
    type: 'foreign key',
    name: `${keyOfTable(table)}.${foreignKey.name}`,
    loss: loses('constraint', keyOfTable(table), { object: foreignKey.name, how: 'cascaded', data: false }),
    locks: [lock(catalog, keyOfTable(table), 'ACCESS EXCLUSIVE')],
  }));
}
