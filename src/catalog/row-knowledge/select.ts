import { assertNever } from '../../core/index.ts';
import { children, conjuncts, type Expression, type FromItem, type Query } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { tableKey } from '../lookup.ts';
import type { RelationKey, Table } from '../model.ts';
import { bindFrom, ROW, type Scope } from './scope.ts';
import { columnsIn, replaceColumns } from './rewrite.ts';

/** A source of rows. Without `key` it is not a table; `derived` is a query that cannot be merged into the outer one. */
export interface SelectSource {
  readonly id: string;
  readonly key: RelationKey | null;
  readonly table: Table | null;
  readonly derived: Select | null;
}

/** The nullable side of an outer join: its sources, and what a partner must satisfy. */
export interface Optional {
  readonly sources: readonly SelectSource[];
  readonly on: readonly Expression[];
}

export interface Output {
  readonly name: string;
  readonly expression: Expression;
}

/**
 * A query as one flat list: joins and simple derived tables merged, conditions of WHERE and ON in one conjunction. Good for
 * the question which rows it finds, not for how often it finds them.
 */
export interface Select {
  readonly sources: readonly SelectSource[];
  readonly conditions: readonly Expression[];
  readonly optional: readonly Optional[];
  readonly outputs: readonly Output[];
  /** Null: not grouped. Aggregates without GROUP BY give the empty list. */
  readonly groupBy: readonly Expression[] | null;
  readonly having: readonly Expression[];
  readonly distinct: 'none' | 'all' | readonly Expression[];
  /** LIMIT, or a lock that may be told to skip rows: not all are found. */
  readonly limited: boolean;
}

const AGGREGATES: ReadonlySet<string> = new Set([
  'count',
  'sum',
  'min',
  'max',
  'avg',
  'array_agg',
  'string_agg',
  'bool_and',
  'bool_or',
  'every',
  'json_agg',
  'jsonb_agg',
  'json_object_agg',
  'jsonb_object_agg',
  'stddev',
  'variance',
  'mode',
  'percentile_cont',
  'percentile_disc',
  'any_value',
]);

/** An aggregate of the query's own level: not a window function, not inside a sub-query. */
export function hasAggregate(expression: Expression): boolean {
  return someOwn(expression, (part) => part.kind === 'call' && part.over === null && (part.star || AGGREGATES.has(part.function.name)));
}
export const hasWindow = (expression: Expression): boolean => someOwn(expression, (part) => part.kind === 'call' && part.over !== null);

/** Does a part of the expression, itself included and its queries left out, satisfy the predicate? */
function someOwn(expression: Expression, predicate: (part: Expression) => boolean): boolean {
  return predicate(expression) || children(expression).some((operand) => someOwn(operand, predicate));
}

/** A FROM or USING list with a condition, as a query without outputs; the scope sees its sources. */
export function selectFrom(
  items: readonly FromItem[],
  where: Expression | null,
  scope: Scope,
  bindIn: (expression: Expression, inner: Scope) => Expression,
): { readonly select: Select; readonly scope: Scope; readonly substitute: (expression: Expression) => Expression } {
  const { items: bound, scope: inner } = bindFrom(items, scope);
  const parts = bound.map((item) => fromItem(item, scope.catalog, bound.length === 1));
  const merged = parts.reduce(both, NOTHING);
  const condition = where ? conjuncts(bindIn(where, inner)) : [];
  const substitute = substitution(merged.outputs);
  const select: Select = {
    ...EVERY_ROW,
    sources: merged.sources,
    conditions: [...merged.conditions, ...condition].flatMap((part) => conjuncts(substitute(part))),
    optional: merged.optional,
  };
  return { select, scope: inner, substitute };
}

/** The query without sources and conditions. */
export const EVERY_ROW: Select = { sources: [], conditions: [], optional: [], outputs: [], groupBy: null, having: [], distinct: 'none', limited: false };

/** A bound query as a flat one. */
export function flatten(query: Query, catalog: Catalog): Select | null {
  if (query.setOperation || query.values.length > 0 || query.targets.some((target) => target.expression.kind === 'star')) return null;
  const merged = query.from.map((item) => fromItem(item, catalog, query.from.length === 1)).reduce(both, NOTHING);
  const substitute = substitution(merged.outputs);
  const all = (expression: Expression | null): readonly Expression[] => (expression ? conjuncts(substitute(expression)) : []);
  const outputs = query.targets.map((target) => ({ name: target.name ?? '?column?', expression: substitute(target.expression) }));
  const grouped = query.groupBy.length > 0 || query.having !== null || outputs.some(({ expression }) => hasAggregate(expression));
  return throughGroups({
    sources: merged.sources,
    conditions: [...merged.conditions.flatMap((condition) => conjuncts(substitute(condition))), ...all(query.where)],
    optional: merged.optional,
    outputs,
    groupBy: grouped ? query.groupBy.map(substitute) : null,
    having: all(query.having),
    distinct: typeof query.distinct === 'string' ? query.distinct : query.distinct.on.map(substitute),
    limited: query.limit !== null || query.locksRows,
  });
}

/**
 * A query over nothing but one that groups or picks rows becomes that one: its conditions on aggregates are a HAVING, and a
 * DISTINCT inside is one row for each of the values there.
 */
export function throughGroups(select: Select): Select {
  const [only] = select.sources;
  const inner = only?.derived;
  const plain =
    select.groupBy === null &&
    select.optional.length === 0 &&
    typeof select.distinct === 'string' &&
    !select.outputs.some(({ expression }) => hasWindow(expression));
  const numbered = inner?.outputs.some(({ expression }) => hasWindow(expression)) === true && select.conditions.length > 0;
  if (!only || !inner || !plain || numbered || select.sources.length !== 1 || inner.limited) return select;
  const substitute = substitution(new Map([[only.id, inner.outputs]]));
  const conditions = select.conditions.flatMap((condition) => conjuncts(substitute(condition)));
  return {
    ...inner,
    distinct: inner.distinct === 'all' ? inner.outputs.map(({ expression }) => expression) : inner.distinct,
    conditions: [...inner.conditions, ...conditions.filter((condition) => !hasAggregate(condition))],
    having: [...inner.having, ...conditions.filter(hasAggregate)],
    outputs: select.outputs.map(({ name, expression }) => ({ name, expression: substitute(expression) })),
    limited: select.limited,
  };
}

// ── FROM ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

interface From {
  readonly sources: readonly SelectSource[];
  readonly conditions: readonly Expression[];
  readonly optional: readonly Optional[];
  /** What the columns of merged derived tables stand for. */
  readonly outputs: ReadonlyMap<string, readonly Output[]>;
}

const NOTHING: From = { sources: [], conditions: [], optional: [], outputs: new Map() };

const both = (left: From, right: From): From => ({
  sources: [...left.sources, ...right.sources],
  conditions: [...left.conditions, ...right.conditions],
  optional: [...left.optional, ...right.optional],
  outputs: new Map([...left.outputs, ...right.outputs]),
});

function substitution(outputs: From['outputs']): (expression: Expression) => Expression {
  if (outputs.size === 0) return (expression) => expression;
  return (expression) =>
    replaceColumns(expression, (column) => {
      const merged = column.table === null ? undefined : outputs.get(column.table);
      return merged?.find(({ name }) => name === column.name)?.expression ?? column;
    });
}

function fromItem(item: FromItem, catalog: Catalog, alone: boolean): From {
  switch (item.kind) {
    case 'table': {
      const key = tableKey(catalog, item.table);
      return { ...NOTHING, sources: [{ id: item.alias ?? '', key, table: catalog.tables.get(key) ?? null, derived: null }] };
    }
    case 'query':
      return derived(item.alias ?? '', flatten(item.query, catalog), alone);
    case 'function':
      return { ...NOTHING, sources: [{ id: item.alias ?? '', key: null, table: null, derived: null }] };
    case 'join':
      return join(item, catalog);
    default:
      return assertNever(item);
  }
}

/** Merged unless it groups, limits or picks rows, or numbers them and something else decides which rows there are to number. */
function derived(id: string, query: Select | null, alone: boolean): From {
  const mergeable =
    query !== null && query.groupBy === null && !query.limited && query.distinct === 'none' && (!numbers(query) || (alone && !isCorrelated(query)));
  if (!mergeable) return { ...NOTHING, sources: [{ id, key: null, table: null, derived: query }] };
  return { sources: query.sources, conditions: query.conditions, optional: query.optional, outputs: new Map([[id, query.outputs]]) };
}

const numbers = (query: Select): boolean => query.outputs.some(({ expression }) => hasWindow(expression));
const isCorrelated = (query: Select): boolean => query.conditions.some((condition) => columnsIn(condition).some(({ table }) => table === ROW));

function join(item: Extract<FromItem, { kind: 'join' }>, catalog: Catalog): From {
  const left = fromItem(item.left, catalog, false);
  const right = fromItem(item.right, catalog, false);
  const substitute = substitution(new Map([...left.outputs, ...right.outputs]));
  const on = item.on ? conjuncts(substitute(item.on)) : [];
  if (item.type === 'inner' || item.type === 'cross') {
    const merged = both(left, right);
    return { ...merged, conditions: [...merged.conditions, ...on] };
  }
  if (item.type === 'left') return outer(left, right, on);
  if (item.type === 'right') return outer(right, left, on);
  return { ...NOTHING, sources: [...left.sources, ...right.sources].map((source) => ({ ...source, key: null, table: null })) };
}

/** An outer join inside the nullable side is too much: then nothing is said about that side. */
function outer(kept: From, nullable: From, on: readonly Expression[]): From {
  const known = nullable.optional.length === 0 ? nullable.sources : nullable.sources.map((source) => ({ ...source, key: null, table: null }));
  // A constant of the nullable side is NULL where there is no partner, so only its columns may be looked through.
  const plain = [...nullable.outputs].map(([id, outputs]) => [id, outputs.filter(({ expression }) => expression.kind === 'column')] as const);
  return { ...kept, optional: [...kept.optional, { sources: known, on: [...nullable.conditions, ...on] }], outputs: new Map([...kept.outputs, ...plain]) };
}
