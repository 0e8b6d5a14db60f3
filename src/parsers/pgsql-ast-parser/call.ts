import type { ExprCall, OrderByStatement } from 'pgsql-ast-parser';
import type { Expression } from '../../operation/index.ts';
import { sortedBy, withinGroup, withOrder } from '../expressions.ts';
import { isQuery, lowerAll, lowerExpression, lowerOptional, subquery } from './expression.ts';
import { lowerQuery } from './query.ts';
import { type Context, fail, qualified, tokenOf } from './tree.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Calls that have a grammar of their own, which this parser takes for ordinary arguments. */
const SPECIAL: ReadonlySet<string> = new Set([
  'any',
  'some',
  'all',
  'position',
  'normalize',
  'treat',
  'merge_action',
  'json',
  'json_array',
  'json_arrayagg',
  'json_exists',
  'json_object',
  'json_objectagg',
  'json_query',
  'json_scalar',
  'json_serialize',
  'json_value',
  'xmlconcat',
  'xmlelement',
  'xmlexists',
  'xmlforest',
  'xmlparse',
  'xmlpi',
  'xmlroot',
  'xmlserialize',
]);

/** Words that are called with a precision. */
const WITH_PRECISION: ReadonlySet<string> = new Set(['current_time', 'current_timestamp', 'localtime', 'localtimestamp']);

export function lowerCall(expression: ExprCall, context: Context): Expression {
  const isWritten = context.tokens[tokenOf(expression, context)]?.kind === 'word';
  const { schema, name } = qualified(expression.function);
  return (isWritten && schema === null ? lowerSpecial(name, expression, context) : null) ?? lowerFunction(expression, schema, name, context);
}

/** Null for names that are functions like others. */
function lowerSpecial(name: string, { args, withinGroup: group }: ExprCall, context: Context): Expression | null {
  if (SPECIAL.has(name)) fail(`${name.toUpperCase()}(…)`);
  const [first, ...more] = args;
  switch (name) {
    case 'exists':
      return first && more.length === 0 && isQuery(first) ? subquery('exists', lowerQuery(first, context)) : fail('EXISTS without a query');
    case 'coalesce':
      return { kind: 'coalesce', operands: lowerAll(args, context) };
    case 'row':
      return { kind: 'row', elements: lowerAll(args, context) };
    default:
      break;
  }
  if (!WITH_PRECISION.has(name)) return null;
  return first?.type === 'integer' && !group ? { kind: 'sqlValue', name: `${name.toUpperCase()}(${first.value})` } : fail(`${name.toUpperCase()}(…)`);
}

function lowerFunction(expression: ExprCall, schema: string | null, name: string, context: Context): Expression {
  const [first, ...more] = expression.args;
  const star = first?.type === 'ref' && first.name === '*' && !first.table && more.length === 0;
  const order = lowerOrder(expression.orderBy, context);
  const isTrim = schema === null && name === 'trim' && context.tokens[tokenOf(expression, context)]?.kind === 'word';
  const result: Call = {
    kind: 'call',
    function: { schema: schema === 'pg_catalog' ? null : schema, name: isTrim ? 'btrim' : name },
    arguments: star ? [] : withOrder(lowerAll(expression.args, context), order),
    distinct: expression.distinct === 'distinct',
    star,
    over: expression.over ? { partitionBy: lowerAll(expression.over.partitionBy ?? [], context), orderBy: lowerOrder(expression.over.orderBy, context) } : null,
    filter: lowerOptional(expression.filter, context),
  };
  return expression.withinGroup ? withinGroup(result, lowerOrder([expression.withinGroup], context)) : result;
}

export const lowerOrder = (order: readonly OrderByStatement[] | null | undefined, context: Context): readonly Expression[] =>
  (order ?? []).map(({ by, order: direction, nulls }) =>
    sortedBy(lowerExpression(by, context), direction === 'DESC', nulls === 'FIRST' ? 'first' : nulls === 'LAST' ? 'last' : null),
  );
