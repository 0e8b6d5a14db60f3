import { children, type Expression, type TypeName } from '../../operation/index.ts';
import { uniqueKeysOf } from '../keys.ts';
import { columnNamed } from '../lookup.ts';
import type { Column, Table } from '../model.ts';
import { identifiesRow } from './facts.ts';

// Values that differ from row to row.

const GENERATORS: ReadonlySet<string> = new Set([
  'gen_random_uuid',
  'uuid_generate_v4',
  'uuid_generate_v1',
  'uuid_generate_v1mc',
  'uuidv4',
  'uuidv7',
  'nextval',
]);
const TEXT: ReadonlySet<string> = new Set(['text', 'varchar']);
/** Equal values have equal text and different ones different text. numeric (1.0 and 1.00) and citext are not so. */
const EXACT: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'uuid', 'text', 'varchar', 'bool', 'date']);
const INTEGERS = ['int2', 'int4', 'int8'];

/** A new value with every call: a random UUID, the next number of a sequence. Also as text, or after a fixed prefix. */
export function isGenerated(value: Expression): boolean {
  const inner = value.kind === 'cast' && value.type.name === 'uuid' ? value.operand : value;
  return injected(inner, (call) => call.kind === 'call' && GENERATORS.has(call.function.name) && call.over === null) !== null;
}

/** The column whose different values make different values of the expression: the column, its text, with constants around it. */
export function injectedColumn(value: Expression): Extract<Expression, { kind: 'column' }> | null {
  const found = injected(value, (inner) => inner.kind === 'column');
  return found?.kind === 'column' ? found : null;
}

function injected(value: Expression, isInner: (expression: Expression) => boolean): Expression | null {
  if (isInner(value)) return value;
  if (value.kind === 'cast') return keepsApart(value.type) ? injected(value.operand, isInner) : null;
  const parts =
    value.kind === 'operator' && value.operator === '||' && value.left
      ? [value.left, value.right]
      : value.kind === 'call' && value.function.name === 'concat' && value.over === null
        ? value.arguments
        : [];
  const open = parts.filter((part) => !isFixed(part));
  return open.length === 1 && open[0] ? injected(open[0], isInner) : null;
}

const isFixed = (part: Expression): boolean => part.kind === 'literal' || (part.kind === 'cast' && isFixed(part.operand));
const keepsApart = (type: TypeName): boolean => type.dimensions === 0 && type.modifiers.length === 0 && (TEXT.has(type.name) || INTEGERS.includes(type.name));
/** '1' and '01' are one number. */
const readsNumber = (value: Expression): boolean => (value.kind === 'cast' && INTEGERS.includes(value.type.name)) || children(value).some(readsNumber);

/** Are different values of the one column still different in the other? Rounding, cutting and folding of case would lose that. */
export function staysDistinct(from: Column, to: Column, value: Expression): boolean {
  const [source, target] = [from.type, to.type];
  if (source.dimensions > 0 || target.dimensions > 0) return false;
  const direct = value.kind === 'column';
  if (direct && source.name === target.name && target.name !== 'bpchar')
    return (from.collation === to.collation || !TEXT.has(target.name)) && target.modifiers.join() === source.modifiers.join();
  if (INTEGERS.includes(source.name) && INTEGERS.includes(target.name)) return direct || value.kind === 'cast';
  if (!INTEGERS.includes(source.name) && readsNumber(value)) return false;
  return EXACT.has(source.name) && TEXT.has(target.name) && target.modifiers.length === 0 && to.collation === null;
}

/** Can a generated value keep its difference in the column? */
export const holdsGenerated = (column: Column): boolean => column.type.dimensions === 0 && (EXACT.has(column.type.name) || INTEGERS.includes(column.type.name));

/** Columns of which no two rows share the values, NULLs aside. */
export function uniqueSets(table: Table): readonly (readonly string[])[] {
  const proven = table.proofs.unique.filter(
    ({ strength, keys, where }) => strength === 'proven' && where === undefined && keys.every((key) => key.kind === 'column'),
  );
  const distinct = table.columns.filter((column) => column.rows.holds === 'distinct').map((column) => [column.name]);
  return [...uniqueKeysOf(table), ...proven.map(({ columns }) => columns), ...distinct];
}

/** Does one of the columns, or all of them, tell rows of the table apart? */
export function tellApart(table: Table, columns: readonly string[]): boolean {
  if (columns.some((column) => identifiesRow(table, column))) return true;
  return uniqueSets(table).some((set) => set.every((column) => columns.includes(column) && columnNamed(table, column)?.notNull === true));
}
