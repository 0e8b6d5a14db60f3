import type { CommonTable, Expression, FromItem, Query } from './expression.ts';

/**
 * The expression with every part replaced by what `change` makes of it, from the inside out, sub-selects included.
 * `change` gets a part whose own parts are changed already.
 */
export function mapExpression(expression: Expression, change: (part: Expression) => Expression): Expression {
  const map = (part: Expression): Expression => mapExpression(part, change);
  return change(mapParts(expression, map, (query) => mapQuery(query, change)));
}

type Map = (part: Expression) => Expression;
const optional = (part: Expression | null, map: Map): Expression | null => (part === null ? null : map(part));

/** The expression with its direct parts replaced; a sub-select is left to `query`. */
export function mapParts(expression: Expression, map: Map, query: (query: Query) => Query): Expression {
  switch (expression.kind) {
    case 'literal':
    case 'column':
    case 'star':
    case 'parameter':
    case 'sqlValue':
      return expression;
    case 'call': {
      const over = expression.over && { partitionBy: expression.over.partitionBy.map(map), orderBy: expression.over.orderBy.map(map) };
      return { ...expression, arguments: expression.arguments.map(map), filter: optional(expression.filter, map), over };
    }
    case 'operator':
      return { ...expression, left: optional(expression.left, map), right: map(expression.right) };
    case 'isDistinct':
      return { ...expression, left: map(expression.left), right: map(expression.right) };
    case 'cast':
    case 'nullTest':
    case 'booleanTest':
    case 'not':
    case 'collate':
      return { ...expression, operand: map(expression.operand) };
    case 'and':
    case 'or':
    case 'coalesce':
    case 'other':
      return { ...expression, operands: expression.operands.map(map) };
    case 'in':
      return { ...expression, operand: map(expression.operand), list: expression.list.map(map) };
    case 'subquery':
      return { ...expression, operand: optional(expression.operand, map), query: query(expression.query) };
    case 'case': {
      const branches = expression.branches.map(({ when, then }) => ({ when: map(when), then: map(then) }));
      return { ...expression, operand: optional(expression.operand, map), branches, otherwise: optional(expression.otherwise, map) };
    }
    case 'array':
    case 'row':
      return { ...expression, elements: expression.elements.map(map) };
  }
}

/** {@link mapExpression} for every expression of a query. */
export function mapQuery(query: Query, change: (part: Expression) => Expression): Query {
  const map = (part: Expression): Expression => mapExpression(part, change);
  const { setOperation, distinct } = query;
  return {
    ...query,
    ctes: query.ctes.map((cte): CommonTable => ({ ...cte, query: cte.query && mapQuery(cte.query, change) })),
    targets: query.targets.map((target) => ({ ...target, expression: map(target.expression) })),
    distinct: typeof distinct === 'string' ? distinct : { on: distinct.on.map(map) },
    from: query.from.map((item) => mapFrom(item, change)),
    where: optional(query.where, map),
    groupBy: query.groupBy.map(map),
    having: optional(query.having, map),
    orderBy: query.orderBy.map(map),
    limit: optional(query.limit, map),
    values: query.values.map((row) => row.map(map)),
    setOperation: setOperation && { ...setOperation, left: mapQuery(setOperation.left, change), right: mapQuery(setOperation.right, change) },
  };
}

function mapFrom(item: FromItem, change: (part: Expression) => Expression): FromItem {
  switch (item.kind) {
    case 'table':
      return item;
    case 'query':
      return { ...item, query: mapQuery(item.query, change) };
    case 'function':
      return { ...item, call: mapExpression(item.call, change) };
    case 'join':
      return { ...item, left: mapFrom(item.left, change), right: mapFrom(item.right, change), on: item.on && mapExpression(item.on, change) };
  }
}
