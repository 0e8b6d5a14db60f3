import {
  type Catalog,
  type Column,
  columnNamed,
  descendantsOf,
  foreignKeysTo,
  type ForeignKey,
  type RelationKey,
  relationKey,
  type Table,
  type View,
} from '../../catalog/index.ts';
import { children, type Expression } from '../../operation/index.ts';
import { fails, lock, lockIndex, type Part } from '../build.ts';
import type { Failure, Lock, Server } from '../effects.ts';
import { refusesNumber, refusesText } from '../literals.ts';
import { missing } from '../relations.ts';
import { resolveType } from '../types.ts';
import { isKnown } from '../constraints/addition.ts';

/** ROW EXCLUSIVE on a table and the indexes that a plan may use: other writers and readers go on, only changed rows are locked. */
export const written = (catalog: Catalog, key: RelationKey, table: Table): Part => ({
  locks: [key, ...descendantsOf(catalog, key)].flatMap((each) => [
    lock(catalog, each, 'ROW EXCLUSIVE'),
    ...indexLocks(catalog, each, each === key ? table : catalog.tables.get(each)),
  ]),
});

const indexLocks = (catalog: Catalog, key: RelationKey, table: Table | undefined): readonly Lock[] =>
  (table?.indexes ?? []).map((index) => lockIndex(catalog, `${table?.schema ?? ''}.${index.name}`, key, 'ROW EXCLUSIVE'));

/** A write to a view is one to the table below it. */
export function writtenThrough(catalog: Catalog, view: View, withIndexes = true): Part {
  const key = relationKey(view.schema, view.name);
  const below = view.dependsOn.flatMap(({ relation }) => {
    const [table, inner] = [catalog.tables.get(relation), catalog.views.get(relation)];
    if (table) return withIndexes ? (written(catalog, relation, table).locks ?? []) : [lock(catalog, relation, 'ROW EXCLUSIVE')];
    return inner ? (writtenThrough(catalog, inner, withIndexes).locks ?? []) : [];
  });
  return { locks: [lock(catalog, key, 'ROW EXCLUSIVE'), ...below] };
}

/** Checking a new reference locks the referenced rows: ROW SHARE on their table, since 12 also on the index that finds them (measured). */
export const references = (catalog: Catalog, table: Table, columns: readonly string[], server: Server): Part => ({
  locks: foreignKeysWith(table, columns).flatMap((foreignKey) => [
    lock(catalog, foreignKey.references.table, 'ROW SHARE'),
    ...(server.version < 12 ? [] : keyLock(catalog, foreignKey)),
  ]),
});

function keyLock(catalog: Catalog, { references: { table: key, columns } }: ForeignKey): readonly Lock[] {
  const table = catalog.tables.get(key);
  const index = table?.indexes.find(
    (candidate) =>
      candidate.unique &&
      candidate.where === null &&
      candidate.elements.length === columns.length &&
      candidate.elements.every((element) => element.column !== null && columns.includes(element.column)),
  );
  return table && index ? [lockIndex(catalog, `${table.schema}.${index.name}`, key, 'ROW SHARE')] : [];
}

export const foreignKeysWith = (table: Table, columns: readonly string[]): readonly ForeignKey[] =>
  table.constraints.filter(
    (constraint): constraint is ForeignKey =>
      constraint.kind === 'foreignKey' && constraint.enforced && constraint.columns.some((column) => columns.includes(column)),
  );

/** A foreign key seen from the table that it references. */
export interface Referencing {
  readonly child: RelationKey;
  readonly table: Table;
  readonly foreignKey: ForeignKey;
}

/** Foreign keys of other tables, and of itself, onto this one. */
export const referencedBy = (catalog: Catalog, key: RelationKey): readonly Referencing[] =>
  foreignKeysTo(catalog, key)
    .filter(({ foreignKey }) => foreignKey.enforced)
    .map(({ table, foreignKey }) => ({ child: relationKey(table.schema, table.name), table, foreignKey }));

export const absentColumns = (key: RelationKey, table: Table, columns: readonly string[]): readonly Failure[] =>
  isKnown(table) ? columns.filter((column) => !columnNamed(table, column)).map((column) => missing('column', `${key}.${column}`, '42703')) : [];

/**
 * 42703 for columns that expressions about one row name and the table certainly lacks. `alias`: how the row is called. A name that is the
 * table's own stands for the whole row.
 */
export function unknownIn(
  expressions: readonly Expression[],
  { key, table }: { readonly key: RelationKey; readonly table: Table },
  alias: string | null,
): readonly Failure[] {
  const row = alias ?? table.name;
  const own = expressions
    .flatMap((expression) => ownColumns(expression))
    .filter((column) => (column.table ?? row) === row && column.name !== row && column.name !== table.name);
  return absentColumns(key, table, [...new Set(own.map((column) => column.name))]).filter(
    ({ cause }) => cause.what !== 'missing-object' || !SYSTEM.test(cause.name),
  );
}
const SYSTEM = /\.(ctid|xmin|xmax|cmin|cmax|tableoid)$/;

type ColumnExpression = Extract<Expression, { kind: 'column' }>;
const ownColumns = (expression: Expression): readonly ColumnExpression[] =>
  expression.kind === 'column' ? [expression] : children(expression).flatMap(ownColumns);

/** PostgreSQL refuses the write: SQLSTATE and reason in words. */
export const rejected = (
  table: RelationKey,
  constraint: string | null,
  reason: string,
  sqlstate: string,
  when: Failure['when'],
  unlikelyBecause: string | null = null,
): Failure => fails({ what: 'write-rejected', table, constraint, reason }, sqlstate, when, { unlikelyBecause });

/** A value written out that the column cannot hold: NULL for NOT NULL (23502), a label that the enum has not (22P02), … */
export function literalRefusal(
  key: RelationKey,
  column: Column,
  value: Expression,
  catalog: Catalog,
): { readonly sqlstate: string; readonly reason: string } | null {
  if (isDefault(value))
    return column.notNull && !column.default && !column.identity && !column.generated
      ? { sqlstate: '23502', reason: `${column.name} is NOT NULL and has no default` }
      : null;
  if (column.generated) return { sqlstate: '428C9', reason: `${column.name} is a generated column` };
  if (value.kind === 'cast')
    return value.operand.kind === 'literal' && value.operand.type === 'null' ? literalRefusal(key, column, value.operand, catalog) : null;
  if (value.kind !== 'literal') return null;
  if (value.type === 'null') return column.notNull ? { sqlstate: '23502', reason: `NULL for ${column.name}, which is NOT NULL` } : null;
  const type = resolveType(column.type, catalog);
  const sqlstate = value.type === 'string' ? refusesText(value.value, type) : value.type === 'number' ? refusesNumber(value.value, type) : null;
  return sqlstate === null ? null : { sqlstate, reason: `${value.value.slice(0, 40)} is no value of ${column.name}` };
}

/** `DEFAULT` in place of a value. */
export const isDefault = (value: Expression): boolean => value.kind === 'other' && value.node === 'SetToDefault';

/** Unique keys whose columns are all among these, or share one with them. */
export function keysTouched(table: Table, columns: readonly string[], all: boolean): readonly { readonly name: string; readonly columns: readonly string[] }[] {
  return table.indexes.flatMap((index) => {
    const keys = index.elements.flatMap((element) => element.column ?? []);
    if (!index.unique || !index.valid || keys.length !== index.elements.length || index.where !== null) return [];
    const touched = all ? keys.every((column) => columns.includes(column)) : keys.some((column) => columns.includes(column));
    return touched ? [{ name: index.name, columns: keys }] : [];
  });
}

/** Every value of the column exists in the referenced table: it is a key there, or references it already. */
export function guarantees(source: { readonly key: RelationKey; readonly table: Table }, column: string, referenced: RelationKey): boolean {
  if (source.key === referenced && keysTouched(source.table, [column], true).length > 0) return true;
  return foreignKeysWith(source.table, [column]).some((foreignKey) => foreignKey.references.table === referenced && foreignKey.validated);
}
