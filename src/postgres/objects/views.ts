import { type Catalog, findView, newKey, tableKey, type View, viewsOn } from '../../catalog/index.ts';
import { displayName, type QualifiedName } from '../../core/index.ts';
import type { CreateView, DropView, LockMode, Query } from '../../operation/index.ts';
import { breaks, combine, isExisting, lock, lockIndex, type Part, refusal, work } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { type Effects, type Failure, NO_EFFECTS } from '../effects.ts';
import { typeOf } from '../expression-type.ts';
import { dependents, missing, missingSchema, nameCollision, refused } from '../relations.ts';
import { queryEffects } from '../rows/query.ts';
import { identical } from '../types.ts';
import { storedFunctionsOn } from './function-dependents.ts';
import { dropsViews, goneView, keyOfView, renamedView } from './view-cascade.ts';

/** CREATE VIEW reads definitions only; OR REPLACE takes ACCESS EXCLUSIVE on the view and may only add columns at the end. */
export const createView: EffectsOf<'createView'> = (operation, catalog) => {
  const key = newKey(catalog, operation.view);
  const reads = queryEffects(operation.query, catalog);
  const existing = operation.temporary ? undefined : catalog.views.get(key);
  if (existing?.kind === 'view' && operation.replace && !operation.materialized)
    return combine(reads, { locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')], fails: replaceFailures(existing, operation, catalog) });
  if (existing && operation.ifNotExists) return { ...NO_EFFECTS, notes: [`${key} exists: nothing is done, even if it is defined otherwise`] };
  if (operation.replace && !operation.temporary && catalog.tables.has(key)) return refused(`${key} is not a view`, '42809');
  const collision = operation.temporary ? [] : nameCollision(catalog, key);
  return combine(reads, { fails: [...missingSchema(catalog, operation.view.schema), ...collision] });
};

/** 42P16 when a column is gone, renamed or of another type (checkViewColumns(), view.c). */
function replaceFailures(view: View, operation: CreateView, catalog: Catalog): readonly Failure[] {
  const before = view.columns;
  const after = operation.columns.length > 0 ? operation.columns : outputNames(operation.query);
  if (before === null || after === null) return [];
  if (after.length < before.length) return [refusal(`cannot drop columns from view ${keyOfView(view)}`, '42P16')];
  const renamed = before.find((name, index) => after[index] !== name);
  if (renamed !== undefined) return [refusal(`cannot change the name of view column ${renamed}`, '42P16')];
  const retyped = before.find((_, index) => changesType(view.query, operation.query, index, catalog));
  return retyped === undefined ? [] : [refusal(`cannot change the data type of view column ${retyped}`, '42P16')];
}

/** Names of the output columns; null as soon as one of them (`*`) cannot be told. */
function outputNames(query: Query): readonly string[] | null {
  if (query.setOperation) return outputNames(query.setOperation.left);
  const names = query.targets.map((target) => target.name ?? (target.expression.kind === 'column' ? target.expression.name : null));
  return names.length === 0 || names.some((name) => name === null) ? null : names.flatMap((name) => name ?? []);
}

function changesType(before: Query, after: Query, index: number, catalog: Catalog): boolean {
  const [from, to] = [outputType(before, index, catalog), outputType(after, index, catalog)];
  return from !== null && to !== null && !identical(from, to);
}

/** The type of an output column of a query over one table without joins; null otherwise. */
function outputType(query: Query, index: number, catalog: Catalog): Exclude<ReturnType<typeof typeOf>, 'literal'> {
  const [source] = query.from;
  const target = query.targets[index];
  if (query.from.length !== 1 || source?.kind !== 'table' || !target || query.targets.some(({ expression }) => expression.kind === 'star')) return null;
  const table = catalog.tables.get(tableKey(catalog, source.table)) ?? null;
  const type = typeOf(target.expression, table, catalog);
  return type === 'literal' ? null : type;
}

/** DROP VIEW: ACCESS EXCLUSIVE; what reads it holds it back or goes with it. */
export const dropView: EffectsOf<'dropView'> = (operation, catalog) => {
  const key = tableKey(catalog, operation.view);
  const found = findView(catalog, key);
  if (found.is !== 'present') return withoutView(operation, catalog);
  if ((found.value.kind === 'materialized view') !== operation.materialized) return refused(`${displayName(operation.view)} is a ${found.value.kind}`, '42809');
  const together = new Set(operation.alongside.map((name) => tableKey(catalog, name)));
  const above = viewsOn(catalog, key).filter((view) => !together.has(keyOfView(view)) && keyOfView(view) !== key);
  const functions = storedFunctionsOn(catalog, key);
  if (operation.cascade)
    return combine(goneView(catalog, found.value, null), dropsViews(catalog, above), { notes: functions.map((each) => `${each} goes with it`) });
  const names = [...above.map((view) => `${view.kind} ${keyOfView(view)}`), ...functions];
  return combine(goneView(catalog, found.value, null), {
    fails: names.length === 0 ? [] : [dependents(`${found.value.kind} ${displayName(operation.view)}`, names)],
  });
};

function withoutView(operation: DropView, catalog: Catalog): Effects {
  const key = tableKey(catalog, operation.view);
  const other = catalog.tables.get(key);
  if (other && !other.assumed) return refused(`${displayName(operation.view)} is not a view`, '42809');
  if (findView(catalog, key).is === 'unknown')
    return combine({
      locks: [{ ...lock(catalog, key, 'ACCESS EXCLUSIVE'), on: 'view', rows: 'none' }],
      breaks: [breaks(key, 'select', '42P01'), breaks(key, 'prepared', '42P01')],
      loses: [{ what: 'view', table: key, column: null, object: operation.view.name, how: null, data: false }],
    });
  return operation.ifExists
    ? { ...NO_EFFECTS, notes: [`view ${displayName(operation.view)} does not exist: nothing is done`] }
    : combine({ fails: [missing('view', displayName(operation.view), '42P01')] });
}

export const renameView: EffectsOf<'renameView'> = (operation, catalog) => {
  const key = tableKey(catalog, operation.view);
  if (findView(catalog, key).is === 'absent' && !catalog.tables.has(key)) return absentView(operation.view, operation.ifExists);
  return combine(renamedView(catalog, key), { fails: nameCollision(catalog, `${key.slice(0, key.indexOf('.'))}.${operation.newName}`) });
};

const absentView = (name: QualifiedName, ifExists: boolean): Effects =>
  ifExists ? NO_EFFECTS : combine({ fails: [missing('view', displayName(name), '42P01')] });

// ── Materialized views ───────────────────────────────────────────────────────────────────────────────────────────────────

/** REFRESH keeps readers out while the query runs; CONCURRENTLY lets them read, and needs a unique index (matview.c). */
export const refreshMaterializedView: EffectsOf<'refreshMaterializedView'> = (operation, catalog) => {
  const key = tableKey(catalog, operation.view);
  const found = findView(catalog, key);
  if (found.is === 'absent') return combine({ fails: [missing('materialized view', displayName(operation.view), '42P01')] });
  const mode: LockMode = operation.concurrently ? 'EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  if (found.is === 'unknown') return combine({ locks: [lock(catalog, key, mode)], work: work(catalog, key, 'rewrite', mode) });
  const view = found.value;
  if (view.kind === 'view') return refused(`${displayName(operation.view)} is not a materialized view`, '42809');
  const refusals = operation.concurrently ? concurrentRefusals(view, operation.withData) : [];
  if (refusals.length > 0) return combine({ fails: refusals });
  const indexes = view.indexes.map((index) =>
    lockIndex(catalog, `${view.schema}.${index.name}`, key, operation.concurrently ? 'ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE'),
  );
  return combine({ locks: [lock(catalog, key, mode), ...indexes] }, operation.withData ? queryEffects(view.query, catalog) : emptied(catalog, view), {
    work: operation.withData ? work(catalog, key, operation.concurrently ? 'rows-written' : 'rewrite', mode) : [],
  });
};

function concurrentRefusals(view: View, withData: boolean): readonly Failure[] {
  if (!withData) return [refusal('CONCURRENTLY and WITH NO DATA cannot be used together', '42601')];
  if (!view.populated) return [refusal(`CONCURRENTLY cannot be used on ${keyOfView(view)}, which is not populated`, '0A000')];
  const usable = view.indexes.some(
    (index) => index.unique && index.valid && index.where === null && index.elements.every((element) => element.column !== null),
  );
  return usable ? [] : [refusal(`cannot refresh ${keyOfView(view)} concurrently without a unique index over plain columns and all rows`, '55000')];
}

/** WITH NO DATA: every SELECT fails with 55000 until the next refresh. */
const emptied = (catalog: Catalog, view: View): Part => ({
  breaks: isExisting(catalog, keyOfView(view)) && view.populated ? [breaks(keyOfView(view), 'select', '55000')] : [],
});
