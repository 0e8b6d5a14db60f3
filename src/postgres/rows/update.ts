import { type Catalog, columnNamed, isNeverNull, isRealCondition, type RelationKey, tableKey, type Table, uniqueKeysOf } from '../../catalog/index.ts';
import { columnsOf, conjuncts, type Expression, type FromItem, isConstant, type Query, type Update } from '../../operation/index.ts';
import { combine, isExisting, lock, loses, type Part, rowsOf, work } from '../build.ts';
import { isKnown } from '../constraints/addition.ts';
import type { EffectsOf } from '../dispatch.ts';
import type { Failure } from '../effects.ts';
import { onTable, type Target } from '../relations.ts';
import { findsNothing, isFewRows } from './extent.ts';
import { readsFrom } from './query.ts';
import {
  absentColumns,
  foreignKeysWith,
  guarantees,
  isDefault,
  keysTouched,
  literalRefusal,
  referencedBy,
  references,
  rejected,
  unknownIn,
  written,
  writtenThrough,
} from './writes.ts';

/** UPDATE: ROW EXCLUSIVE; changed rows stay locked until the transaction ends. */
export const update: EffectsOf<'update'> = (operation, catalog, server) => {
  const viewKey = tableKey(catalog, operation.table);
  const values = operation.assignments.map((assignment) => assignment.value);
  const reads = readsFrom(operation.from, [...values, ...(operation.where ? [operation.where] : [])], catalog, operation.ctes);
  const view = catalog.views.get(viewKey);
  if (view) return combine(writtenThrough(catalog, view), reads);
  return onTable(operation, catalog, (target) => {
    const { key, table } = target;
    const inside = operation.from.length === 0 ? unknownIn([...values, ...(operation.where ? [operation.where] : [])], target, operation.alias) : [];
    const absent = [
      ...absentColumns(
        key,
        table,
        operation.assignments.map((assignment) => assignment.column),
      ),
      ...inside,
    ];
    const frozen = operation.assignments.flatMap(({ column, value }) => frozenColumn(key, table, column, value));
    if (absent.length + frozen.length > 0) return combine({ fails: [...absent, ...frozen] });
    const changed = operation.assignments.filter(({ column, value }) => !(value.kind === 'column' && value.name === column)).map(({ column }) => column);
    return combine(
      written(catalog, key, table),
      references(catalog, table, changed, server),
      cascadedUpdates(catalog, key, changed),
      reads,
      isFewRows(table, operation.where) || findsNothing(table, operation.where) ? null : { work: work(catalog, key, 'rows-written', 'ROW EXCLUSIVE') },
      rowsOf(catalog, key) === 'none' || findsNothing(table, operation.where)
        ? null
        : { fails: refusedValues(operation, target, catalog), loses: overwritten(operation, target, catalog) },
    );
  });
};

/** ON UPDATE CASCADE and SET NULL write the referencing rows, too. */
const cascadedUpdates = (catalog: Catalog, key: RelationKey, changed: readonly string[]): Part => ({
  locks: referencedBy(catalog, key)
    .filter(({ foreignKey }) => foreignKey.references.columns.some((column) => changed.includes(column)))
    .map(({ child, foreignKey }) => lock(catalog, child, ['no action', 'restrict'].includes(foreignKey.references.onUpdate) ? 'ROW SHARE' : 'ROW EXCLUSIVE')),
});

/** 428C9: a generated column, or an identity column GENERATED ALWAYS, takes no value but DEFAULT. */
function frozenColumn(key: RelationKey, table: Table, name: string, value: Expression): readonly Failure[] {
  const column = columnNamed(table, name);
  const frozen = column !== null && (column.generated !== null || column.identity === 'always') && !isDefault(value);
  return frozen ? [rejected(key, null, `${name} can only be set to DEFAULT`, '428C9', 'always')] : [];
}

function refusedValues(operation: Update, { key, table }: Target, catalog: Catalog): readonly Failure[] {
  const when: Failure['when'] = isRealCondition(operation.where) || operation.from.length > 0 ? 'data' : 'rows';
  const wrong = operation.assignments.flatMap(({ column: name, value }): readonly Failure[] => {
    const column = columnNamed(table, name);
    if (!column) return [];
    const literal = literalRefusal(key, column, value, catalog);
    if (literal) return [rejected(key, null, literal.reason, literal.sqlstate, when)];
    const nullable =
      column.notNull && mayBeNull(value, operation, table, catalog)
        ? [rejected(key, null, `the value for ${name} is NULL, and the column is NOT NULL`, '23502', 'data')]
        : [];
    return [...nullable, ...(severalRows(value, catalog) ? [rejected(key, null, `the sub-select for ${name} finds more than one row`, '21000', 'data')] : [])];
  });
  return [...wrong, ...sharedKeys(operation, { key, table }), ...strangers(operation, { key, table }, catalog)];
}

/** NULL is certainly possible: a nullable column of the row, or a sub-select that finds nothing. */
function mayBeNull(value: Expression, operation: Update, table: Table, catalog: Catalog): boolean {
  if (value.kind === 'subquery') return value.form === 'scalar' && !countsOnly(value.query);
  return isOwnColumn(value, operation, table) && !isNeverNull(value, table, catalog);
}

/** A column of the row that is updated, not of a table in FROM. */
const isOwnColumn = (value: Expression, operation: Update, table: Table): boolean =>
  value.kind === 'column' &&
  columnNamed(table, value.name) !== null &&
  (value.table === null ? operation.from.length === 0 : value.table === (operation.alias ?? table.name));

const AGGREGATES: ReadonlySet<string> = new Set([
  'count',
  'sum',
  'min',
  'max',
  'avg',
  'array_agg',
  'string_agg',
  'jsonb_agg',
  'json_agg',
  'bool_and',
  'bool_or',
  'jsonb_object_agg',
  'json_object_agg',
  'every',
]);
const isAggregate = (expression: Expression): boolean => expression.kind === 'call' && AGGREGATES.has(expression.function.name) && expression.over === null;
const countsOnly = (query: Query): boolean =>
  query.targets.length === 1 &&
  query.groupBy.length === 0 &&
  query.targets.every(({ expression }) => expression.kind === 'call' && expression.function.name === 'count');

/** A scalar sub-select without LIMIT, aggregate or unique key in its condition: 21000 when it finds two rows. */
function severalRows(value: Expression, catalog: Catalog): boolean {
  if (value.kind !== 'subquery' || value.form !== 'scalar') return false;
  const { query } = value;
  if (query.limit !== null || query.setOperation !== null || query.values.length > 0 || query.from.length === 0) return false;
  if (query.groupBy.length === 0 && query.targets.some(({ expression }) => containsAggregate(expression))) return false;
  const [item] = query.from;
  const table = item?.kind === 'table' ? catalog.tables.get(tableKey(catalog, item.table)) : undefined;
  if (query.from.length !== 1 || !table) return false;
  const own = item?.kind === 'table' ? (item.alias ?? item.table.name) : '';
  const compared = new Set(
    conjuncts(query.where).flatMap((part) =>
      part.kind === 'operator' && part.operator === '='
        ? [part.left, part.right].flatMap((side) => (side?.kind === 'column' && (side.table ?? own) === own ? [side.name] : []))
        : [],
    ),
  );
  return !uniqueKeysOf(table).some((key) => key.every((column) => compared.has(column)));
}

const containsAggregate = (expression: Expression): boolean =>
  isAggregate(expression) ||
  (expression.kind === 'coalesce' && expression.operands.some(containsAggregate)) ||
  (expression.kind === 'cast' && containsAggregate(expression.operand)) ||
  (expression.kind === 'operator' && [expression.left, expression.right].some((side) => side !== null && containsAggregate(side)));

/** Constants in a column of a unique key make rows equal that were not (23505). */
function sharedKeys(operation: Update, { key, table }: Target): readonly Failure[] {
  const constant = operation.assignments
    .filter(({ value }) => isConstant(value) && !(value.kind === 'literal' && value.type === 'null'))
    .map(({ column }) => column);
  const others = operation.assignments.map(({ column }) => column).filter((column) => !constant.includes(column));
  if (isFewRows(table, operation.where)) return [];
  return keysTouched(table, constant, false)
    .filter(({ columns }) => !columns.some((column) => others.includes(column)))
    .slice(0, 1)
    .map(({ name, columns }) => rejected(key, name, `rows become equal in ${columns.join(', ')}`, '23505', 'data'));
}

/** A reference set from a column that guarantees less (23503). */
function strangers(operation: Update, target: Target, catalog: Catalog): readonly Failure[] {
  const open = operation.assignments.find(({ column, value }) => {
    const source = value.kind === 'column' && value.name !== column ? sourceOf(value, operation, target, catalog) : null;
    return (
      source !== null &&
      value.kind === 'column' &&
      isKnown(source.table) &&
      isExisting(catalog, source.key) &&
      columnNamed(source.table, value.name) !== null &&
      foreignKeysWith(target.table, [column]).some(
        (foreignKey) => foreignKey.columns.length === 1 && !guarantees(source, value.name, foreignKey.references.table),
      )
    );
  });
  return open ? [rejected(target.key, null, `${open.column} gets a value that it cannot reference`, '23503', 'data')] : [];
}

/** The table that a column of SET comes from: the row's own, or one of FROM. */
function sourceOf(column: Extract<Expression, { kind: 'column' }>, operation: Update, target: Target, catalog: Catalog): Target | null {
  if (isOwnColumn(column, operation, target.table)) return target;
  const item = column.table === null ? null : tablesIn(operation.from).find((each) => (each.alias ?? each.table.name) === column.table);
  if (!item || operation.ctes.some((cte) => cte.name === item.table.name)) return null;
  const key = tableKey(catalog, item.table);
  const table = catalog.tables.get(key);
  return table ? { key, table } : null;
}

type TableItem = Extract<FromItem, { kind: 'table' }>;
const tablesIn = (items: readonly FromItem[]): readonly TableItem[] =>
  items.flatMap((item) => (item.kind === 'table' ? [item] : item.kind === 'join' ? tablesIn([item.left, item.right]) : []));

/**
 * Values of a column that was there before are overwritten with a constant. Without a condition every row's value is gone
 * (data); with one, rules decide.
 */
function overwritten(operation: Update, { key, table }: Target, catalog: Catalog): Part['loses'] & readonly unknown[] {
  if (!isExisting(catalog, key)) return [];
  const old = operation.assignments.filter(({ column: name, value }) => {
    const column = columnNamed(table, name);
    const isNew = column?.bornIn?.migration === catalog.migration && catalog.migration !== null;
    return column !== null && !isNew && column.rows.holds === 'anything' && !columnsOf(value).includes(name) && !onlyNulls(operation.where, name);
  });
  const every = !isRealCondition(operation.where) && operation.from.length === 0;
  return old.map(({ column, value }) => loses('values', key, { column, how: 'overwritten', data: every && isConstant(value) }));
}

const onlyNulls = (where: Expression | null, column: string): boolean =>
  conjuncts(where).some((part) => part.kind === 'nullTest' && !part.negated && part.operand.kind === 'column' && part.operand.name === column);
