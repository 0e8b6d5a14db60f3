import type { Expression, FromItem, Query, TypeName } from '../operation/index.ts';
import type { Catalog } from './catalog.ts';
import { tableKey } from './lookup.ts';
import type { RelationKey } from './model.ts';

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
  return catalog.views.get(key)?.columns?.map((name) => ({ name, type: null })) ?? null;
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
export const sourcesOf = (catalog: Catalog, from: readonly FromItem[], scope: Scope): readonly Source[] =>
  from.flatMap((item) => sourcesOfItem(catalog, item, scope));

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
  return columns ? columns.map((column, index) => ({ ...column, name: names[index] ?? column.name })) : names.map((name) => ({ name, type: null }));
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

/** The output columns of a query, or null when `*` stands for columns that are not known. */
export function outputOf(catalog: Catalog, query: Query, outer: Scope = emptyScope): readonly OutputColumn[] | null {
  if (query.setOperation) return outputOf(catalog, query.setOperation.left, scopeOfQuery(catalog, { ...query, from: [] }, outer));
  const [row] = query.values;
  if (row) return row.map((value, index) => ({ name: `column${index + 1}`, type: typeOf(value, outer) }));
  const scope = scopeOfQuery(catalog, query, outer);
  const columns: OutputColumn[] = [];
  for (const { expression, name } of query.targets) {
    if (expression.kind === 'star') {
      const all = starColumns(query, scope, expression.table);
      if (all === null) return null;
      columns.push(...all);
    } else columns.push({ name: name ?? nameOfOutput(expression) ?? '?column?', type: typeOf(expression, scope) });
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

/** The name that PostgreSQL gives an output column without alias, or null. Source: FigureColnameInternal(), parse_target.c. */
export function nameOfOutput(expression: Expression): string | null {
  switch (expression.kind) {
    case 'column':
      return expression.name;
    case 'call':
      return expression.function.name;
    case 'sqlValue':
      return expression.name.toLowerCase();
    case 'cast':
      return nameOfOutput(expression.operand) ?? expression.type.name;
    case 'collate':
      return nameOfOutput(expression.operand);
    case 'case':
      return (expression.otherwise && nameOfOutput(expression.otherwise)) ?? 'case';
    case 'coalesce':
    case 'array':
    case 'row':
      return expression.kind;
    case 'subquery': {
      if (expression.form === 'exists' || expression.form === 'array') return expression.form;
      const [target] = expression.query.targets;
      return expression.form === 'scalar' && target ? (target.name ?? nameOfOutput(target.expression)) : null;
    }
    default:
      return null;
  }
}

const scalar = (name: string): TypeName => ({ schema: null, name, modifiers: [], dimensions: 0 });

/** Result types of calls that CREATE TABLE … AS is often made of. */
const CALLS: Readonly<Record<string, string>> = {
  count: 'int8',
  row_number: 'int8',
  rank: 'int8',
  dense_rank: 'int8',
  now: 'timestamptz',
  gen_random_uuid: 'uuid',
  uuid_generate_v4: 'uuid',
  lower: 'text',
  upper: 'text',
  concat: 'text',
  concat_ws: 'text',
  md5: 'text',
  to_char: 'text',
  string_agg: 'text',
  replace: 'text',
  substring: 'text',
  trim: 'text',
  btrim: 'text',
  length: 'int4',
  random: 'float8',
  to_jsonb: 'jsonb',
  jsonb_build_object: 'jsonb',
  jsonb_agg: 'jsonb',
  jsonb_build_array: 'jsonb',
  json_build_object: 'json',
  json_agg: 'json',
  nextval: 'int8',
};
const SQL_VALUES: Readonly<Record<string, string>> = {
  CURRENT_TIMESTAMP: 'timestamptz',
  CURRENT_DATE: 'date',
  LOCALTIMESTAMP: 'timestamp',
  CURRENT_TIME: 'timetz',
  LOCALTIME: 'time',
};

/** The type of an expression as far as its text tells. A full answer needs PostgreSQL's operators; nobody here needs it. */
function typeOf(expression: Expression, scope: Scope): TypeName | null {
  switch (expression.kind) {
    case 'column':
      return resolveColumn(scope, expression.table, expression.name)?.columns?.find((column) => column.name === expression.name)?.type ?? null;
    case 'cast':
      return expression.type;
    case 'literal':
      return literalType(expression.type, expression.value);
    case 'sqlValue':
      return scalar(SQL_VALUES[expression.name] ?? 'name');
    case 'call': {
      const { name } = expression.function;
      const first = expression.arguments[0];
      if ((name === 'min' || name === 'max') && first) return typeOf(first, scope);
      const type = CALLS[name];
      return type === undefined ? null : scalar(type);
    }
    case 'coalesce':
      return expression.operands.map((operand) => typeOf(operand, scope)).find((type) => type !== null) ?? null;
    case 'case':
      return expression.branches.map(({ then }) => typeOf(then, scope)).find((type) => type !== null) ?? null;
    case 'and':
    case 'or':
    case 'not':
    case 'nullTest':
    case 'booleanTest':
    case 'isDistinct':
    case 'in':
      return scalar('bool');
    default:
      return null;
  }
}

function literalType(type: Extract<Expression, { kind: 'literal' }>['type'], value: string): TypeName {
  if (type === 'boolean') return scalar('bool');
  if (type === 'bit') return scalar('bit');
  if (type !== 'number') return scalar('text');
  if (!/^\d+$/.test(value)) return scalar('numeric');
  return scalar(Number(value) <= 2147483647 ? 'int4' : 'int8');
}
