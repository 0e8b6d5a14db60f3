import type { CommonTableExpr, JoinExpr, Node, RangeFunction, RangeTableSample, ResTarget, SelectStmt, WindowDef, WithClause } from 'libpg-query';
import type { CommonTable, Expression, FromItem, Query, Target } from '../../operation/index.ts';
import { lowerOrder } from './call.ts';
import { limited, written } from '../expressions.ts';
import { lowerAll, lowerExpression, lowerOptional } from './expression.ts';
import { as, relationName, stringsOf } from './tree.ts';

/** SELECT, VALUES, TABLE and set operations. INTO is not part of it: see `rows.ts`. */
export function lowerQuery(statement: SelectStmt): Query {
  const select = statement.windowClause ? withWindows(statement) : statement;
  return {
    ctes: lowerCommonTables(select.withClause),
    targets: (select.targetList ?? []).flatMap((node) => lowerTarget(as(node, 'ResTarget')) ?? []),
    distinct: lowerDistinct(select.distinctClause),
    from: lowerFrom(select.fromClause),
    where: lowerOptional(select.whereClause),
    groupBy: lowerAll(select.groupClause),
    having: lowerOptional(select.havingClause),
    orderBy: lowerOrder(select.sortClause),
    limit: limited(lowerOptional(select.limitCount), lowerOptional(select.limitOffset)),
    values: (select.valuesLists ?? []).map((row) => lowerAll(as(row, 'List')?.items)),
    setOperation: lowerSetOperation(select),
    locksRows: (select.lockingClause ?? []).length > 0,
  };
}

const lowerTarget = (target: ResTarget | undefined): Target | null =>
  target?.val ? { expression: lowerExpression(target.val), name: target.name ?? null } : null;

/** Plain DISTINCT is a list of one empty node. */
function lowerDistinct(clause: readonly Node[] | undefined): Query['distinct'] {
  if (!clause) return 'none';
  const on = clause.filter((node) => Object.keys(node).length > 0);
  return on.length === 0 ? 'all' : { on: lowerAll(on) };
}

const OPERATORS = { SETOP_UNION: 'union', SETOP_INTERSECT: 'intersect', SETOP_EXCEPT: 'except' } as const;

function lowerSetOperation({ op, all, larg, rarg }: SelectStmt): Query['setOperation'] {
  if (op === undefined || op === 'SETOP_NONE' || !larg || !rarg) return null;
  return { operator: OPERATORS[op], all: all ?? false, left: lowerQuery(larg), right: lowerQuery(rarg) };
}

/** The CTEs of a statement. The writes of data-modifying ones are the caller's: see `rows.ts`. */
export const lowerCommonTables = (clause: WithClause | undefined): readonly CommonTable[] =>
  (clause?.ctes ?? []).flatMap((node) => {
    const cte = as(node, 'CommonTableExpr');
    return cte ? [lowerCommonTable(cte)] : [];
  });

function lowerCommonTable(cte: CommonTableExpr): CommonTable {
  const select = as(cte.ctequery, 'SelectStmt');
  const columns = stringsOf(cte.aliascolnames);
  return {
    name: cte.ctename ?? '',
    query: select ? lowerQuery(select) : null,
    writes: select ? null : writeOf(cte.ctequery),
    ...(columns.length > 0 ? { columns } : {}),
  };
}

function writeOf(node: Node | undefined): CommonTable['writes'] {
  if (!node) return null;
  if ('InsertStmt' in node) return 'insert';
  if ('UpdateStmt' in node) return 'update';
  if ('DeleteStmt' in node) return 'delete';
  return 'MergeStmt' in node ? 'merge' : null;
}

export const lowerFrom = (nodes: readonly Node[] | undefined): readonly FromItem[] => (nodes ?? []).flatMap((node) => lowerFromItem(node) ?? []);

function lowerFromItem(node: Node): FromItem | null {
  if ('RangeVar' in node) return { kind: 'table', table: relationName(node.RangeVar), ...aliasOf(node.RangeVar) };
  if ('JoinExpr' in node) return lowerJoin(node.JoinExpr);
  if ('RangeSubselect' in node) {
    const { subquery, lateral } = node.RangeSubselect;
    return { kind: 'query', query: lowerQuery(as(subquery, 'SelectStmt') ?? {}), ...aliasOf(node.RangeSubselect), ...(lateral ? { lateral } : {}) };
  }
  if ('RangeFunction' in node) return lowerRangeFunction(node.RangeFunction);
  if ('RangeTableSample' in node) return lowerSample(node);
  // XMLTABLE, JSON_TABLE: functions with a grammar of their own.
  const alias = 'RangeTableFunc' in node ? node.RangeTableFunc : 'JsonTable' in node ? node.JsonTable : {};
  return { kind: 'function', call: lowerExpression(node), ...aliasOf(alias) };
}

/** Some rows of a table: a query with a condition that nobody can look into. */
function lowerSample(node: { readonly RangeTableSample: RangeTableSample }): FromItem | null {
  const { relation } = node.RangeTableSample;
  const item = relation ? lowerFromItem(relation) : null;
  if (item?.kind !== 'table') return item;
  const rows = lowerQuery({ targetList: [{ ResTarget: { val: { ColumnRef: { fields: [{ A_Star: {} }] } } } }] });
  return { kind: 'query', query: { ...rows, from: [item], where: lowerExpression(node) }, alias: item.alias ?? item.table.name };
}

type Aliased = { readonly alias?: { readonly aliasname?: string; readonly colnames?: Node[] } };

function aliasOf({ alias }: Aliased): { readonly alias: string | null; readonly columns?: readonly string[] } {
  const columns = stringsOf(alias?.colnames);
  return { alias: alias?.aliasname ?? null, ...(columns.length > 0 ? { columns } : {}) };
}

/** `ROWS FROM (f(), g())` pairs the rows of several functions: nearest to a join. */
function lowerRangeFunction(range: RangeFunction): FromItem | null {
  const calls = (range.functions ?? []).flatMap((node) => as(node, 'List')?.items?.[0] ?? []);
  const defined = (range.coldeflist ?? []).flatMap((node) => as(node, 'ColumnDef')?.colname ?? []);
  const names = { ...aliasOf(range), ...(defined.length > 0 ? { columns: defined } : {}) };
  const items = calls.map((call): FromItem => ({ kind: 'function', call: lowerExpression(call), ...names }));
  return items.length === 0 ? null : items.reduce((left, right) => ({ kind: 'join', type: 'full', left, right, on: null, using: [] }));
}

const JOINS: Readonly<Record<string, 'left' | 'right' | 'full'>> = { JOIN_LEFT: 'left', JOIN_RIGHT: 'right', JOIN_FULL: 'full' };

function lowerJoin(join: JoinExpr): FromItem | null {
  const left = join.larg ? lowerFromItem(join.larg) : null;
  const right = join.rarg ? lowerFromItem(join.rarg) : null;
  if (!left || !right) return left ?? right;
  const using = stringsOf(join.usingClause);
  const on = join.isNatural ? written('NaturalJoin', ['NATURAL']) : lowerOptional(join.quals);
  const type = JOINS[join.jointype ?? ''] ?? (on === null && using.length === 0 ? 'cross' : 'inner');
  return { kind: 'join', type, left, right, on, using };
}

/** The select with `OVER w` and `OVER (w …)` replaced by what WINDOW says of w. */
function withWindows(select: SelectStmt): SelectStmt {
  const windows = new Map(
    (select.windowClause ?? []).flatMap((node) => as(node, 'WindowDef') ?? []).map((window): [string, WindowDef] => [window.name ?? '', window]),
  );
  const opened = JSON.parse(JSON.stringify({ ...select, windowClause: undefined }), (key, value: unknown) => {
    if (key !== 'over' || typeof value !== 'object' || value === null) return value;
    const name = 'name' in value ? value.name : 'refname' in value ? value.refname : null;
    const window = typeof name === 'string' ? windows.get(name) : undefined;
    return window ? { ...window, ...value } : value;
  });
  return opened as SelectStmt;
}

/** The scalar sub-select of one of a query's columns. */
export function columnOfQuery(query: Query, index: number): Expression {
  const target = query.targets[index];
  return { kind: 'subquery', form: 'scalar', operand: null, operator: '', query: target ? { ...query, targets: [target] } : query };
}
