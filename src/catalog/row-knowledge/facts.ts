import type { Expression } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { uniqueKeysOf } from '../keys.ts';
import { columnNamed } from '../lookup.ts';
import type { Column, RelationKey, Table } from '../model.ts';
import { asType, evaluate, isNotNull, isNotTrue, type Known, type KnownColumns, NULL, PRESENT, UNKNOWN } from './known.ts';
import { columnsIn, type ColumnReference, replaceSource } from './rewrite.ts';
import { ROW } from './scope.ts';
import type { SelectSource } from './select.ts';

/** Something that is so for all rows of a table. Expressions name the table's columns without a qualifier. */
export type Fact =
  | { readonly is: 'filled'; readonly column: string }
  /** `where`: among the rows for which these are true. */
  | { readonly is: 'unique'; readonly keys: readonly Expression[]; readonly nullsToo: boolean; readonly where?: readonly Expression[] }
  | { readonly is: 'references'; readonly columns: readonly string[]; readonly key: RelationKey; readonly referencedColumns: readonly string[] }
  | { readonly is: 'check'; readonly expression: Expression };

/** `sure` false: the statement aims at it, and may leave rows for which it is not so. */
export interface Graded {
  readonly fact: Fact;
  readonly sure: boolean;
}

export const surely = (fact: Fact): Graded => ({ fact, sure: true });
export const perhaps = (graded: Graded): Graded => ({ ...graded, sure: false });

/** The table whose rows are looked at; its columns are those of `ROW`. */
export interface Subject {
  readonly catalog: Catalog;
  readonly key: RelationKey;
  readonly table: Table;
  /** Rows that a condition does not spare go away: a row that another one refers to may be among them. */
  readonly removes: boolean;
}

// ── What is known of columns ─────────────────────────────────────────────────────────────────────────────────────────────

const isJson = (column: Column): boolean => column.type.dimensions === 0 && (column.type.name === 'json' || column.type.name === 'jsonb');
const present = (column: Column): Known => (isJson(column) ? { is: 'present', json: true } : PRESENT);

/** What every existing row holds in a column. */
export function knownOf(column: Column | null): Known {
  if (!column) return UNKNOWN;
  if (column.rows.holds === 'null') return NULL;
  if (column.rows.holds === 'constant') {
    const value = asType(
      evaluate(column.rows.value, () => UNKNOWN),
      column.type,
    );
    return value.is === 'unknown' ? present(column) : value;
  }
  return column.rows.holds === 'distinct' || column.notNull || column.filled?.strength === 'proven' ? present(column) : UNKNOWN;
}

/** Values assumed for columns, by {@link columnKey}. */
export type Assumptions = ReadonlyMap<string, Known>;
const columnKey = (column: { readonly table: string | null; readonly name: string }): string => `${column.table ?? ''}.${column.name}`;

/** The columns of the subject's row and of sources, with assumptions on top. */
export function columnsOf(subject: Subject | null, sources: readonly SelectSource[], assumed: Assumptions = new Map()): KnownColumns {
  return (name, table) => {
    const assumption = assumed.get(columnKey({ table, name }));
    if (assumption) return assumption;
    const owner = subject && table === ROW ? subject.table : sources.find((source) => source.id === table)?.table;
    if (owner && name === 'ctid') return PRESENT;
    return owner ? knownOf(columnNamed(owner, name)) : UNKNOWN;
  };
}

export const assume = (columns: readonly { readonly table: string | null; readonly name: string }[], value: Known): Assumptions =>
  new Map(columns.map((column) => [columnKey(column), value]));
export const rowColumn = (name: string): ColumnReference => ({ kind: 'column', table: ROW, name });

/** Columns that cannot be NULL where all conditions are true. */
export function presentWhere(conditions: readonly Expression[], base: KnownColumns): Assumptions {
  const found = new Map<string, Known>();
  for (const condition of conditions) {
    for (const column of columnsIn(condition)) {
      const withNull: KnownColumns = (name, table) => (name === column.name && table === column.table ? NULL : base(name, table));
      if (isNotTrue(evaluate(condition, withNull))) found.set(columnKey(column), PRESENT);
    }
  }
  return found;
}

export const isPresent = (expression: Expression, columns: KnownColumns): boolean => isNotNull(evaluate(expression, columns));

/** Does every row have its own, non-NULL value there? `ctid` does, except across partitions and inheriting tables. */
export function identifiesRow(table: Table, column: string): boolean {
  if (column === 'ctid') return table.kind === 'table';
  const found = columnNamed(table, column);
  if (!found || !isNotNull(knownOf(found))) return false;
  const keys = [
    ...uniqueKeysOf(table),
    ...table.proofs.unique.filter(({ strength, where }) => strength === 'proven' && where === undefined).map(({ columns }) => columns),
  ];
  return found.rows.holds === 'distinct' || keys.some((key) => key.length === 1 && key[0] === column);
}

/** An expression over the row as facts state it: without the qualifier. */
export const ofTable = (expression: Expression): Expression => replaceSource(expression, ROW, null);
export const isOverRow = (expression: Expression): boolean => columnsIn(expression).every(({ table }) => table === ROW);
