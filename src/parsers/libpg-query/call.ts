import type { FuncCall, Node, WindowDef } from 'libpg-query';
import type { Expression } from '../../operation/index.ts';
import { NULL, sortedBy, withinGroup, withOrder, withVariadic } from '../expressions.ts';
import { lowerAll, lowerExpression, lowerOptional } from './expression.ts';
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

const lowerWindow = (window: WindowDef): NonNullable<Call['over']> => ({
  partitionBy: lowerAll(window.partitionClause),
  orderBy: lowerOrder(window.orderClause),
});

const NULLS: Readonly<Record<string, 'first' | 'last'>> = { SORTBY_NULLS_FIRST: 'first', SORTBY_NULLS_LAST: 'last' };

/** What an ORDER BY sorts by. */
export function lowerOrder(nodes: readonly Node[] | undefined): readonly Expression[] {
  return (nodes ?? []).map((node) => {
    const sort = as(node, 'SortBy');
    if (!sort) return lowerExpression(node);
    return sortedBy(lowerOptional(sort.node) ?? NULL, sort.sortby_dir === 'SORTBY_DESC', NULLS[sort.sortby_nulls ?? ''] ?? null);
  });
}
