import type { FuncCall, Node, WindowDef } from 'libpg-query';
import type { Expression } from '../../operation/index.ts';
import { lowerAll, lowerExpression, lowerOptional, NULL, written } from './expression.ts';
import { as, nameFrom } from './tree.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/**
 * A function call. Calls that have a syntax of their own are calls of the function behind it: `x AT TIME ZONE z` is
 * `timezone(z, x)`, `EXTRACT(year FROM x)` is `extract('year', x)`, `TRIM(x)` is `btrim(x)`.
 */
export function lowerCall(node: FuncCall): Expression {
  const { schema, name } = nameFrom(node.funcname);
  const order = lowerOrder(node.agg_order);
  const operands = withVariadic(lowerAll(node.args), node.func_variadic ?? false);
  const ordered = node.agg_within_group ? operands : withOrder(operands, order);
  const result: Call = {
    kind: 'call',
    function: { schema: schema === 'pg_catalog' ? null : schema, name },
    arguments: ordered,
    distinct: node.agg_distinct ?? false,
    star: node.agg_star ?? false,
    over: node.over ? lowerWindow(node.over) : null,
    filter: lowerOptional(node.agg_filter),
  };
  return node.agg_within_group ? withinGroup(result, order) : result;
}

/** `f(a, VARIADIC b)`. */
function withVariadic(operands: readonly Expression[], variadic: boolean): readonly Expression[] {
  const last = operands.at(-1);
  return variadic && last ? [...operands.slice(0, -1), written('Variadic', ['VARIADIC ', ''], last)] : operands;
}

/** `string_agg(x, ',' ORDER BY y)`: the order is written behind the last argument, and kept with it. */
function withOrder(operands: readonly Expression[], order: readonly Expression[]): readonly Expression[] {
  const last = operands.at(-1);
  if (!last || order.length === 0) return operands;
  return [...operands.slice(0, -1), written('AggregateOrder', ['', ' ORDER BY ', ...order.slice(1).map(() => ', '), ''], last, ...order)];
}

function withinGroup(call: Call, order: readonly Expression[]): Expression {
  const open = ['', ' WITHIN GROUP (ORDER BY ', ...order.slice(1).map(() => ', ')];
  if (call.filter === null) return written('WithinGroup', [...open, ')'], call, ...order);
  return written('WithinGroup', [...open, ') FILTER (WHERE ', ')'], { ...call, filter: null }, ...order, call.filter);
}

const lowerWindow = (window: WindowDef): NonNullable<Call['over']> => ({
  partitionBy: lowerAll(window.partitionClause),
  orderBy: lowerOrder(window.orderClause),
});

const DIRECTIONS: Readonly<Record<string, string>> = { SORTBY_DESC: ' DESC', SORTBY_ASC: '' };
const NULLS: Readonly<Record<string, string>> = { SORTBY_NULLS_FIRST: ' NULLS FIRST', SORTBY_NULLS_LAST: ' NULLS LAST' };

/** What an ORDER BY sorts by. A plain expression sorts ascending; with a direction it is wrapped, so that none is lost. */
export function lowerOrder(nodes: readonly Node[] | undefined): readonly Expression[] {
  return (nodes ?? []).map((node) => {
    const sort = as(node, 'SortBy');
    if (!sort) return lowerExpression(node);
    const key = lowerOptional(sort.node) ?? NULL;
    const direction = `${DIRECTIONS[sort.sortby_dir ?? ''] ?? ''}${NULLS[sort.sortby_nulls ?? ''] ?? ''}`;
    return direction === '' ? key : written('SortBy', ['', direction], key);
  });
}
