import { type Catalog, type Column, columnNamed, findType, type Table } from '../../catalog/index.ts';
import { displayName, type QualifiedName } from '../../core/index.ts';
import type { TypeName } from '../../operation/index.ts';
import { breaks, combine, isExisting, lock, type Part } from '../build.ts';
import { isKnown } from '../constraints/addition.ts';
import { type Effects, type Failure, NO_EFFECTS } from '../effects.ts';
import type { ResolvedType } from '../types.ts';
import { missing, onTable, type Target, withDescendants } from '../relations.ts';

/** The column that an operation is about, and its table. */
export interface ColumnTarget extends Target {
  readonly column: Column;
}

interface OnColumn {
  readonly table: QualifiedName;
  readonly tableIfExists: boolean;
  readonly only: boolean;
  readonly column: string;
}

/** Effects on a column. When a complete table does not have it: `absent` (IF EXISTS), or 42703. */
export function onColumn(
  operation: OnColumn,
  catalog: Catalog,
  effect: (target: ColumnTarget) => Effects,
  absent: ((target: Target) => Effects) | null = null,
): Effects {
  return onTable(operation, catalog, (target) => {
    const column = columnNamed(target.table, operation.column);
    if (column) return effect({ ...target, column });
    if (isKnown(target.table)) return absent ? absent(target) : combine({ fails: [missing('column', `${target.key}.${operation.column}`, '42703')] });
    return effect({ ...target, column: unknownColumn(operation.column) });
  });
}

/** Stands in for a column of a table that is only partly known. */
const unknownColumn = (name: string): Column => ({
  name,
  type: { schema: null, name: 'unknown', modifiers: [], dimensions: 0 },
  collation: null,
  notNull: false,
  default: null,
  generated: null,
  identity: null,
  bornIn: null,
  rows: { holds: 'anything' },
  filled: null,
  ownedSequence: null,
});

/** ACCESS EXCLUSIVE on the table and on all that inherit from it, as nearly every action on a column takes. */
export const exclusiveLocks = (catalog: Catalog, target: Target, only: boolean): Part => ({
  locks: withDescendants(catalog, target.key, only).map((key) => lock(catalog, key, 'ACCESS EXCLUSIVE')),
});

/** Does the deployed client know the column? Not when the table or the column is of this migration. */
export const isKnownToClient = (catalog: Catalog, target: ColumnTarget): boolean =>
  isExisting(catalog, target.key) && (target.column.bornIn === null || target.column.bornIn.migration !== catalog.migration);

/** An INSERT has to give the column a value. */
export const isRequired = (column: Column): boolean => column.notNull && column.default === null && column.identity === null && column.generated === null;

/** Could existing rows hold values of the column that somebody would miss? */
export const holdsData = (target: ColumnTarget): boolean =>
  target.table.rows !== 'none' && target.column.rows.holds === 'anything' && target.column.generated === null;

/** What a client loses that still names the column: its SELECT, and its INSERT when that must give a value. */
export function columnGone(catalog: Catalog, target: ColumnTarget): Part {
  if (!isKnownToClient(catalog, target)) return {};
  const name = target.column.name;
  const select = breaks(target.key, 'select', '42703', name);
  return { breaks: isRequired(target.column) ? [select, breaks(target.key, 'insert', '42703', name)] : [select] };
}

/** The column comes from a parent table, which alone may change it (42P16). */
export function inheritsColumn(catalog: Catalog, table: Table, name: string): boolean {
  const parents = [...(table.partitionOf ? [table.partitionOf.parent] : []), ...table.inherits];
  return parents.some((parent) => {
    const known = catalog.tables.get(parent);
    return known !== undefined && columnNamed(known, name) !== null;
  });
}

/** Is the column part of the table's partition key? */
export const isPartitionKey = (table: Table, name: string): boolean => table.partitionedBy?.elements.some((element) => element.column === name) === true;

/** Extensions whose types are all known by name; another one may bring any type. */
const UNDERSTOOD_EXTENSIONS: ReadonlySet<string> = new Set([
  'citext',
  'pgcrypto',
  'uuid-ossp',
  'pg_trgm',
  'btree_gin',
  'btree_gist',
  'unaccent',
  'hstore',
  'ltree',
  'vector',
  'postgis',
  'pg_stat_statements',
  'fuzzystrmatch',
  'plpgsql',
]);

/** 42704 for a type that a complete history certainly does not create. */
export function missingType(written: TypeName, type: ResolvedType, catalog: Catalog): readonly Failure[] {
  const known = type.kind !== 'unknown' || [...catalog.extensions].some((extension) => !UNDERSTOOD_EXTENSIONS.has(extension));
  return known || findType(catalog, written).is !== 'absent' ? [] : [missing('type', displayName(written), '42704')];
}

/** Nothing but a note: what was asked for is so already, or need not be. The lock is taken all the same. */
export const nothingToDo = (catalog: Catalog, target: Target, only: boolean, note: string): Effects =>
  combine(NO_EFFECTS, exclusiveLocks(catalog, target, only), { notes: [note] });
