import { type Catalog, columnNamed, type Table } from '../catalog/index.ts';
import type { Expression } from '../operation/index.ts';

/** What is known of a value before anything runs. `present`: not NULL, and no more. */
export type Known =
  | { readonly is: 'null' }
  | { readonly is: 'value'; readonly type: 'boolean' | 'number' | 'string'; readonly text: string }
  | { readonly is: 'present' }
  | { readonly is: 'unknown' };

/** What is known of the columns of a row. */
export type KnownRow = (column: string) => Known;

const NULL: Known = { is: 'null' };
const PRESENT: Known = { is: 'present' };
const UNKNOWN: Known = { is: 'unknown' };
const truth = (value: boolean): Known => ({ is: 'value', type: 'boolean', text: String(value) });

/** The value of an expression, as far as the columns' values tell, in SQL's three-valued logic. */
export function evaluate(expression: Expression, row: KnownRow): Known {
  const of = (part: Expression): Known => evaluate(part, row);
  switch (expression.kind) {
    case 'literal':
      return literal(expression.type, expression.value);
    case 'column':
      return row(expression.name);
    case 'sqlValue':
    case 'array':
      return PRESENT;
    case 'cast':
      return converted(of(expression.operand), expression.type.dimensions === 0 ? expression.type.name : 'array');
    case 'collate':
      return of(expression.operand);
    case 'nullTest':
      return nullTest(of(expression.operand), expression.negated);
    case 'booleanTest':
      return booleanTest(of(expression.operand), expression.test, expression.negated);
    case 'not':
      return negation(of(expression.operand));
    case 'and':
      return conjunction(expression.operands.map(of));
    case 'or':
      return negation(conjunction(expression.operands.map((operand) => negation(of(operand)))));
    case 'operator':
      return expression.left === null ? UNKNOWN : compared(expression.operator, of(expression.left), of(expression.right));
    case 'isDistinct':
      return distinct(of(expression.left), of(expression.right), expression.negated);
    case 'in':
      return membership(of(expression.operand), expression.list.map(of), expression.negated);
    case 'coalesce':
      return firstPresent(expression.operands.map(of));
    case 'call':
      return STRICT_FUNCTIONS.has(expression.function.name) && expression.arguments.some((argument) => of(argument).is === 'null') ? NULL : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/** A CHECK refuses a row only when it is false; NULL passes (ExecCheck, src/backend/executor/execMain.c). */
export const surelyFalse = (value: Known): boolean => value.is === 'value' && value.type === 'boolean' && value.text === 'false';
/** A partial index holds a row only when its predicate is true. */
export const surelyNotTrue = (value: Known): boolean => value.is === 'null' || surelyFalse(value);
/** A CHECK surely accepts a row when it is true or NULL. */
export const surelyNotFalse = (value: Known): boolean => value.is === 'null' || (value.is === 'value' && value.type === 'boolean' && value.text === 'true');

/** Every existing row of the table, as far as one description fits all of them. */
export const existingRow =
  (table: Table): KnownRow =>
  (name) => {
    const column = columnNamed(table, name);
    if (!column) return UNKNOWN;
    if (column.rows.holds === 'null') return NULL;
    if (column.rows.holds === 'constant') return orPresent(evaluate(column.rows.value, () => UNKNOWN));
    return column.rows.holds === 'distinct' || column.notNull || column.filled?.strength === 'proven' ? PRESENT : UNKNOWN;
  };

/**
 * The row that the deployed client inserts when it names only the columns it must: columns that it does not know (born in
 * this migration) and nullable ones get their default or NULL.
 */
export const requiredInsert =
  (table: Table): KnownRow =>
  (name) => {
    const column = columnNamed(table, name);
    if (!column || column.generated) return UNKNOWN;
    if (column.default) return orUnknown(evaluate(column.default, () => UNKNOWN));
    if (column.identity) return PRESENT;
    return column.notNull ? PRESENT : NULL;
  };

/** The row that the deployed client inserts when it names every column it knows: only those born in this migration are left out. */
export const fullInsert =
  (table: Table, catalog: Catalog): KnownRow =>
  (name) => {
    const column = columnNamed(table, name);
    if (column && column.bornIn !== null && column.bornIn.migration === catalog.migration) return requiredInsert(table)(name);
    return column?.notNull === true ? PRESENT : UNKNOWN;
  };

const STRICT_FUNCTIONS: ReadonlySet<string> = new Set([
  'length', 'char_length', 'character_length', 'octet_length', 'lower', 'upper', 'btrim', 'ltrim', 'rtrim', 'abs', 'round', 'floor', 'ceil',
  'jsonb_typeof', 'json_typeof', 'jsonb_array_length', 'array_length', 'cardinality', 'date_trunc', 'extract', 'position', 'substring', 'split_part', 'isfinite',
]);

function literal(type: 'null' | 'boolean' | 'number' | 'string' | 'bit', text: string): Known {
  if (type === 'null') return NULL;
  return type === 'bit' ? PRESENT : { is: 'value', type, text: type === 'boolean' ? text.toLowerCase() : text };
}

const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'varchar', 'citext', 'name']);
const BUILT_IN_OTHER: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'date', 'time', 'timetz', 'timestamp', 'timestamptz', 'interval', 'uuid', 'json', 'jsonb', 'bytea', 'bpchar', 'array', 'bit', 'varbit', 'inet', 'cidr', 'xml', 'money', 'oid', 'regclass', 'tsvector', 'tsquery']);

/** A cast keeps NULL; a string cast to text or to an enum keeps its characters; of the rest only "not NULL" is said. */
function converted(value: Known, type: string): Known {
  if (value.is !== 'value') return value;
  if (type === 'bool') return value.type === 'string' ? booleanOf(value.text) : value;
  if (value.type === 'string') return TEXT_TYPES.has(type) || !BUILT_IN_OTHER.has(type) ? value : PRESENT;
  return value.type === 'number' && ['int2', 'int4', 'int8', 'numeric', 'float8'].includes(type) ? value : PRESENT;
}

function booleanOf(text: string): Known {
  if (['t', 'true', 'yes', 'on', '1'].includes(text.toLowerCase())) return truth(true);
  return ['f', 'false', 'no', 'off', '0'].includes(text.toLowerCase()) ? truth(false) : PRESENT;
}

const orPresent = (value: Known): Known => (value.is === 'unknown' ? PRESENT : value);
const orUnknown = (value: Known): Known => (value.is === 'present' ? UNKNOWN : value);

function nullTest(value: Known, negated: boolean): Known {
  return value.is === 'unknown' ? UNKNOWN : truth((value.is === 'null') !== negated);
}

function booleanTest(value: Known, test: 'true' | 'false' | 'unknown', negated: boolean): Known {
  if (value.is === 'null') return truth((test === 'unknown') !== negated);
  if (value.is === 'value') return truth((value.text === test) !== negated);
  return test === 'unknown' && value.is === 'present' ? truth(negated) : UNKNOWN;
}

function negation(value: Known): Known {
  return value.is === 'value' && value.type === 'boolean' ? truth(value.text === 'false') : value.is === 'null' ? NULL : UNKNOWN;
}

function conjunction(values: readonly Known[]): Known {
  if (values.some(surelyFalse)) return truth(false);
  if (values.some((value) => value.is === 'unknown' || value.is === 'present')) return UNKNOWN;
  return values.some((value) => value.is === 'null') ? NULL : truth(true);
}

/** Operators are taken as strict, as all built-in ones are: NULL in, NULL out. */
function compared(operator: string, left: Known, right: Known): Known {
  if (left.is === 'null' || right.is === 'null') return NULL;
  if (left.is !== 'value' || right.is !== 'value') return UNKNOWN;
  if (operator === '=') return equality(left, right);
  if (operator === '<>' || operator === '!=') return negation(equality(left, right));
  if (left.type !== 'number' || right.type !== 'number') return UNKNOWN;
  const difference = Number(left.text) - Number(right.text);
  const results: Readonly<Record<string, boolean>> = { '<': difference < 0, '<=': difference <= 0, '>': difference > 0, '>=': difference >= 0 };
  const result = results[operator];
  return result === undefined || Number.isNaN(difference) ? UNKNOWN : truth(result);
}

function equality(left: Known, right: Known): Known {
  if (left.is !== 'value' || right.is !== 'value') return UNKNOWN;
  if (left.type === 'number' && right.type === 'number') return truth(Number(left.text) === Number(right.text));
  if (left.type === 'boolean' && right.type === 'string') return equality(left, booleanOf(right.text));
  if (left.type === 'string' && right.type === 'boolean') return equality(booleanOf(left.text), right);
  return left.type === right.type ? truth(left.text === right.text) : UNKNOWN;
}

function distinct(left: Known, right: Known, negated: boolean): Known {
  if (left.is === 'unknown' || right.is === 'unknown') return UNKNOWN;
  if (left.is === 'null' || right.is === 'null') return truth((left.is !== right.is) !== negated);
  const equal = equality(left, right);
  return negated ? equal : negation(equal);
}

function membership(operand: Known, list: readonly Known[], negated: boolean): Known {
  const anyOf = negation(conjunction(list.map((item) => negation(compared('=', operand, item)))));
  return negated ? negation(anyOf) : anyOf;
}

function firstPresent(values: readonly Known[]): Known {
  const first = values.find((value) => value.is !== 'null');
  return first ?? NULL;
}
