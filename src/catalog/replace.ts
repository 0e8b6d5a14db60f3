import type { QualifiedName } from '../core/index.ts';
import type { Expression, FromItem, Query, Target, TypeName } from '../operation/index.ts';
import type { Catalog } from './catalog.ts';
import { tableKey } from './lookup.ts';
import type { RelationKey } from './model.ts';
import { columnsOfRelation, cteNamed, emptyScope, resolveColumn, type Scope, scopeOfQuery, type Source } from './scope.ts';

export type ColumnReference = Extract<Expression, { kind: 'column' }>;

/** What to do with the names inside expressions and queries. Left out: nothing. */
export interface Replacement {
  readonly column?: (reference: ColumnReference, relation: RelationKey | null) => Expression;
  /** `*` and `t.*`, with what they stand for. */
  readonly star?: (sources: readonly Source[]) => void;
  readonly table?: (name: QualifiedName) => QualifiedName;
  readonly type?: (type: TypeName) => TypeName;
  readonly function?: (name: QualifiedName) => QualifiedName;
  readonly literal?: (literal: Extract<Expression, { kind: 'literal' }>, within: QualifiedName) => Expression;
}

/** A walk that rebuilds what it changes, and gives back the very same object where it changes nothing. */
interface Walk {
  readonly catalog: Catalog;
  readonly replacement: Replacement;
}

export function mapAll<Value>(values: readonly Value[], change: (value: Value) => Value): readonly Value[] {
  let changed = false;
  const result = values.map((value) => {
    const next = change(value);
    changed ||= next !== value;
    return next;
  });
  return changed ? result : values;
}

/** `base` with `changes`, or `base` itself when they change nothing. */
export function changed<Value extends object>(base: Value, changes: Partial<Value>): Value {
  for (const key in changes) if (changes[key] !== base[key]) return { ...base, ...changes };
  return base;
}

/** The expression with its names replaced. `scope` tells what columns mean; without one, they mean nothing known. */
export function replaceIn(catalog: Catalog, expression: Expression, replacement: Replacement, scope: Scope = emptyScope): Expression {
  return mapExpression({ catalog, replacement }, expression, scope);
}

/** The query with its names replaced. */
export function replaceInQuery(catalog: Catalog, query: Query, replacement: Replacement, outer: Scope = emptyScope): Query {
  return mapQuery({ catalog, replacement }, query, outer);
}

function mapExpression(walk: Walk, expression: Expression, scope: Scope): Expression {
  const { replacement } = walk;
  const each = (value: Expression): Expression => mapExpression(walk, value, scope);
  switch (expression.kind) {
    case 'literal':
    case 'parameter':
    case 'sqlValue':
      return expression;
    case 'column':
      return replacement.column?.(expression, resolveColumn(scope, expression.table, expression.name)?.relation ?? null) ?? expression;
    case 'star':
      replacement.star?.(scope.sources.filter((source) => expression.table === null || source.alias === expression.table));
      return expression;
    case 'call':
      return mapCall(walk, expression, scope);
    case 'operator':
      return changed(expression, { left: expression.left && each(expression.left), right: each(expression.right) });
    case 'isDistinct':
      return changed(expression, { left: each(expression.left), right: each(expression.right) });
    case 'cast':
      return changed(expression, { operand: each(expression.operand), type: replacement.type?.(expression.type) ?? expression.type });
    case 'nullTest':
    case 'booleanTest':
    case 'not':
    case 'collate':
      return changed(expression, { operand: each(expression.operand) });
    case 'and':
    case 'or':
    case 'coalesce':
    case 'other':
      return changed(expression, { operands: mapAll(expression.operands, each) });
    case 'in':
      return changed(expression, { operand: each(expression.operand), list: mapAll(expression.list, each) });
    case 'subquery':
      return changed(expression, { operand: expression.operand && each(expression.operand), query: mapQuery(walk, expression.query, scope) });
    case 'case':
      return changed(expression, {
        operand: expression.operand && each(expression.operand),
        branches: mapAll(expression.branches, (branch) => changed(branch, { when: each(branch.when), then: each(branch.then) })),
        otherwise: expression.otherwise && each(expression.otherwise),
      });
    case 'array':
    case 'row':
      return changed(expression, { elements: mapAll(expression.elements, each) });
  }
}

function mapCall(walk: Walk, call: Extract<Expression, { kind: 'call' }>, scope: Scope): Expression {
  const { replacement } = walk;
  const each = (value: Expression): Expression => mapExpression(walk, value, scope);
  const argument = (value: Expression): Expression => {
    if (!replacement.literal) return each(value);
    const literal = value.kind === 'cast' ? value.operand : value;
    if (literal.kind !== 'literal') return each(value);
    const next = replacement.literal(literal, call.function);
    return value.kind === 'cast' ? changed(value, { operand: next }) : next;
  };
  return changed(call, {
    function: replacement.function?.(call.function) ?? call.function,
    arguments: mapAll(call.arguments, argument),
    filter: call.filter && each(call.filter),
    over: call.over && changed(call.over, { partitionBy: mapAll(call.over.partitionBy, each), orderBy: mapAll(call.over.orderBy, each) }),
  });
}

function mapQuery(walk: Walk, query: Query, outer: Scope): Query {
  const scope = scopeOfQuery(walk.catalog, query, outer);
  const withCtes: Scope = { ...scope, sources: [] };
  const each = (value: Expression): Expression => mapExpression(walk, value, scope);
  const byOutput = (value: Expression): Expression =>
    value.kind === 'column' && value.table === null && isOutputName(query, value.name) ? value : each(value);
  const { distinct, setOperation } = query;
  return changed(query, {
    ctes: mapAll(query.ctes, (cte) => changed(cte, { query: cte.query && mapQuery(walk, cte.query, withCtes) })),
    from: mapAll(query.from, (item) => mapFrom(walk, item, scope)),
    targets: mapAll(query.targets, (target) => mapTarget(target, each)),
    distinct: typeof distinct === 'string' ? distinct : changed(distinct, { on: mapAll(distinct.on, each) }),
    where: query.where && each(query.where),
    groupBy: mapAll(query.groupBy, each),
    having: query.having && each(query.having),
    orderBy: mapAll(query.orderBy, byOutput),
    limit: query.limit && each(query.limit),
    values: mapAll(query.values, (row) => mapAll(row, each)),
    setOperation:
      setOperation && changed(setOperation, { left: mapQuery(walk, setOperation.left, withCtes), right: mapQuery(walk, setOperation.right, withCtes) }),
  });
}

const isOutputName = (query: Query, name: string): boolean =>
  query.targets.some((target) => (target.name ?? (target.expression.kind === 'column' ? target.expression.name : null)) === name);

/** A column that is renamed beneath keeps its name in the output. */
function mapTarget(target: Target, each: (value: Expression) => Expression): Target {
  const expression = each(target.expression);
  if (expression === target.expression) return target;
  const kept = target.expression.kind === 'column' ? target.expression.name : null;
  return { expression, name: target.name ?? kept };
}

function mapFrom(walk: Walk, item: FromItem, scope: Scope): FromItem {
  switch (item.kind) {
    case 'table': {
      if (item.table.schema === null && cteNamed(scope, item.table.name) !== undefined) return item;
      const table = walk.replacement.table?.(item.table) ?? item.table;
      // `t AS x(a, b)` names the columns by their position: it reads all of them.
      if (item.columns) walk.replacement.star?.([wholeRelation(walk.catalog, item.table)]);
      return table === item.table ? item : { ...item, table, alias: item.alias ?? item.table.name };
    }
    case 'query':
      return changed(item, { query: mapQuery(walk, item.query, scope) });
    case 'function':
      return changed(item, { call: mapExpression(walk, item.call, scope) });
    case 'join':
      return changed(item, {
        left: mapFrom(walk, item.left, scope),
        right: mapFrom(walk, item.right, scope),
        on: item.on && mapExpression(walk, item.on, scope),
      });
  }
}

function wholeRelation(catalog: Catalog, name: QualifiedName): Source {
  const relation = tableKey(catalog, name);
  return { alias: name.name, relation, columns: columnsOfRelation(catalog, relation) };
}
