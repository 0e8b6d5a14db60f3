import { type Catalog, type Column, columnNamed, distinctAmongInserted, isNeverNull, type RelationKey, tableKey, type Table } from '../../catalog/index.ts';
import { type Expression, type Insert, isConstant, queriesOf, type Query, tablesOf } from '../../operation/index.ts';
import { combine, isExisting, lock, refusal, rowsOf, work } from '../build.ts';
import { isKnown } from '../constraints/addition.ts';
import type { EffectsOf } from '../dispatch.ts';
import type { Failure } from '../effects.ts';
import { evaluate, surelyNotTrue } from '../known-values.ts';
import { duplicate, onTable, type Target } from '../relations.ts';
import { queryEffects } from './query.ts';
import { absentColumns, foreignKeysWith, guarantees, keysTouched, literalRefusal, references, rejected, written, writtenThrough } from './writes.ts';

/** INSERT: ROW EXCLUSIVE; the referenced tables' rows are locked. */
export const insert: EffectsOf<'insert'> = (operation, catalog, server) => {
  const key = tableKey(catalog, operation.table);
  const view = catalog.views.get(key);
  const reads = operation.query ? queryEffects(operation.query, catalog) : null;
  if (view) return combine(writtenThrough(catalog, view, false), reads);
  return onTable(operation, catalog, (target) => {
    const columns = namedColumns(operation, target.table);
    const wrong = [...absentColumns(key, target.table, operation.columns), ...misshapen(operation, target)];
    if (wrong.length > 0) return combine({ fails: wrong });
    return combine(
      { locks: numbering(columns, target.table).map((sequence) => lock(catalog, sequence, 'ROW EXCLUSIVE')) },
      operation.onConflict === null ? { locks: [lock(catalog, key, 'ROW EXCLUSIVE')] } : written(catalog, key, target.table),
      references(catalog, target.table, columns, server),
      reads,
      fromTable(operation.query) ? { work: work(catalog, key, 'rows-written', 'ROW EXCLUSIVE') } : null,
      { fails: operation.query ? refusals(operation, operation.query, columns, target, catalog) : omitted(columns, target, 'always') },
    );
  });
};

/** Sequences that give the columns which are left out their values. */
const numbering = (columns: readonly string[], table: Table): readonly RelationKey[] =>
  table.columns.flatMap((column) =>
    column.ownedSequence !== null && (column.default !== null || column.identity !== null) && !columns.includes(column.name) ? [column.ownedSequence] : [],
  );

/** 42601 for rows that are longer or shorter than the column list, 42701 for a column named twice (transformInsertStmt()). */
function misshapen(operation: Insert, { key, table }: Target): readonly Failure[] {
  const twice = operation.columns.find((column, index) => operation.columns.indexOf(column) !== index);
  if (twice !== undefined) return [duplicate('column', `${key}.${twice}`, '42701')];
  const widths = operation.query?.values.map((row) => row.length) ?? [];
  const [least, most] =
    operation.columns.length > 0 ? [operation.columns.length, operation.columns.length] : [0, isKnown(table) ? table.columns.length : Number.MAX_SAFE_INTEGER];
  return widths.some((width) => width < least || width > most) ? [refusal('a row has more or fewer values than there are columns for them', '42601')] : [];
}

/** Without a column list the values go to the first columns. */
function namedColumns(operation: Insert, table: Table): readonly string[] {
  if (operation.columns.length > 0) return operation.columns;
  const width = operation.query ? (operation.query.values[0]?.length ?? operation.query.targets.length) : 0;
  return table.columns.slice(0, width).map((column) => column.name);
}

/** Rows come from a table, and are as many. */
const fromTable = (query: Query | null): boolean => query !== null && query.values.length === 0 && (query.from.length > 0 || query.setOperation !== null);

function refusals(operation: Insert, query: Query, columns: readonly string[], target: Target, catalog: Catalog): readonly Failure[] {
  if (query.values.length > 0) return [...omitted(columns, target, 'always'), ...fixedRows(operation, query.values, columns, target, catalog)];
  const starred = query.targets.some((each) => each.expression.kind === 'star');
  const when = query.from.length === 0 && query.where === null ? 'always' : 'data';
  return [
    ...(starred && operation.columns.length === 0 ? [] : omitted(columns, target, when)),
    ...(starred ? [] : selectedRows(operation, query, columns, target, catalog)),
  ];
}

/** NOT NULL columns that the INSERT leaves out and nothing fills. */
function omitted(columns: readonly string[], { key, table }: Target, when: Failure['when']): readonly Failure[] {
  if (!isKnown(table)) return [];
  const empty = table.columns.filter((column) => column.notNull && !column.default && !column.identity && !column.generated && !columns.includes(column.name));
  return empty.slice(0, 1).map((column) => rejected(key, null, `${column.name} is NOT NULL and gets no value`, '23502', when));
}

// ── VALUES ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

function fixedRows(
  operation: Insert,
  rows: readonly (readonly Expression[])[],
  columns: readonly string[],
  target: Target,
  catalog: Catalog,
): readonly Failure[] {
  const { key, table } = target;
  const wrong = rows.flatMap((row) => row.flatMap((value, index) => valueRefusal(key, columnNamed(table, columns[index] ?? ''), value, catalog)));
  return wrong.length > 0 ? wrong.slice(0, 1) : operation.onConflict === null ? takenKeys(rows, columns, target, catalog) : [];
}

function valueRefusal(key: RelationKey, column: Column | null, value: Expression, catalog: Catalog): readonly Failure[] {
  const found = column ? literalRefusal(key, column, value, catalog) : null;
  return found ? [rejected(key, null, found.reason, found.sqlstate, 'always')] : [];
}

/** Keys written out in the file: rows of a table that is there may have them already (23505). */
function takenKeys(rows: readonly (readonly Expression[])[], columns: readonly string[], { key, table }: Target, catalog: Catalog): readonly Failure[] {
  if (rowsOf(catalog, key) !== 'unknown') return [];
  const fixed = columns.filter((_, index) => rows.every((row) => isFixed(row[index])));
  return keysTouched(table, fixed, true)
    .slice(0, 1)
    .map(({ name, columns: keys }) => rejected(key, name, `a row with the same ${keys.join(', ')} is there already`, '23505', 'data'));
}

/** A value written out that somebody else may have chosen too. Nobody chooses a UUID or a CUID twice. */
function isFixed(value: Expression | undefined): boolean {
  if (value?.kind === 'cast') return isFixed(value.operand);
  return value?.kind === 'literal' && value.type !== 'null' && !isRandomIdentifier(value.value);
}

/** UUID, CUID, ULID, nanoid and the like: long, without blanks, letters and digits mixed. */
const isRandomIdentifier = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text) || (/^[\w-]{20,}$/.test(text) && /\d/.test(text) && /[a-z]/i.test(text));

// ── SELECT ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What rows of tables that were there before can hold. Rows that the migration wrote itself are the author's own. */
function selectedRows(operation: Insert, query: Query, columns: readonly string[], target: Target, catalog: Catalog): readonly Failure[] {
  const source = soleSource(query, catalog);
  if (source && rowsOf(catalog, source.key) === 'none') return [];
  const values = query.targets.map((each, index) => ({ column: columnNamed(target.table, columns[index] ?? ''), value: each.expression }));
  const twice = changedTwice(operation, query, target, catalog);
  if (!source || !isExisting(catalog, source.key)) return twice;
  return [
    ...twice,
    ...nullsInto(query, values, source, target, catalog),
    ...(operation.onConflict === null ? collisions(query, values, source, target, catalog) : []),
    ...orphans(values, source, target),
  ];
}

/** ON CONFLICT DO UPDATE meets a row a second time that it inserted or changed itself (ExecOnConflictUpdate(), nodeModifyTable.c). */
function changedTwice(operation: Insert, query: Query, { key }: Target, catalog: Catalog): readonly Failure[] {
  const { conflictColumns } = operation;
  if (operation.onConflict !== 'update' || !conflictColumns || !tablesOf(query).some((name) => rowsOf(catalog, tableKey(catalog, name)) === 'unknown'))
    return [];
  const sets = distinctAmongInserted(catalog, operation);
  if (sets === null || sets.some((set) => set.every((column) => conflictColumns.includes(column)))) return [];
  return [rejected(key, null, `the query gives two rows with the same ${conflictColumns.join(', ')}`, '21000', 'data')];
}

interface Assigned {
  readonly column: Column | null;
  readonly value: Expression;
}

/** The only table of FROM; null with joins, derived tables or WITH. */
function soleSource(query: Query, catalog: Catalog): Target | null {
  const [item] = query.from;
  if (query.from.length !== 1 || item?.kind !== 'table' || query.setOperation !== null || query.ctes.some((cte) => cte.name === item.table.name)) return null;
  const key = tableKey(catalog, item.table);
  const table = catalog.tables.get(key);
  return table ? { key, table } : null;
}

/** A nullable column of the source for a NOT NULL one. Conditions of the query that keep NULLs out are heard. */
function nullsInto(query: Query, values: readonly Assigned[], source: Target, { key }: Target, catalog: Catalog): readonly Failure[] {
  if (!isKnown(source.table)) return [];
  const keepsOut = (name: string): boolean =>
    query.where !== null && surelyNotTrue(evaluate(query.where, (column) => (column === name ? { is: 'null' } : { is: 'unknown' })));
  const open = values.find(
    ({ column, value }) =>
      column?.notNull === true &&
      value.kind === 'column' &&
      columnNamed(source.table, value.name) !== null &&
      !isNeverNull(value, source.table, catalog) &&
      !keepsOut(value.name),
  );
  return open
    ? [
        rejected(
          key,
          null,
          `${open.value.kind === 'column' ? open.value.name : 'a value'} is NULL, and ${open.column?.name ?? ''} is NOT NULL`,
          '23502',
          'data',
        ),
      ]
    : [];
}

/** Keys from the source's rows: unique when the source's own key is among them, and the target holds none but rows of this migration. */
function collisions(query: Query, values: readonly Assigned[], source: Target, { key, table }: Target, catalog: Catalog): readonly Failure[] {
  const names = values.flatMap(({ column }) => column?.name ?? []);
  if (asksFirst(query, key, catalog)) return [];
  const fresh = rowsOf(catalog, key) !== 'unknown';
  const given = (name: string): Expression | undefined => values.find(({ column }) => column?.name === name)?.value;
  const open = keysTouched(table, names, true).filter(({ columns }) => {
    const from = columns.map(given);
    if (from.some((value) => value !== undefined && isGenerated(value))) return false;
    if (!fresh) return true;
    if (query.distinct !== 'none' || query.groupBy.length > 0) return false;
    return !holdsKey(source.table, from);
  });
  return open.slice(0, 1).map(({ name, columns }) => rejected(key, name, `two rows have the same ${columns.join(', ')}`, '23505', 'data'));
}

/** `WHERE NOT EXISTS (SELECT … FROM the target …)`, or a LEFT JOIN of it: the author has looked. */
function asksFirst(query: Query, key: RelationKey, catalog: Catalog): boolean {
  const reads = (inner: Query): boolean => tablesOf(inner).some((name) => tableKey(catalog, name) === key);
  return (query.where !== null && queriesOf(query.where).some(reads)) || tablesOf(query.from).some((name) => tableKey(catalog, name) === key);
}

/** A value that is new in every row: gen_random_uuid(), nextval(), … */
const isGenerated = (value: Expression): boolean => {
  if (value.kind === 'cast') return isGenerated(value.operand);
  if (value.kind === 'call')
    return (
      /^(gen_random_uuid|uuid_generate_v\w+|uuidv[47]|nextval|cuid|nanoid|random|md5|gen_random_bytes)$/.test(value.function.name) ||
      value.arguments.some(isGenerated)
    );
  return value.kind === 'operator' && ((value.left !== null && isGenerated(value.left)) || isGenerated(value.right));
};

function holdsKey(source: Table, from: readonly (Expression | undefined)[]): boolean {
  const columns = from.flatMap((value) => (value ? (soleColumn(value) ?? []) : []));
  return keysTouched(source, columns, true).length > 0 || !isKnown(source);
}

/** The column that a value tells apart: itself, cast to text, or with something constant before or behind it. */
function soleColumn(value: Expression): string | null {
  if (value.kind === 'column') return value.name;
  if (value.kind === 'cast') return soleColumn(value.operand);
  const parts =
    value.kind === 'operator' && value.operator === '||' && value.left
      ? [value.left, value.right]
      : value.kind === 'call' && value.function.name === 'concat'
        ? value.arguments
        : [];
  const varying = parts.filter((part) => !isConstant(part));
  return varying.length === 1 && varying[0] ? soleColumn(varying[0]) : null;
}

/** A reference taken from a column that guarantees less (23503). */
function orphans(values: readonly Assigned[], source: Target, { key, table }: Target): readonly Failure[] {
  if (!isKnown(source.table)) return [];
  const open = values.find(
    ({ column, value }) =>
      column !== null &&
      value.kind === 'column' &&
      foreignKeysWith(table, [column.name]).some(
        (foreignKey) => foreignKey.columns.length === 1 && !guarantees(source, value.name, foreignKey.references.table),
      ),
  );
  if (open?.value.kind !== 'column' || !columnNamed(source.table, open.value.name)) return [];
  return [rejected(key, null, `${open.value.name} may hold what ${open.column?.name ?? ''} cannot reference`, '23503', 'data')];
}
