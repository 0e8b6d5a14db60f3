import type { Expression, Query, TypeName } from '../../operation/index.ts';
import { isStrictOperator, nullnessOf } from './never-null.ts';

/** What is known of a value before anything runs. `present`: not NULL, and no more. */
export type Known =
  | { readonly is: 'null' }
  | { readonly is: 'value'; readonly type: 'boolean' | 'number' | 'string'; readonly text: string }
  /** `json`: of type json or jsonb, where a cast to another type may give NULL. */
  | { readonly is: 'present'; readonly json?: true }
  | { readonly is: 'unknown' };

/** What is known of the columns of a row; `table` is the qualifier as it stands in the expression. */
export type KnownColumns = (column: string, table: string | null) => Known;

export const NULL: Known = { is: 'null' };
export const PRESENT: Known = { is: 'present' };
export const UNKNOWN: Known = { is: 'unknown' };
const truth = (value: boolean): Known => ({ is: 'value', type: 'boolean', text: String(value) });

export const isNotNull = (value: Known): boolean => value.is === 'present' || value.is === 'value';
/** Neither of these is true: what WHERE does not let through. */
export const isNotTrue = (value: Known): boolean => value.is === 'null' || isFalse(value);
export const isTrue = (value: Known): boolean => value.is === 'value' && value.type === 'boolean' && value.text === 'true';
export const isFalse = (value: Known): boolean => value.is === 'value' && value.type === 'boolean' && value.text === 'false';

/** What is known of a scalar sub-select. */
export type KnownQueries = (query: Query) => Known;

/** The value of an expression, as far as the columns tell, in SQL's three-valued logic. */
export function evaluate(expression: Expression, columns: KnownColumns, queries: KnownQueries = () => UNKNOWN): Known {
  const of = (part: Expression): Known => evaluate(part, columns, queries);
  switch (expression.kind) {
    case 'literal':
      return literal(expression.type, expression.value);
    case 'column':
      return columns(expression.name, expression.table);
    case 'array':
    case 'row':
      return PRESENT;
    case 'cast':
      return converted(of(expression.operand), expression.type, expression.operand);
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
      return disjunction(expression.operands.map(of));
    case 'operator':
      return compared(expression.operator, expression.left && of(expression.left), of(expression.right));
    case 'isDistinct':
      return distinct(of(expression.left), of(expression.right), expression.negated);
    case 'in':
      return membership(of(expression.operand), expression.list.map(of), expression.negated);
    case 'coalesce':
      return firstPresent(expression.operands.map(of));
    case 'case':
      return oneOf(reachable(expression, of));
    case 'call':
      return nullnessOf(expression.function, expression.arguments.map(of), expression.over !== null);
    case 'sqlValue':
      return expression.name === 'CURRENT_SCHEMA' ? UNKNOWN : PRESENT;
    case 'subquery':
      return expression.form === 'scalar' ? queries(expression.query) : expression.form === 'exists' || expression.form === 'array' ? PRESENT : UNKNOWN;
    case 'star':
    case 'parameter':
    case 'other':
      return UNKNOWN;
  }
}

function literal(type: 'null' | 'boolean' | 'number' | 'string' | 'bit', text: string): Known {
  if (type === 'null') return NULL;
  return type === 'bit' ? PRESENT : { is: 'value', type, text: type === 'boolean' ? text.toLowerCase() : text };
}

// ── Casts ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'varchar', 'name']);
const NUMBER_TYPES: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'numeric', 'float8']);
/** Types that do not keep the characters of a string literal apart as equality sees them. */
const OTHER_TYPES: ReadonlySet<string> = new Set([
  ...NUMBER_TYPES,
  'float4',
  'date',
  'time',
  'timetz',
  'timestamp',
  'timestamptz',
  'interval',
  'uuid',
  'json',
  'jsonb',
  'bytea',
  'bpchar',
  'char',
  'citext',
  'bit',
  'varbit',
  'inet',
  'cidr',
  'macaddr',
  'xml',
  'money',
  'oid',
  'regclass',
  'tsvector',
  'tsquery',
  'point',
  'vector',
  'hstore',
  'ltree',
]);
/** The value that a column or cast of this type makes of it: strings stay themselves in text and enums; of the rest only "not NULL" is kept. */
export function asType(value: Known, type: TypeName): Known {
  if (value.is !== 'value') return value;
  if (type.dimensions > 0 || type.modifiers.length > 0) return PRESENT;
  if (type.name === 'bool') return value.type === 'string' ? booleanOf(value.text) : value.type === 'boolean' ? value : PRESENT;
  if (value.type === 'string') return TEXT_TYPES.has(type.name) || !OTHER_TYPES.has(type.name) ? value : PRESENT;
  const whole = value.type === 'number' && /^-?\d+$/.test(value.text);
  return whole && NUMBER_TYPES.has(type.name) ? value : PRESENT;
}

/** Since PostgreSQL 18 a jsonb null becomes NULL when it is cast to a number or boolean; before, that is an error. */
function converted(value: Known, type: TypeName, operand: Expression): Known {
  const json = (value.is === 'present' && value.json === true) || isJson(operand);
  const keeps = TEXT_TYPES.has(type.name) || type.name === 'json' || type.name === 'jsonb';
  return json && !keeps && isNotNull(value) ? UNKNOWN : asType(value, type);
}

function isJson(operand: Expression): boolean {
  if (operand.kind === 'cast') return operand.type.name === 'jsonb' || operand.type.name === 'json';
  if (operand.kind === 'call') return /^jsonb?_/.test(operand.function.name) || /^to_jsonb?$/.test(operand.function.name);
  return operand.kind === 'coalesce' && operand.operands.some(isJson);
}

function booleanOf(text: string): Known {
  if (['t', 'true', 'yes', 'on', '1'].includes(text.toLowerCase())) return truth(true);
  return ['f', 'false', 'no', 'off', '0'].includes(text.toLowerCase()) ? truth(false) : PRESENT;
}

// ── Logic ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function nullTest(value: Known, negated: boolean): Known {
  return value.is === 'unknown' ? PRESENT : truth((value.is === 'null') !== negated);
}

function booleanTest(value: Known, test: 'true' | 'false' | 'unknown', negated: boolean): Known {
  if (value.is === 'null') return truth((test === 'unknown') !== negated);
  if (value.is === 'value') return truth((value.text === test) !== negated);
  return test === 'unknown' && value.is === 'present' ? truth(negated) : PRESENT;
}

function negation(value: Known): Known {
  return value.is === 'value' && value.type === 'boolean' ? truth(value.text === 'false') : value.is === 'value' ? UNKNOWN : value;
}

function conjunction(values: readonly Known[]): Known {
  if (values.some(isFalse)) return truth(false);
  const open = values.filter((value) => !isTrue(value));
  if (open.length === 0) return truth(true);
  if (open.every((value) => value.is === 'null')) return NULL;
  return open.every(isNotNull) ? PRESENT : UNKNOWN;
}

const disjunction = (values: readonly Known[]): Known => negation(conjunction(values.map(negation)));

function compared(operator: string, left: Known | null, right: Known): Known {
  if (!isStrictOperator(operator)) return UNKNOWN;
  if (left?.is === 'null' || right.is === 'null') return operator === '||' ? UNKNOWN : NULL;
  if ((left !== null && left.is === 'unknown') || right.is === 'unknown') return UNKNOWN;
  if (left?.is !== 'value' || right.is !== 'value')
    return left === null && operator === '-' && right.is === 'value' && right.type === 'number' ? { ...right, text: `-${right.text}` } : PRESENT;
  if (operator === '=') return orPresent(equality(left, right));
  if (operator === '<>' || operator === '!=') return orPresent(negation(equality(left, right)));
  if (left.type !== 'number' || right.type !== 'number') return PRESENT;
  const difference = Number(left.text) - Number(right.text);
  const results: Readonly<Record<string, boolean>> = { '<': difference < 0, '<=': difference <= 0, '>': difference > 0, '>=': difference >= 0 };
  const result = results[operator];
  return result === undefined || Number.isNaN(difference) ? PRESENT : truth(result);
}

const orPresent = (value: Known): Known => (value.is === 'unknown' ? PRESENT : value);

function equality(left: Known, right: Known): Known {
  if (left.is !== 'value' || right.is !== 'value') return UNKNOWN;
  if (left.type === 'number' && right.type === 'number') return truth(Number(left.text) === Number(right.text));
  if (left.type === 'boolean' && right.type === 'string') return equality(left, booleanOf(right.text));
  if (left.type === 'string' && right.type === 'boolean') return equality(booleanOf(left.text), right);
  return left.type === right.type ? truth(left.text === right.text) : UNKNOWN;
}

function distinct(left: Known, right: Known, negated: boolean): Known {
  if (left.is === 'null' && right.is === 'null') return truth(negated);
  if ((left.is === 'null' && isNotNull(right)) || (right.is === 'null' && isNotNull(left))) return truth(!negated);
  const equal = orPresent(equality(left, right));
  return negated ? equal : negation(equal);
}

function membership(operand: Known, list: readonly Known[], negated: boolean): Known {
  const anyOf = disjunction(list.map((item) => compared('=', operand, item)));
  return negated ? negation(anyOf) : anyOf;
}

function firstPresent(values: readonly Known[]): Known {
  const first = values.findIndex((value) => value.is !== 'null');
  const value = values[first];
  if (!value) return NULL;
  return value.is === 'unknown' && values.slice(first).some(isNotNull) ? PRESENT : value;
}

/** The values that a CASE may give: not those of branches that are never taken, nor what comes after one that always is. */
function reachable({ operand, branches, otherwise }: Extract<Expression, { kind: 'case' }>, of: (part: Expression) => Known): readonly Known[] {
  const values: Known[] = [];
  for (const { when, then } of branches) {
    const taken = operand === null ? of(when) : UNKNOWN;
    if (!isNotTrue(taken)) values.push(of(then));
    if (isTrue(taken)) return values;
  }
  return [...values, otherwise ? of(otherwise) : NULL];
}

/** One of several values, nobody knows which. */
function oneOf(values: readonly Known[]): Known {
  const [first] = values;
  if (
    first &&
    values.every((value) => value.is === first.is && (value.is !== 'value' || (first.is === 'value' && value.text === first.text && value.type === first.type)))
  )
    return first;
  return values.every(isNotNull) ? PRESENT : UNKNOWN;
}
