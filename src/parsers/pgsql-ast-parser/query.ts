import type {
  From,
  JoinClause,
  SelectFromStatement,
  SelectFromUnion,
  SelectStatement,
  ValuesStatement,
  WithStatement,
  WithStatementBinding,
} from 'pgsql-ast-parser';
import type { CommonTable, FromItem, Query } from '../../operation/index.ts';
import { limited } from '../expressions.ts';
import { indexAt } from '../statements.ts';
import { lowerOrder } from './call.ts';
import { isQuery, lowerAll, lowerExpression, lowerOptional } from './expression.ts';
import { type Context, endOf, fail, identifier, isMark, isWord, nameOf, namesOf, qualified, startOf, tokenOf } from './tree.ts';

const NOTHING: Query = {
  ctes: [],
  targets: [],
  distinct: 'none',
  from: [],
  where: null,
  groupBy: [],
  having: null,
  orderBy: [],
  limit: null,
  values: [],
  setOperation: null,
  locksRows: false,
};

/** SELECT, VALUES, UNION and WITH … SELECT. */
export function lowerQuery(statement: SelectStatement, context: Context): Query {
  switch (statement.type) {
    case 'select':
      return lowerSelect(statement, context);
    case 'values':
      return lowerValues(statement, context);
    case 'union':
    case 'union all':
      return lowerUnion(statement, context);
    case 'with recursive': {
      const columns = namesOf(statement.columnNames);
      const cte: CommonTable = {
        name: nameOf(statement.alias),
        query: lowerQuery(statement.bind, context),
        writes: null,
        ...(columns.length > 0 ? { columns } : {}),
      };
      const inner = lowerQuery(isQuery(statement.in) ? statement.in : fail('a write behind WITH RECURSIVE'), context);
      return { ...inner, ctes: [cte, ...inner.ctes] };
    }
    case 'with': {
      const inner = lowerQuery(isQuery(statement.in) ? statement.in : fail('a write inside of a query'), context);
      return { ...inner, ctes: [...lowerCommonTables(statement, context), ...inner.ctes] };
    }
  }
}

export const lowerCommonTables = ({ bind }: WithStatement, context: Context): readonly CommonTable[] =>
  bind.map(({ alias, statement }) => ({
    name: nameOf(alias),
    query: isQuery(statement) ? lowerQuery(statement, context) : null,
    writes: writeOf(statement),
  }));

function writeOf({ type }: WithStatementBinding): CommonTable['writes'] {
  return type === 'insert' || type === 'update' || type === 'delete' ? type : null;
}

const lowerValues = ({ values }: ValuesStatement, context: Context): Query => ({ ...NOTHING, values: values.map((row) => lowerAll(row, context)) });

function lowerSelect(select: SelectFromStatement, context: Context): Query {
  const groupBy = select.groupBy ?? [];
  if (groupBy.some((key) => isInParentheses(startOf(key, context), context))) fail('parentheses in GROUP BY');
  if (groupBy.some((key) => key.type === 'call' && (key.function.name === 'rollup' || key.function.name === 'cube'))) fail('ROLLUP and CUBE');
  return {
    ...NOTHING,
    targets: (select.columns ?? []).map(({ expr, alias }) => ({ expression: lowerExpression(expr, context), name: alias ? nameOf(alias) : null })),
    distinct: lowerDistinct(select.distinct, context),
    from: lowerFrom(select.from ?? [], context),
    where: lowerOptional(select.where, context),
    groupBy: lowerAll(groupBy, context),
    having: lowerOptional(select.having, context),
    orderBy: lowerOrder(select.orderBy, context),
    limit: limited(lowerOptional(select.limit?.limit, context), lowerOptional(select.limit?.offset, context)),
    locksRows: select.for !== undefined,
  };
}

/** The tree does not tell `GROUP BY (a, b)` from `GROUP BY a, b`. */
function isInParentheses(offset: number, { tokens }: Context): boolean {
  const index = indexAt(tokens, offset);
  return isMark(tokens[index], '(') || isMark(tokens[index - 1], '(');
}

function lowerDistinct(distinct: SelectFromStatement['distinct'], context: Context): Query['distinct'] {
  if (Array.isArray(distinct)) return { on: lowerAll(distinct, context) };
  return distinct === 'distinct' ? 'all' : 'none';
}

/** `a UNION b UNION c`: the tree nests to the right, and gives the last SELECT what is said of the whole. */
function lowerUnion(union: SelectFromUnion, context: Context): Query {
  const [first, ...rest] = operandsOf(union, context);
  if (!first) return fail('UNION of nothing');
  const last = rest.at(-1)?.query;
  if (last?.type === 'select' && (last.orderBy || last.limit || last.for) && !isEnclosed(last, union, context)) fail('ORDER BY, LIMIT or FOR behind UNION');
  return rest.reduce<Query>(
    (left, { query, all }) => ({ ...NOTHING, setOperation: { operator: 'union', all, left, right: lowerQuery(query, context) } }),
    lowerQuery(first.query, context),
  );
}

interface Operand {
  readonly query: SelectStatement;
  readonly all: boolean;
}

function operandsOf(union: SelectFromUnion, context: Context): readonly Operand[] {
  const { left, right } = union;
  const all = union.type === 'union all';
  const isNested = (right.type === 'union' || right.type === 'union all') && depthOfUnion(right, context) === depthOfUnion(union, context);
  if (!isNested)
    return [
      { query: left, all: false },
      { query: right, all },
    ];
  const [next, ...rest] = operandsOf(right, context);
  return next ? [{ query: left, all: false }, { ...next, all }, ...rest] : fail('UNION of nothing');
}

function unionToken({ left }: SelectFromUnion, context: Context): number {
  const { tokens } = context;
  let index = indexAt(tokens, endOf(left, context));
  while (isMark(tokens[index], ')')) index++;
  return isWord(tokens[index], 'union') ? index : fail('where a UNION stands');
}

const depthOfUnion = (union: SelectFromUnion, context: Context): number => context.depths[unionToken(union, context)] ?? 0;

function isEnclosed(query: SelectStatement, union: SelectFromUnion, context: Context): boolean {
  const index = tokenOf(query, context);
  return isMark(context.tokens[index], '(') || (context.depths[index] ?? 0) > depthOfUnion(union, context);
}

/** The tree has a flat list: an entry with a join is joined to what is before it. */
export function lowerFrom(entries: readonly From[], context: Context): readonly FromItem[] {
  const items: FromItem[] = [];
  for (const entry of entries) {
    const item = lowerFromItem(entry, context);
    const left = entry.join ? items.pop() : undefined;
    items.push(entry.join && left ? lowerJoin(entry.join, left, item, context) : item);
  }
  return items;
}

const JOINS: Readonly<Record<string, 'left' | 'right' | 'full'>> = { 'LEFT JOIN': 'left', 'RIGHT JOIN': 'right', 'FULL JOIN': 'full' };

function lowerJoin(join: JoinClause, left: FromItem, right: FromItem, context: Context): FromItem {
  const using = namesOf(join.using);
  const on = lowerOptional(join.on, context);
  const type = JOINS[join.type] ?? (on === null && using.length === 0 ? 'cross' : 'inner');
  return { kind: 'join', type, left, right, on, using };
}

function lowerFromItem(entry: From, context: Context): FromItem {
  switch (entry.type) {
    case 'table':
      return { kind: 'table', table: qualified(entry.name), ...aliasOf(entry.name.alias, namesOf(entry.name.columnNames)) };
    case 'statement':
      return {
        kind: 'query',
        query: lowerQuery(entry.statement, context),
        ...aliasOf(entry.alias, namesOf(entry.columnNames)),
        ...(entry.lateral ? { lateral: true } : {}),
      };
    case 'call':
      return { kind: 'function', call: lowerExpression(entry, context), ...aliasOf(entry.alias?.name, namesOf(entry.alias?.columns)) };
  }
}

const aliasOf = (alias: string | undefined, columns: readonly string[]): { readonly alias: string | null; readonly columns?: readonly string[] } => ({
  alias: alias === undefined ? null : identifier(alias),
  ...(columns.length > 0 ? { columns } : {}),
});
