import { type Catalog, columnNamed, findType, provesUnique, type RelationKey, type Table, uniqueKeysOf } from '../catalog/index.ts';
import { conjuncts, type Expression, type IndexElement } from '../operation/index.ts';
import { fails, type Part, rowsOf } from './build.ts';
import { existingRow, evaluate, type Known, surelyNotTrue } from './known-values.ts';
import { findDuplicates, type KeyPart } from './preflight.ts';

/** A unique index to be built over existing rows. */
export interface UniqueKey {
  readonly table: Table;
  readonly key: RelationKey;
  readonly elements: readonly IndexElement[];
  readonly where: Expression | null;
  readonly nullsNotDistinct: boolean;
  /** Name of the index or constraint, as far as it is known. */
  readonly name: string | null;
}

/** An index key that is a plain column, with everything else at its default. */
export const plainElement = (column: string): IndexElement => ({
  column,
  expression: null,
  operatorClass: null,
  collation: null,
  descending: false,
  nulls: null,
});

/** 23505 when existing rows may share a key, with what speaks against it. Source: comparetup_index_btree_tiebreak(), tuplesortvariants.c. */
export function duplicateRows(catalog: Catalog, unique: UniqueKey): Part {
  if (rowsOf(catalog, unique.key) === 'none') return {};
  const excluded = whyDistinct(catalog, unique);
  if (excluded !== null) return { notes: [excluded] };
  const columns = columnsOf(unique);
  const proof = provesUnique(unique.table, unique.elements.map(part), unique.where, unique.nullsNotDistinct);
  if (proof?.strength === 'proven') return { notes: [`no duplicates: ${proof.because}`] };
  const everyRow = unique.elements.every((element) => isSame(known(unique.table, element), unique.nullsNotDistinct));
  const cause = { what: 'duplicates', table: unique.key, columns, index: unique.name, everyRow } as const;
  const preflight = findDuplicates(unique.key, unique.elements.map(part), unique.where, unique.nullsNotDistinct);
  return {
    fails: [fails(cause, '23505', everyRow ? 'rows' : 'data', { unlikelyBecause: proof?.because ?? null, ruledOutBefore: proof?.aged ?? false, preflight })],
  };
}

const part = (element: IndexElement): KeyPart => element.column ?? element.expression ?? '';

/** The columns of the key, or null when one of its parts is an expression. */
function columnsOf(unique: UniqueKey): readonly string[] | null {
  const columns = unique.elements.flatMap((element) => (element.column === null ? [] : [element.column]));
  return columns.length === unique.elements.length ? columns : null;
}

function known(table: Table, element: IndexElement): Known {
  const row = existingRow(table);
  return element.column !== null ? row(element.column) : element.expression ? evaluate(element.expression, row) : { is: 'unknown' };
}

/** One and the same value in every row. */
function isSame(value: Known, nullsNotDistinct: boolean): boolean {
  return value.is === 'value' || (nullsNotDistinct && value.is === 'null');
}

/** Why no two rows can share a key whatever the data are; null: they can. */
function whyDistinct(catalog: Catalog, unique: UniqueKey): string | null {
  const { table, elements, where } = unique;
  if (where && (surelyNotTrue(evaluate(where, existingRow(table))) || conjuncts(where).some((part) => wantsNewLabel(catalog, table, part))))
    return 'no duplicates: no existing row satisfies the predicate of the index';
  for (const element of elements) {
    if (!unique.nullsNotDistinct && known(table, element).is === 'null')
      return `no duplicates: ${element.column ?? 'an expression'} is NULL in every row, and NULLs are distinct`;
    const column = element.column === null ? null : columnNamed(table, element.column);
    if (column?.rows.holds === 'distinct') return `no duplicates: every row has its own ${column.name}`;
  }
  const within = uniqueKeysOf(table).find((key) => isWithin(key, unique));
  return within ? `no duplicates: (${within.join(', ')}) is unique already` : null;
}

/** `status = 'X'` where this migration added X to the enum, and wrote no row of the table. */
function wantsNewLabel(catalog: Catalog, table: Table, condition: Expression): boolean {
  if (condition.kind !== 'operator' || condition.operator !== '=' || table.writtenBy.length > 0) return false;
  const [column, constant] = [condition.left, condition.right].toSorted((a, b) => Number(b?.kind === 'column') - Number(a?.kind === 'column'));
  const text = constant?.kind === 'cast' ? constant.operand : constant;
  const held = column?.kind === 'column' ? columnNamed(table, column.name) : null;
  if (!held || held.type.dimensions > 0 || text?.kind !== 'literal') return false;
  const type = findType(catalog, held.type);
  return type.is === 'present' && type.value.kind === 'enum' && type.value.added.some(({ value }) => value === text.value);
}

/** A unique key over some of the columns. With NULLs equal in the new one, the old one must not have let NULLs pass. */
function isWithin(key: readonly string[], unique: UniqueKey): boolean {
  const columns = new Set(unique.elements.map((element) => element.column));
  if (!key.every((column) => columns.has(column))) return false;
  return !unique.nullsNotDistinct || key.every((column) => columnNamed(unique.table, column)?.notNull === true);
}
