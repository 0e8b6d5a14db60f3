import type { Expression, OperationOf, Query } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { putTable, targetOf } from '../change.ts';
import { columnNamed, relationKey, whyIncomplete } from '../lookup.ts';
import type { Column, Origin, Table } from '../model.ts';
import { mapAll } from '../replace.ts';
import type { Fact, Graded } from './facts.ts';
import { withImages } from './images.ts';
import { uniqueInserted } from './inserted-keys.ts';
import { asType, evaluate, isNotNull, type Known, NULL, PRESENT, UNKNOWN } from './known.ts';
import { establish, isPlain, seesOldRows, type Witness } from './record.ts';
import { bindQuery, emptyScope } from './scope.ts';
import { flatten, type Select } from './select.ts';
import { type Homes, homesOf, type Place, placeOf, valueAt } from './values.ts';
import { afterInsert, doubted, forgotten, isBlank, relativesWritten, type Written, writtenBy } from './writes.ts';

/** One SELECT or one row of VALUES that an INSERT takes its rows from. */
export interface Branch {
  readonly select: Select;
  readonly values: readonly Expression[];
}

export interface Insertion {
  readonly table: Table;
  readonly columns: readonly string[];
  /** Null: something in the query is not understood. */
  readonly branches: readonly Branch[] | null;
  /** A plain UNION: no two rows are the same. */
  readonly isUnion: boolean;
}

/** `what`: the statement, in words. */
export function applyInsert(catalog: Catalog, operation: OperationOf<'insert'>, at: Origin, what = 'the INSERT'): Catalog {
  const table = targetOf(catalog, operation);
  if (!table) return catalog;
  const key = relationKey(table.schema, table.name);
  const plain = isPlain(catalog, key, table, 'insert');
  if (teachesNothing(operation, table))
    return relativesWritten(putTable(catalog, { ...(plain ? table : doubted(table)), writtenBy: writtenBy(table, at) }), key, at, true);
  const insertion = insertionOf(catalog, table, operation);
  const wasEmpty = table.rows === 'none';
  const changesOthers = operation.onConflict === 'update' && !wasEmpty;
  const written = changesOthers ? [] : writtenTo(insertion);
  const base = plain ? table : doubted(table);
  const after = wasEmpty ? base : changesOthers ? forgotten(base, at, true) : afterInsert(base, written);
  const filled: Table = { ...after, rows: wasEmpty ? 'some' : table.rows, writtenBy: writtenBy(after, at) };
  const result = relativesWritten(putTable(catalog, filled), key, at, true);
  const witness: Witness = { at, what, sure: !operation.conditional && plain && !seesOldRows(catalog, operation, at) };
  const known = wasEmpty && witness.sure ? putTable(result, withNulls(result.tables.get(key) ?? filled, written)) : result;
  const facts = changesOthers ? [] : factsOf(insertion, written).filter(({ fact }) => wasEmpty || isNew(fact, table));
  return withImages(establish(known, key, facts, witness), key, insertion, operation, witness);
}

/**
 * Sets of columns in which no two rows of an INSERT … SELECT from tables agree. Null: nobody can tell, because a source is no
 * table that is known.
 */
export function distinctAmongInserted(catalog: Catalog, operation: OperationOf<'insert'>): readonly (readonly string[])[] | null {
  const table = targetOf(catalog, operation);
  const insertion = table && insertionOf(catalog, table, operation);
  const [branch] = insertion?.branches ?? [];
  const sources = branch ? [...branch.select.sources, ...branch.select.optional.flatMap((side) => side.sources)] : [];
  if (insertion?.branches?.length !== 1 || sources.length === 0 || sources.some((source) => source.table === null)) return null;
  return uniqueInserted(insertion).flatMap(({ fact, sure }) =>
    sure && fact.is === 'unique' ? [fact.keys.flatMap((key) => (key.kind === 'column' ? [key.name] : []))] : [],
  );
}

/** Rows from no table join others of which nothing is known: as in most seeds, there is nothing to learn and nothing to forget. */
const teachesNothing = ({ query }: OperationOf<'insert'>, table: Table): boolean =>
  table.rows !== 'none' && isBlank(table) && (query === null || (query.setOperation === null && query.from.length === 0));

/** Rows that were there before have NULL in one of the columns: nothing is looked up, nothing is a duplicate. */
function isNew(fact: Fact, table: Table): boolean {
  const empty = (name: string): boolean => columnNamed(table, name)?.rows.holds === 'null';
  if (fact.is === 'references') return fact.columns.some(empty);
  return fact.is === 'unique' && !fact.nullsToo && fact.keys.some((key) => key.kind === 'column' && empty(key.name));
}

// ── Where the rows come from ─────────────────────────────────────────────────────────────────────────────────────────────

function insertionOf(catalog: Catalog, table: Table, operation: OperationOf<'insert'>): Insertion {
  const all = whyIncomplete(table) === null ? table.columns.map(({ name }) => name) : [];
  const columns = operation.columns.length > 0 ? operation.columns : all;
  const query = operation.query;
  if (!query) return { table, columns: [], branches: [{ select: NO_ROWS, values: [] }], isUnion: false };
  const bound = bindQuery(query, emptyScope(catalog));
  return { table, columns, branches: branchesOf(bound, catalog), isUnion: bound.setOperation?.operator === 'union' && !bound.setOperation.all };
}

const NO_ROWS: Select = { sources: [], conditions: [], optional: [], outputs: [], groupBy: null, having: [], distinct: 'none', limited: false };

function branchesOf(query: Query, catalog: Catalog): readonly Branch[] | null {
  if (query.setOperation) {
    const left = branchesOf(query.setOperation.left, catalog);
    const right = query.setOperation.operator === 'union' ? branchesOf(query.setOperation.right, catalog) : [];
    return left && right && [...left, ...right];
  }
  if (query.values.length > 0) return query.values.map((values) => ({ select: NO_ROWS, values }));
  const select = flatten(query, catalog);
  return select && [{ select, values: select.outputs.map(({ expression }) => expression) }];
}

// ── What the columns get ─────────────────────────────────────────────────────────────────────────────────────────────────

/** For every column of the table, and those named beyond them, what all rows inserted have there. */
function writtenTo(insertion: Insertion): readonly Written[] {
  const { table, columns, branches } = insertion;
  const names = [...new Set([...table.columns.map(({ name }) => name), ...columns])];
  const places = branches?.map((branch) => ({ branch, place: placeOf(null, branch.select) })) ?? null;
  return names.map((column): Written => {
    const index = columns.indexOf(column);
    if (columns.length === 0 && index < 0 && !(branches?.every(({ values }) => values.length === 0) ?? false)) return { column, value: UNKNOWN, homes: [] };
    if (index < 0) return { column, value: defaultValue(columnNamed(table, column)), homes: [] };
    const each = places?.map(({ branch, place }) => writtenBranch(branch.values[index], place, columnNamed(table, column))) ?? [];
    return { column, value: common(each.map(({ value }) => value)), homes: sharedHomes(each.map(({ homes }) => homes)) };
  });
}

function writtenBranch(value: Expression | undefined, place: Place, column: Column | null): { readonly value: Known; readonly homes: Homes } {
  if (!value || (value.kind === 'other' && value.node === 'SetToDefault')) return { value: defaultValue(column), homes: [] };
  const known = valueAt(value, place);
  return { value: column ? asType(known, column.type) : known, homes: homesOf(value, place) };
}

/** What a column gets that the INSERT leaves out. */
function defaultValue(column: Column | null): Known {
  if (!column) return UNKNOWN;
  if (column.identity) return PRESENT;
  if (column.generated) return UNKNOWN;
  return column.default
    ? asType(
        evaluate(column.default, () => UNKNOWN),
        column.type,
      )
    : NULL;
}

function common(values: readonly Known[]): Known {
  const [first] = values;
  if (!first) return UNKNOWN;
  if (
    values.every((value) => value.is === first.is && (value.is !== 'value' || (first.is === 'value' && value.text === first.text && value.type === first.type)))
  )
    return first;
  return values.every(isNotNull) ? PRESENT : UNKNOWN;
}

function sharedHomes(all: readonly Homes[]): Homes {
  const open = all.filter((homes) => homes !== 'anything');
  const [first] = open;
  if (!first) return all.length > 0 ? 'anything' : [];
  return first.filter((home) => open.every((homes) => homes.some((other) => other.key === home.key && other.column === home.column)));
}

// ── Facts about a table that was empty ───────────────────────────────────────────────────────────────────────────────────

function factsOf(insertion: Insertion, written: readonly Written[]): readonly Graded[] {
  const { table } = insertion;
  const fills = written
    .filter(({ column, value }) => isNotNull(value) && columnNamed(table, column)?.notNull !== true)
    .map(({ column }): Fact => ({ is: 'filled', column }));
  const own = `${table.schema}.${table.name}`;
  const homes = written.flatMap(({ column, homes: all }) =>
    all === 'anything' ? [] : all.map((home): Fact => ({ is: 'references', columns: [column], key: home.key, referencedColumns: [home.column] })),
  );
  const facts = [...fills, ...homes.filter((fact) => fact.is !== 'references' || fact.key !== own), ...pairs(insertion)];
  return [...facts.map((fact) => ({ fact, sure: true })), ...uniqueInserted(insertion)];
}

/** Several columns copied from one row of a source. */
function pairs({ columns, branches, table }: Insertion): readonly Fact[] {
  const [branch] = branches ?? [];
  if (!branch || branches?.length !== 1) return [];
  return branch.select.sources.flatMap((source): readonly Fact[] => {
    const copied = columns.flatMap((column, index) => {
      const value = branch.values[index];
      return value?.kind === 'column' && value.table === source.id ? [{ column, partner: value.name }] : [];
    });
    if (source.key === null || source.key === `${table.schema}.${table.name}` || copied.length < 2) return [];
    return [{ is: 'references', columns: copied.map(({ column }) => column), key: source.key, referencedColumns: copied.map(({ partner }) => partner) }];
  });
}

/** Columns that are NULL in every row, now that there are rows. */
function withNulls(table: Table, written: readonly Written[]): Table {
  const nulls = new Set(written.filter(({ value }) => value.is === 'null').map(({ column }) => column));
  return {
    ...table,
    columns: mapAll(table.columns, (column) => (nulls.has(column.name) && !column.notNull ? { ...column, rows: { holds: 'null' } } : column)),
  };
}
