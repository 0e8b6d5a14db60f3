import type { QualifiedName } from '../core/index.ts';
import type { CommonTable, Expression, FromItem, Query } from './expression.ts';
import { expressionsOfQuery } from './parts.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** The expressions right inside another, in the order written. What a sub-select holds is not among them: see `queriesOf`. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'column':
    case 'star':
    case 'parameter':
    case 'sqlValue':
      return [];
    case 'call':
      return [...expression.arguments, ...present(expression.filter), ...(expression.over?.partitionBy ?? []), ...(expression.over?.orderBy ?? [])];
    case 'operator':
      return [...present(expression.left), expression.right];
    case 'isDistinct':
      return [expression.left, expression.right];
    case 'cast':
    case 'nullTest':
    case 'booleanTest':
    case 'not':
    case 'collate':
      return [expression.operand];
    case 'and':
    case 'or':
    case 'coalesce':
    case 'other':
      return expression.operands;
    case 'in':
      return [expression.operand, ...expression.list];
    case 'subquery':
      return present(expression.operand);
    case 'case':
      return [...present(expression.operand), ...expression.branches.flatMap(({ when, then }) => [when, then]), ...present(expression.otherwise)];
    case 'array':
    case 'row':
      return expression.elements;
  }
}

const present = (expression: Expression | null): readonly Expression[] => (expression === null ? [] : [expression]);

/** Does the expression, or one anywhere inside it (sub-selects too), satisfy the predicate? */
export function someExpression(expression: Expression, predicate: (part: Expression) => boolean): boolean {
  if (predicate(expression) || children(expression).some((child) => someExpression(child, predicate))) return true;
  return expression.kind === 'subquery' && expressionsOfQuery(expression.query).some((inner) => someExpression(inner, predicate));
}

/** Names of the columns that the expression reads of its own row, each once. Those inside of sub-selects are the sub-selects'. */
export function columnsOf(expression: Expression): readonly string[] {
  const names = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === 'column') names.add(part.name);
    children(part).forEach(visit);
  };
  visit(expression);
  return [...names];
}

/** Every function call in the expression, sub-selects included, outer ones first. */
export function callsOf(expression: Expression): readonly Call[] {
  const calls: Call[] = [];
  someExpression(expression, (part) => {
    if (part.kind === 'call') calls.push(part);
    return false;
  });
  return calls;
}

/** Every sub-select in the expression, outer ones first. */
export function queriesOf(expression: Expression): readonly Query[] {
  const queries: Query[] = [];
  someExpression(expression, (part) => {
    if (part.kind === 'subquery') queries.push(part.query);
    return false;
  });
  return queries;
}

/** The same value wherever and whenever it is computed, as far as its form shows: literals, and what is made of them without a call. */
export const isConstant = (expression: Expression): boolean =>
  !someExpression(
    expression,
    ({ kind }) =>
      kind === 'column' || kind === 'star' || kind === 'parameter' || kind === 'call' || kind === 'sqlValue' || kind === 'subquery' || kind === 'other',
  );

/** What must all hold: the operands of an AND, however nested; the expression itself when it is none; nothing for null. */
export function conjuncts(expression: Expression | null): readonly Expression[] {
  if (expression === null) return [];
  return expression.kind === 'and' ? expression.operands.flatMap(conjuncts) : [expression];
}

/**
 * The tables that a query or a FROM list reads, derived tables, sub-selects and CTEs included, each once, in the order written.
 * Names of its own CTEs are no tables.
 */
export function tablesOf(source: Query | readonly FromItem[] | null): readonly QualifiedName[] {
  const found = new Map<string, QualifiedName>();
  const add = (name: QualifiedName): void => {
    const key = JSON.stringify([name.schema, name.name]);
    if (!found.has(key)) found.set(key, name);
  };
  if (isFrom(source)) visitFrom(source, new Set(), add);
  else if (source) visitQuery(source, new Set(), add);
  return [...found.values()];
}

const isFrom = (source: Query | readonly FromItem[] | null): source is readonly FromItem[] => Array.isArray(source);

type Names = ReadonlySet<string>;
type Add = (name: QualifiedName) => void;

function visitQuery(query: Query, outer: Names, add: Add): void {
  const names = new Set([...outer, ...query.ctes.map(({ name }) => name)]);
  visitCommonTables(query.ctes, names, add);
  visitFrom(query.from, names, add);
  for (const side of query.setOperation ? [query.setOperation.left, query.setOperation.right] : []) visitQuery(side, names, add);
  const distinctOn = typeof query.distinct === 'string' ? [] : query.distinct.on;
  const own = [
    ...distinctOn,
    ...query.targets.map(({ expression }) => expression),
    ...present(query.where),
    ...query.groupBy,
    ...present(query.having),
    ...query.orderBy,
    ...present(query.limit),
    ...query.values.flat(),
  ];
  for (const expression of own) visitExpression(expression, names, add);
}

function visitCommonTables(ctes: readonly CommonTable[], names: Names, add: Add): void {
  for (const { query } of ctes) if (query) visitQuery(query, names, add);
}

function visitFrom(items: readonly FromItem[], names: Names, add: Add): void {
  for (const item of items) {
    if (item.kind === 'table' && (item.table.schema !== null || !names.has(item.table.name))) add(item.table);
    if (item.kind === 'query') visitQuery(item.query, names, add);
    if (item.kind === 'function') visitExpression(item.call, names, add);
    if (item.kind === 'join') {
      visitFrom([item.left, item.right], names, add);
      if (item.on) visitExpression(item.on, names, add);
    }
  }
}

function visitExpression(expression: Expression, names: Names, add: Add): void {
  if (expression.kind === 'subquery') visitQuery(expression.query, names, add);
  for (const child of children(expression)) visitExpression(child, names, add);
}
