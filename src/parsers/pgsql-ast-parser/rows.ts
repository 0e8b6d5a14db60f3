import type { DeleteStatement, InsertStatement, OnConflictAction, Statement, TruncateTableStatement, UpdateStatement, WithStatement } from 'pgsql-ast-parser';
import type { CommonTable, Operation, OperationOf, Query } from '../../operation/index.ts';
import { besideCommonTables } from '../expressions.ts';
import { isQuery, lowerExpression, lowerOptional } from './expression.ts';
import { lowerCommonTables, lowerFrom, lowerQuery } from './query.ts';
import { baseOf, type Context, fail, identifier, isMark, nameOf, namesOf, qualified, tokenOf } from './tree.ts';

/**
 * INSERT, UPDATE, DELETE, TRUNCATE, SELECT, VALUES and WITH; null for any other statement. The writes inside of WITH come
 * first, as operations of their own.
 */
export function lowerRows(statement: Statement, context: Context): readonly Operation[] | null {
  if (statement.type === 'with') return lowerWith(statement, context);
  if (statement.type === 'truncate table') return lowerTruncate(statement, context);
  if (isQuery(statement)) return [{ ...baseOf(context), kind: 'select', query: lowerQuery(statement, context) }];
  switch (statement.type) {
    case 'insert':
      return [...writesOf(statement.insert, context), lowerInsert(statement, [], context)];
    case 'update':
      return [lowerUpdate(statement, [], context)];
    case 'delete':
      return [lowerDelete(statement, [], context)];
    default:
      return null;
  }
}

function lowerWith(statement: WithStatement, context: Context): readonly Operation[] {
  const ctes = lowerCommonTables(statement, context);
  const { in: main } = statement;
  const writes = writesIn(statement, context);
  switch (main.type) {
    case 'insert':
      return [...writes, ...writesOf(main.insert, context), lowerInsert(main, ctes, context)];
    case 'update':
      return [...writes, lowerUpdate(main, ctes, context)];
    case 'delete':
      return [...writes, lowerDelete(main, ctes, context)];
    default:
      return [...writes, { ...baseOf(context), kind: 'select', query: lowerQuery(statement, context) }];
  }
}

const writesOf = (query: Statement | null | undefined, context: Context): readonly Operation[] => (query?.type === 'with' ? writesIn(query, context) : []);

/** Operations of the data-modifying CTEs. */
const writesIn = (statement: WithStatement, context: Context): readonly Operation[] =>
  statement.bind.flatMap(({ statement: bound }) =>
    isQuery(bound) ? [] : (lowerRows(bound, context) ?? []).map((operation) => besideCommonTables(operation, lowerCommonTables(statement, context))),
  );

/** WITH before INSERT belongs to the rows it inserts. */
function lowerInsert(insert: InsertStatement, ctes: readonly CommonTable[], context: Context): Operation {
  // The types promise a query, but it may be missing.
  const rows = insert.insert as InsertStatement['insert'] | null;
  const query: Query | null = rows ? lowerQuery(rows, context) : null;
  return {
    ...baseOf(context),
    kind: 'insert',
    table: qualified(insert.into),
    columns: namesOf(insert.columns),
    query: query && { ...query, ctes: [...ctes, ...query.ctes] },
    onConflict: insert.onConflict ? (insert.onConflict.do === 'do nothing' ? 'nothing' : 'update') : null,
    ...conflictColumns(insert.onConflict),
  };
}

function conflictColumns(conflict: OnConflictAction | null | undefined): { readonly conflictColumns?: readonly string[] } {
  if (conflict?.on?.type !== 'on expr') return {};
  const names = conflict.on.exprs.map((expression) => (expression.type === 'ref' && !expression.table ? identifier(expression.name) : null));
  return names.length > 0 && names.every((name) => name !== null) ? { conflictColumns: names } : {};
}

type Assignments = OperationOf<'update'>['assignments'];

function lowerUpdate(update: UpdateStatement, ctes: readonly CommonTable[], context: Context): Operation {
  return {
    ...baseOf(context),
    kind: 'update',
    table: qualified(update.table),
    alias: update.table.alias === undefined ? null : identifier(update.table.alias),
    assignments: lowerAssignments(update, context),
    from: update.from ? lowerFrom([update.from], context) : [],
    where: lowerOptional(update.where, context),
    ctes,
  };
}

/** `SET (a) = (1)` has a meaning of its own, and the tree does not tell it from `SET a = 1`. */
function lowerAssignments({ sets }: UpdateStatement, context: Context): Assignments {
  return sets.map(({ column, value }, index) => {
    const behind = context.tokens[tokenOf(column, context) + 1];
    const isOnlyOne = isMark(context.tokens[tokenOf(column, context) - 1], '(') && isMark(behind, ')');
    if (isOnlyOne && sets[index]) fail('SET with one column in parentheses');
    return { column: nameOf(column), value: lowerExpression(value, context) };
  });
}

const lowerDelete = (statement: DeleteStatement, ctes: readonly CommonTable[], context: Context): Operation => ({
  ...baseOf(context),
  kind: 'delete',
  table: qualified(statement.from),
  alias: statement.from.alias === undefined ? null : identifier(statement.from.alias),
  using: [],
  where: lowerOptional(statement.where, context),
  ctes,
});

function lowerTruncate(truncate: TruncateTableStatement, context: Context): readonly Operation[] {
  const tables = truncate.tables.map(qualified);
  const shared = { cascade: truncate.cascade === 'cascade', restartIdentity: truncate.identity === 'restart' };
  return tables.map((table) => ({ ...baseOf(context), kind: 'truncate', table, alongside: tables.filter((other) => other !== table), ...shared }));
}
