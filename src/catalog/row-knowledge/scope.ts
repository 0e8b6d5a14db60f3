import { assertNever } from '../../core/index.ts';
import { type CommonTable, type Expression, type FromItem, mapParts, type Query, type Target } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { columnNamed, tableKey, whyIncomplete } from '../lookup.ts';
import type { Table } from '../model.ts';
import { madeFrom } from './made-from.ts';
import { outputName, outputsOf } from './output-names.ts';
import type { ColumnReference } from './rewrite.ts';

// Names are resolved once: afterwards every column says which source it comes from, by an identifier that occurs nowhere else,
// and WITH queries stand where they are read. What follows compares sources, never aliases.

/** The row that an UPDATE changes, a DELETE removes, a guard looks at. */
export const ROW = '#row';
/** Where a column belongs that could not be resolved. Equal to no source. */
export const NOWHERE = '#nowhere';

interface Source {
  readonly id: string;
  /** How columns are qualified with it: alias or table name. */
  readonly name: string | null;
  readonly table: Table | null;
  /** Output columns of a derived table; null: not known, or `table` has them. */
  readonly outputs: readonly string[] | null;
}

interface NamedQuery {
  readonly query: Query | null;
  /** Names that WITH gives to its columns. */
  readonly columns: readonly string[];
  readonly scope: Scope;
}

export interface Scope {
  readonly catalog: Catalog;
  readonly sources: readonly Source[];
  readonly ctes: ReadonlyMap<string, NamedQuery>;
  readonly parent: Scope | null;
  /** A new identifier for a source. */
  readonly next: () => string;
}

const SYSTEM_COLUMNS: ReadonlySet<string> = new Set(['ctid', 'tableoid', 'xmin', 'xmax', 'cmin', 'cmax']);

/** A scope that sees the row of a table under its alias or name, and the WITH queries of the statement. */
export function rowScope(catalog: Catalog, table: Table, alias: string | null, ctes: readonly CommonTable[]): Scope {
  let last = 0;
  const next = (): string => `#${++last}`;
  const outside: Scope = { catalog, sources: [], ctes: new Map(), parent: null, next };
  return { ...withCtes(outside, ctes), sources: [{ id: ROW, name: alias ?? table.name, table, outputs: null }] };
}

/** A scope without any row: for statements that read and do not change. */
export function emptyScope(catalog: Catalog): Scope {
  let last = 0;
  return { catalog, sources: [], ctes: new Map(), parent: null, next: () => `#${++last}` };
}

function withCtes(scope: Scope, ctes: readonly CommonTable[]): Scope {
  let result = scope;
  for (const cte of ctes) {
    const definition: NamedQuery = { query: cte.writes === null ? cte.query : null, columns: cte.columns ?? [], scope: { ...result, sources: [] } };
    result = { ...result, ctes: new Map(result.ctes).set(cte.name, definition) };
  }
  return result;
}

// ── Columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

type Has = 'yes' | 'no' | 'maybe';

function hasColumn(source: Source, name: string): Has {
  if (source.outputs !== null) return source.outputs.includes(name) ? 'yes' : 'no';
  if (source.table === null) return 'maybe';
  if (columnNamed(source.table, name) || SYSTEM_COLUMNS.has(name)) return 'yes';
  return whyIncomplete(source.table) === null ? 'no' : 'maybe';
}

/** The source that a column belongs to: the innermost that has it, or that alone may have it. */
function sourceOf(column: ColumnReference, scope: Scope): string {
  for (let at: Scope | null = scope; at; at = at.parent) {
    const id = column.table === null ? unqualified(at.sources, column.name) : at.sources.find((source) => source.name === column.table)?.id;
    if (id !== undefined) return id;
  }
  return NOWHERE;
}

function unqualified(sources: readonly Source[], name: string): string | undefined {
  const sure = sources.find((source) => hasColumn(source, name) === 'yes');
  if (sure) return sure.id;
  const possible = sources.filter((source) => hasColumn(source, name) === 'maybe');
  return possible.length > 1 ? NOWHERE : possible[0]?.id;
}

/** The expression with every column bound to its source, in its queries too. */
export function bind(expression: Expression, scope: Scope): Expression {
  if (expression.kind === 'column') return { ...expression, table: sourceOf(expression, scope) };
  return mapParts(
    expression,
    (operand) => bind(operand, scope),
    (query) => bindQuery(query, scope),
  );
}

// ── Queries ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The query with its sources renamed and its columns bound; `*` is spelled out where the columns are known. */
export function bindQuery(query: Query, outer: Scope): Query {
  const scope = withCtes({ ...outer, sources: [], parent: outer }, query.ctes);
  const { items, scope: inner } = bindFrom(query.from, scope);
  const targets = query.targets.flatMap((target) => bindTarget(target, inner));
  const optional = (expression: Expression | null): Expression | null => expression && bind(expression, inner);
  return {
    ...query,
    ctes: [],
    from: items,
    targets,
    distinct: typeof query.distinct === 'string' ? query.distinct : { on: query.distinct.on.map((key) => bindKey(key, targets, inner)) },
    where: optional(query.where),
    groupBy: query.groupBy.map((key) => bindKey(key, targets, inner)),
    having: optional(query.having),
    orderBy: query.orderBy.map((key) => bindKey(key, targets, inner)),
    values: query.values.map((row) => row.map((value) => bind(value, inner))),
    setOperation: query.setOperation && {
      ...query.setOperation,
      left: bindQuery(query.setOperation.left, scope),
      right: bindQuery(query.setOperation.right, scope),
    },
  };
}

/** GROUP BY and ORDER BY take a number or an output name where no input column has that name. */
function bindKey(key: Expression, targets: readonly Target[], scope: Scope): Expression {
  if (key.kind === 'literal' && key.type === 'number') return targets[Number(key.value) - 1]?.expression ?? key;
  const bound = bind(key, scope);
  if (bound.kind !== 'column' || bound.table !== NOWHERE || key.kind !== 'column' || key.table !== null) return bound;
  return targets.find((target) => target.name === key.name)?.expression ?? bound;
}

function bindTarget(target: Target, scope: Scope): readonly Target[] {
  const { expression } = target;
  if (expression.kind !== 'star') return [{ expression: bind(expression, scope), name: target.name ?? outputName(expression) }];
  const sources = scope.sources.filter((source) => expression.table === null || source.name === expression.table);
  const columns = sources.map((source) => ({ source, names: columnsOf(source) }));
  if (columns.some(({ names }) => names === null)) return [target];
  return columns.flatMap(({ source, names }) => (names ?? []).map((name): Target => ({ expression: { kind: 'column', table: source.id, name }, name })));
}

function columnsOf(source: Source): readonly string[] | null {
  if (source.outputs !== null) return source.outputs;
  return source.table && whyIncomplete(source.table) === null ? source.table.columns.map((column) => column.name) : null;
}

// ── FROM ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Binds a FROM or USING list. The scope returned sees its sources beside those of the scope given. */
export function bindFrom(items: readonly FromItem[], scope: Scope): { readonly items: readonly FromItem[]; readonly scope: Scope } {
  let inner = scope;
  const bound = items.map((item) => {
    const result = bindItem(item, inner);
    inner = result.scope;
    return result.item;
  });
  return { items: bound, scope: inner };
}

interface Bound {
  readonly item: FromItem;
  readonly scope: Scope;
}

const seeing = (scope: Scope, source: Source): Scope => ({ ...scope, sources: [...scope.sources, source] });

function bindItem(item: FromItem, scope: Scope): Bound {
  switch (item.kind) {
    case 'table':
      return bindTable(item, scope);
    case 'query':
      return bindDerived(bindQuery(item.query, item.lateral === true ? scope : { ...scope, sources: [] }), item.alias, item.columns ?? [], scope);
    case 'function': {
      const id = scope.next();
      const source: Source = {
        id,
        name: item.alias ?? (item.call.kind === 'call' ? item.call.function.name : null),
        table: null,
        outputs: item.columns ?? null,
      };
      return { item: { ...item, call: bind(item.call, scope), alias: id }, scope: seeing(scope, source) };
    }
    case 'join':
      return bindJoin(item, scope);
    default:
      return assertNever(item);
  }
}

/** `columns`: names given to the first output columns from outside. */
function bindDerived(inner: Query, name: string | null, columns: readonly string[], scope: Scope): Bound {
  const id = scope.next();
  const query =
    columns.length === 0 ? inner : { ...inner, targets: inner.targets.map((target, index) => ({ ...target, name: columns[index] ?? target.name })) };
  const outputs = outputsOf(query)?.map((output, index) => columns[index] ?? output) ?? null;
  return { item: { kind: 'query', query, alias: id }, scope: seeing(scope, { id, name, table: null, outputs }) };
}

function bindTable(item: Extract<FromItem, { kind: 'table' }>, scope: Scope): Bound {
  const named = item.table.schema === null ? scope.ctes.get(item.table.name) : undefined;
  if (named?.query)
    return bindDerived(bindQuery(named.query, { ...named.scope, next: scope.next }), item.alias ?? item.table.name, item.columns ?? named.columns, scope);
  const key = tableKey(scope.catalog, item.table);
  const view = named ? undefined : scope.catalog.views.get(key);
  if (view?.kind === 'view') {
    return bindDerived(bindQuery(view.query, alone(scope)), item.alias ?? item.table.name, overlaid(view.columns ?? [], item.columns ?? []), scope);
  }
  const table = named ? null : (scope.catalog.tables.get(key) ?? null);
  const query = table && madeFrom(table, subjectOf(scope), scope.catalog);
  if (query) return bindDerived(bindQuery(query, alone(scope)), item.alias ?? item.table.name, item.columns ?? [], scope);
  return bindAs(item.columns ? null : table, item, scope);
}

/** A scope of its own: a view and a table made of a query know nothing of the statement around them. */
const alone = ({ catalog, next }: Scope): Scope => ({ catalog, sources: [], ctes: new Map(), parent: null, next });

function subjectOf(scope: Scope): Table | null {
  for (let at: Scope | null = scope; at; at = at.parent) {
    const row = at.sources.find(({ id }) => id === ROW);
    if (row) return row.table;
  }
  return null;
}

function bindAs(table: Table | null, item: Extract<FromItem, { kind: 'table' }>, scope: Scope): Bound {
  const id = scope.next();
  return { item: { ...item, alias: id }, scope: seeing(scope, { id, name: item.alias ?? item.table.name, table, outputs: null }) };
}

const overlaid = (names: readonly string[], over: readonly string[]): readonly string[] => [...over, ...names.slice(over.length)];

function bindJoin(item: Extract<FromItem, { kind: 'join' }>, scope: Scope): Bound {
  const left = bindItem(item.left, scope);
  const right = bindItem(item.right, left.scope);
  const before = new Set(left.scope.sources.map((source) => source.id));
  const ours = right.scope.sources.slice(scope.sources.length);
  const on = item.on && bind(item.on, right.scope);
  const equalities = item.using.map((name): Expression => {
    const side = (sources: readonly Source[]): Expression => ({
      kind: 'column',
      table: sources.find((source) => hasColumn(source, name) !== 'no')?.id ?? NOWHERE,
      name,
    });
    return { kind: 'operator', operator: '=', left: side(ours.filter(({ id }) => before.has(id))), right: side(ours.filter(({ id }) => !before.has(id))) };
  });
  const all = [...(on ? [on] : []), ...equalities];
  const condition: Expression | null = all.length === 0 ? null : all.length === 1 ? (all[0] ?? null) : { kind: 'and', operands: all };
  return { item: { ...item, left: left.item, right: right.item, on: condition, using: [] }, scope: right.scope };
}
