import type { Catalog, Table } from '../catalog/index.ts';
import type { Expression } from '../operation/index.ts';
import { builtinFunction } from './builtin-functions.ts';
import { functionsNamed } from './volatility.ts';
import { baseType, type ResolvedType, resolveType, typeOfInternalName } from './types.ts';

/**
 * The type of an expression. `literal`: a quoted constant, NULL or parameter that takes the type of its surroundings.
 * Null: nobody can tell from here.
 */
export type ExpressionType = ResolvedType | 'literal' | null;

const SQL_VALUES: Readonly<Record<string, string>> = {
  CURRENT_TIMESTAMP: 'timestamptz',
  CURRENT_DATE: 'date',
  CURRENT_TIME: 'timetz',
  LOCALTIME: 'time',
  LOCALTIMESTAMP: 'timestamp',
  CURRENT_USER: 'name',
  CURRENT_ROLE: 'name',
  SESSION_USER: 'name',
  USER: 'name',
  CURRENT_CATALOG: 'name',
  CURRENT_SCHEMA: 'name',
  SYSTEM_USER: 'text',
};
/** Operators that answer true or false. */
export const COMPARISONS: ReadonlySet<string> = new Set([
  '=',
  '<>',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '~~',
  '!~~',
  '~~*',
  '!~~*',
  '~',
  '!~',
  '~*',
  '!~*',
  '@>',
  '<@',
  '&&',
  '?',
  '?|',
  '?&',
  '@@',
]);
const bool = baseType('bool');

/** `table`: whose columns the expression may name; null when it may name none. */
export function typeOf(expression: Expression, table: Table | null, catalog: Catalog): ExpressionType {
  switch (expression.kind) {
    case 'literal':
      return literalType(expression);
    case 'parameter':
      return 'literal';
    case 'column': {
      const column = table?.columns.find((candidate) => candidate.name === expression.name);
      return column ? resolveType(column.type, catalog) : null;
    }
    case 'cast':
      return resolveType(expression.type, catalog);
    case 'collate':
      return typeOf(expression.operand, table, catalog);
    case 'sqlValue':
      return baseTypeNamed(SQL_VALUES[expression.name.toUpperCase().replace(/\(.*$/, '')]);
    case 'call':
      return callType(expression, table, catalog);
    case 'operator':
      return operatorType(expression, table, catalog);
    case 'nullTest':
    case 'booleanTest':
    case 'isDistinct':
    case 'and':
    case 'or':
    case 'not':
    case 'in':
      return bool;
    case 'coalesce':
      return firstType(expression.operands, table, catalog);
    case 'case':
      return firstType([...expression.branches.map((branch) => branch.then), ...(expression.otherwise ? [expression.otherwise] : [])], table, catalog);
    case 'array': {
      const element = firstType(expression.elements, table, catalog);
      return element === 'literal' ? baseType('text', true) : element && { ...element, array: true };
    }
    case 'subquery':
      return expression.form === 'scalar' || expression.form === 'array' ? null : bool;
    case 'star':
    case 'row':
    case 'other':
      return null;
  }
}

const baseTypeNamed = (name: string | undefined): ResolvedType | null => (name === undefined ? null : typeOfInternalName(name));

function literalType(literal: Extract<Expression, { kind: 'literal' }>): ExpressionType {
  switch (literal.type) {
    case 'null':
    case 'string':
      return 'literal';
    case 'boolean':
      return bool;
    case 'bit':
      return baseType('bit');
    case 'number':
      return numberType(literal.value);
  }
}

function numberType(value: string): ResolvedType {
  if (!/^[-+]?\d+$/.test(value)) return baseType('numeric');
  const size = BigInt(value.replace(/^\+/, ''));
  const magnitude = size < 0n ? -size : size;
  return baseType(magnitude < 2n ** 31n ? 'int4' : magnitude < 2n ** 63n ? 'int8' : 'numeric');
}

function callType(call: Extract<Expression, { kind: 'call' }>, table: Table | null, catalog: Catalog): ExpressionType {
  const [own] = functionsNamed(catalog, call.function);
  if (own) return own.returns ? resolveType(own.returns, catalog) : null;
  if (call.function.name === 'timezone') return inOtherZone(call.arguments[1] ?? call.arguments[0], table, catalog);
  return baseTypeNamed(builtinFunction(call.function.name)?.returns ?? undefined);
}

/** `x AT TIME ZONE zone`: local time becomes absolute and the other way round. */
function inOtherZone(operand: Expression | undefined, table: Table | null, catalog: Catalog): ExpressionType {
  const type = operand ? typeOf(operand, table, catalog) : null;
  if (type === null || type === 'literal') return type === 'literal' ? baseType('timestamp') : null;
  // The values keep their fractions of seconds, so that a later cast to the same precision rounds nothing.
  const precise = (name: string): ExpressionType => ({ ...baseType(name), modifiers: type.modifiers });
  if (type.name === 'timestamp') return precise('timestamptz');
  return type.name === 'timetz' || type.name === 'time' ? precise('timetz') : precise('timestamp');
}

const TIMES: ReadonlySet<string> = new Set(['date', 'timestamp', 'timestamptz', 'time', 'timetz']);
const INTEGERS = ['int2', 'int4', 'int8'];

function operatorType(operation: Extract<Expression, { kind: 'operator' }>, table: Table | null, catalog: Catalog): ExpressionType {
  if (COMPARISONS.has(operation.operator)) return bool;
  const left = operation.left ? typeOf(operation.left, table, catalog) : null;
  const right = typeOf(operation.right, table, catalog);
  if (operation.left === null) return right;
  if (operation.operator === '->>' || operation.operator === '#>>') return baseType('text');
  if (operation.operator === '->' || operation.operator === '#>') return left;
  if (left === null || right === null) return null;
  if (operation.operator === '||') return concatenation(left, right);
  if (left === 'literal' || right === 'literal') return left === 'literal' ? right : left;
  return arithmetic(left, right, operation.operator);
}

function concatenation(left: ResolvedType | 'literal', right: ResolvedType | 'literal'): ExpressionType {
  const known = [left, right].filter((type) => type !== 'literal');
  const special = known.find((type) => type.array || ['jsonb', 'bytea', 'tsvector', 'bit', 'varbit', 'hstore'].includes(type.name));
  return special ? { ...special, modifiers: [] } : baseType('text');
}

function arithmetic(left: ResolvedType, right: ResolvedType, operator: string): ExpressionType {
  if (left.array || right.array) return null;
  if (TIMES.has(left.name)) {
    if (right.name === 'interval') return left.name === 'date' ? baseType('timestamp') : { ...left, modifiers: [] };
    if (operator === '-' && TIMES.has(right.name)) return baseType(left.name === 'date' && right.name === 'date' ? 'int4' : 'interval');
    return left.name === 'date' && INTEGERS.includes(right.name) ? left : null;
  }
  if (left.name === 'interval') return TIMES.has(right.name) ? { ...right, modifiers: [] } : baseType('interval');
  const order = [...INTEGERS, 'numeric', 'float4', 'float8'];
  const rank = Math.max(order.indexOf(left.name), order.indexOf(right.name));
  if (!order.includes(left.name) || !order.includes(right.name)) return null;
  // numeric with a float gives double precision; so does real with anything but real.
  return baseType(rank >= order.indexOf('float4') && left.name !== right.name ? 'float8' : (order[rank] ?? 'numeric'));
}

/** Type of the first operand that has one of its own. */
function firstType(operands: readonly Expression[], table: Table | null, catalog: Catalog): ExpressionType {
  let unknown = false;
  for (const operand of operands) {
    const type = typeOf(operand, table, catalog);
    if (type !== null && type !== 'literal') return type;
    if (type === null) unknown = true;
  }
  return unknown ? null : 'literal';
}
