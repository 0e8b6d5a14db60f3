import type { CreateView } from '../../operation/index.ts';
import { splitKey } from '../assumed.ts';
import type { Catalog } from '../catalog.ts';
import { putView } from '../change.ts';
import { dependenciesOf } from '../dependencies.ts';
import { dropView as dropViewAt } from '../drop.ts';
import { relationKey, tableKey } from '../lookup.ts';
import type { Origin, View } from '../model.ts';
import { truncateName } from '../object-names.ts';
import { outputOf } from '../scope.ts';
import { applyRows } from '../row-knowledge/index.ts';
import { creationKey } from './create-table.ts';
import type { Handler, Handlers } from './handler.ts';
import { moveRelation } from './tables.ts';

const createView: Handler<'createView'> = (catalog, operation, at) => {
  const key = creationKey(catalog, { table: operation.view, persistence: operation.temporary ? 'temporary' : 'permanent' });
  const existing = catalog.views.get(key);
  if (catalog.tables.has(key) || catalog.sequences.has(key) || catalog.indexOwners.has(key)) return catalog;
  if (existing && !operation.replace) return catalog;
  return putView(catalog, makeView(catalog, operation, splitKey(key), existing?.bornIn ?? (existing ? null : at)));
};

function makeView(catalog: Catalog, operation: CreateView, name: { readonly schema: string; readonly name: string }, bornIn: Origin | null): View {
  const output = outputOf(catalog, operation.query)?.map((column) => column.name) ?? null;
  const { columns: written } = operation;
  return {
    kind: operation.materialized ? 'materialized view' : 'view',
    ...name,
    bornIn,
    columns: output ? output.map((column, index) => written[index] ?? column) : written.length > 0 ? written : null,
    query: operation.query,
    dependsOn: dependenciesOf(catalog, [operation.query]),
    indexes: [],
    populated: operation.withData,
  };
}

const dropView: Handler<'dropView'> = (catalog, operation) => dropViewAt(catalog, tableKey(catalog, operation.view), operation.cascade);

const renameView: Handler<'renameView'> = (catalog, operation) => {
  const key = tableKey(catalog, operation.view);
  return catalog.views.has(key) ? moveRelation(catalog, key, { schema: splitKey(key).schema, name: truncateName(operation.newName) }) : catalog;
};

const refreshMaterializedView: Handler<'refreshMaterializedView'> = (catalog, operation, at) => {
  const view = catalog.views.get(tableKey(catalog, operation.view));
  const refreshed = view ? putView(catalog, view.populated === operation.withData ? view : { ...view, populated: operation.withData }) : catalog;
  return applyRows(refreshed, operation, at);
};

export const views = { createView, dropView, renameView, refreshMaterializedView } satisfies Partial<Handlers>;

/** All views of a schema. */
export const viewsIn = (catalog: Catalog, schema: string): readonly string[] =>
  [...catalog.views.values()].filter((view) => view.schema === schema).map((view) => relationKey(view.schema, view.name));
