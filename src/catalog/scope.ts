import type { FromItem, Query, TypeName } from '../operation/index.ts';
import type { Catalog } from './catalog.ts';
import { tableKey } from './lookup.ts';
import type { RelationKey, View } from './model.ts';
import { type ColumnTypes, nameOfOutput, typeOfOutput } from './output-column.ts';

/** One column that a query or relation gives. `type` null: it cannot be told from the text. */
export interface OutputColumn {
  readonly name: string;
  readonly type: TypeName | null;
}

/** An entry that column references can mean. */
export interface Source {
  readonly alias: string;
  /** Null for sub-selects, CTEs and functions. */
  readonly relation: RelationKey | null;
  /** Null: not all of them are known. */
  readonly columns: readonly OutputColumn[] | null;
}

/** What names mean at one level of a query. */
export interface Scope {
  readonly sources: readonly Source[];
  readonly ctes: ReadonlyMap<string, readonly OutputColumn[] | null>;
  readonly outer: Scope | null;
}

export const emptyScope: Scope = { sources: [], ctes: new Map(), outer: null };

/** A scope in which all columns are those of one relation: that of a CHECK, a default, a policy. OLD, NEW and EXCLUDED are it, too. */
export function scopeOfRelation(catalog: Catalog, key: RelationKey, name: string): Scope {
  const columns = columnsOfRelation(catalog, key);
  const sources = [name, 'new', 'old', 'excluded'].map((alias): Source => ({ alias, relation: key, columns }));
  return { ...emptyScope, sources };
}

/** The columns of a table or view, or null when there may be more than are known. */
export function columnsOfRelation(catalog: Catalog, key: RelationKey): readonly OutputColumn[] | null {
  const table = catalog.tables.get(key);
  if (table) return table.complete && table.obscuredBy === null ? table.columns : null;
  const view = catalog.views.get(key);
  return view ? columnsOfView(catalog, view) : null;
}

/** Types of a view's columns are told by its query, and rarely asked for. */
function columnsOfView(catalog: Catalog, view: View): readonly OutputColumn[] | null {
  let types: ReadonlyMap<string, TypeName | null> | null = null;
  const typeNamed = (name: string): TypeName | null => {
    types ??= new Map(outputOf(catalog, view.query)?.map((column, index) => [view.columns?.[index] ?? column.name, column.type]));
    return types.get(name) ?? null;
  };
  return view.columns?.map((name) => new TypedWhenAsked(name, () => typeNamed(name))) ?? null;
}

/** Most who ask for columns ask for their names; types take time to tell. */
class TypedWhenAsked implements OutputColumn {
  readonly name: string;
  readonly #typeOf: () => TypeName | null;
  #type: TypeName | null | undefined;

  constructor(name: string, typeOf: () => TypeName | null) {
    this.name = name;
    this.#typeOf = typeOf;
  }

  get type(): TypeName | null {
    if (this.#type === undefined) this.#type = this.#typeOf();
    return this.#type;
  }
}

/** The source that a column reference means; null: none of those known. */
export function resolveColumn(scope: Scope, table: string | null, name: string): Source | null {
  for (let level: Scope | null = scope; level; level = level.outer) {
    const found = table === null ? sourceWith(level.sources, name) : level.sources.find((source) => source.alias === table);
    if (found) return found;
  }
  return null;
}

function sourceWith(sources: readonly Source[], name: string): Source | undefined {
  const certain = sources.find((source) => source.columns?.some((column) => column.name === name));
  if (certain) return certain;
  const open = sources.filter((source) => source.columns === null);
  return new Set(open.map((source) => source.relation)).size === 1 ? open[0] : undefined;
}

/** The entries of a FROM list. */
const sourcesOf = (catalog: Catalog, from: readonly FromItem[], scope: Scope): readonly Source[] => from.flatMap((item) => sourcesOfItem(catalog, item, scope));

function sourcesOfItem(catalog: Catalog, item: FromItem, scope: Scope): readonly Source[] {
  switch (item.kind) {
    case 'table': {
      const cte = item.table.schema === null ? cteNamed(scope, item.table.name) : undefined;
      const alias = item.alias ?? item.table.name;
      if (cte !== undefined) return [{ alias, relation: null, columns: withNames(cte, item.columns) }];
      const key = tableKey(catalog, item.table);
      // Under names of its alias, the columns are not those of the table: nothing there is followed.
      return [{ alias, relation: item.columns ? null : key, columns: withNames(columnsOfRelation(catalog, key), item.columns) }];
    }
    case 'query':
      return [{ alias: item.alias ?? '', relation: null, columns: withNames(outputOf(catalog, item.query, scope), item.columns) }];
    case 'function':
      return [{ alias: item.alias ?? (item.call.kind === 'call' ? item.call.function.name : ''), relation: null, columns: withNames(null, item.columns) }];
    case 'join':
      return sourcesOf(catalog, [item.left, item.right], scope);
  }
}

/** Columns under the names that an alias gives them. */
function withNames(columns: readonly OutputColumn[] | null, names: readonly string[] | undefined): readonly OutputColumn[] | null {
  if (!names || names.length === 0) return columns;
  return columns
    ? columns.map((column, index) => new TypedWhenAsked(names[index] ?? column.name, () => column.type))
    : names.map((name) => ({ name, type: null }));
}

/** Columns of a CTE that is visible here; undefined: there is none of that name. */
export function cteNamed(scope: Scope, name: string): readonly OutputColumn[] | null | undefined {
  for (let level: Scope | null = scope; level; level = level.outer) {
    const columns = level.ctes.get(name);
    if (columns !== undefined) return columns;
  }
  return undefined;
}

/** The scope inside a query: its CTEs and FROM entries. */
export function scopeOfQuery(catalog: Catalog, query: Query, outer: Scope): Scope {
  const ctes = new Map<string, readonly OutputColumn[] | null>();
  const withCtes: Scope = { sources: [], ctes, outer };
  for (const { name, query: inner, columns } of query.ctes) {
    ctes.set(name, columns ? withNames(null, columns) : null);
    ctes.set(name, withNames(inner ? outputOf(catalog, inner, withCtes) : null, columns));
  }
  return { sources: sourcesOf(catalog, query.from, withCtes), ctes, outer };
}

const typesIn =
  (scope: Scope): ColumnTypes =>
  (table, name) =>
    resolveColumn(scope, table, name)?.columns?.find((column) => column.name === name)?.type ?? null;

/** The output columns of a query, or null when `*` stands for columns that are not known. */
export function outputOf(catalog: Catalog, query: Query, outer: Scope = emptyScope): readonly OutputColumn[] | null {
  if (query.setOperation) return outputOf(catalog, query.setOperation.left, scopeOfQuery(catalog, { ...query, from: [] }, outer));
  const [row] = query.values;
  if (row) return row.map((value, index) => ({ name: `column${index + 1}`, type: typeOfOutput(value, typesIn(outer)) }));
  const scope = scopeOfQuery(catalog, query, outer);
  const columns: OutputColumn[] = [];
  for (const { expression, name } of query.targets) {
    if (expression.kind === 'star') {
      const all = starColumns(query, scope, expression.table);
      if (all === null) return null;
      columns.push(...all);
    } else columns.push(new TypedWhenAsked(name ?? nameOfOutput(expression) ?? '?column?', () => typeOfOutput(expression, typesIn(scope))));
  }
  return columns;
}

function starColumns(query: Query, scope: Scope, table: string | null): readonly OutputColumn[] | null {
  const sources = table === null ? scope.sources : scope.sources.filter((source) => source.alias === table);
  if (sources.length === 0 || sources.some((source) => source.columns === null)) return null;
  const merged = table === null ? new Set(query.from.flatMap(usingColumns)) : new Set<string>();
  const seen = new Set<string>();
  return sources
    .flatMap((source) => source.columns ?? [])
    .filter(({ name }) => {
      const repeated = merged.has(name) && seen.has(name);
      seen.add(name);
      return !repeated;
    });
}

const usingColumns = (item: FromItem): readonly string[] =>
  item.kind === 'join' ? [...item.using, ...usingColumns(item.left), ...usingColumns(item.right)] : [];
