import type { CopyStmt, DeleteStmt, InsertStmt, MergeStmt, Node, RangeVar, ResTarget, SelectStmt, TruncateStmt, UpdateStmt, WithClause } from 'libpg-query';
import type { Operation, OperationOf, TableDefinition } from '../../operation/index.ts';
import type { Base } from '../base.ts';
import { besideCommonTables, NULL } from '../expressions.ts';
import { lowerExpression, lowerOptional } from './expression.ts';
import { columnOfQuery, lowerCommonTables, lowerFrom, lowerQuery } from './query.ts';
import { as, nameFrom, relationName } from './tree.ts';

/**
 * INSERT, UPDATE, DELETE, MERGE, TRUNCATE, SELECT, VALUES, COPY and CALL; null for any other statement. The writes inside of
 * WITH come first, as operations of their own.
 */
export function lowerRows(node: Node, base: Base): readonly Operation[] | null {
  if ('SelectStmt' in node) return [...writesOfQuery(node.SelectStmt, base), lowerSelect(node.SelectStmt, base)];
  if ('InsertStmt' in node)
    return [
      ...writesIn(node.InsertStmt.withClause, base),
      ...writesOfQuery(as(node.InsertStmt.selectStmt, 'SelectStmt'), base),
      lowerInsert(node.InsertStmt, base),
    ];
  if ('UpdateStmt' in node) return [...writesIn(node.UpdateStmt.withClause, base), lowerUpdate(node.UpdateStmt, base)];
  if ('DeleteStmt' in node) return [...writesIn(node.DeleteStmt.withClause, base), lowerDelete(node.DeleteStmt, base)];
  if ('MergeStmt' in node) return [...writesIn(node.MergeStmt.withClause, base), lowerMerge(node.MergeStmt, base)];
  if ('TruncateStmt' in node) return lowerTruncate(node.TruncateStmt, base);
  if ('CopyStmt' in node) return lowerCopy(node.CopyStmt, base);
  if ('CallStmt' in node) return [{ ...base, kind: 'callProcedure', procedure: nameFrom(node.CallStmt.funccall?.funcname) }];
  return null;
}

const writesOfQuery = (select: SelectStmt | undefined, base: Base): readonly Operation[] => writesIn(select?.withClause, base);

/** Operations of the data-modifying CTEs. */
const writesIn = (clause: WithClause | undefined, base: Base): readonly Operation[] =>
  (clause?.ctes ?? []).flatMap((node) => {
    const query = as(node, 'CommonTableExpr')?.ctequery;
    return query && !('SelectStmt' in query) ? (lowerRows(query, base) ?? []).map((operation) => besideCommonTables(operation, lowerCommonTables(clause))) : [];
  });

/** SELECT INTO is CREATE TABLE AS. */
function lowerSelect(select: SelectStmt, base: Base): Operation {
  const query = lowerQuery(select);
  const into = select.intoClause?.rel ?? leftmostInto(select);
  return into
    ? { ...base, kind: 'createTable', table: relationName(into), ifNotExists: false, definition: definitionFrom(into, query) }
    : { ...base, kind: 'select', query };
}

/** Of a set operation, the first SELECT has the INTO. */
function leftmostInto(select: SelectStmt): RangeVar | undefined {
  return select.larg ? (select.larg.intoClause?.rel ?? leftmostInto(select.larg)) : undefined;
}

const PERSISTENCE: Readonly<Record<string, TableDefinition['persistence']>> = { u: 'unlogged', t: 'temporary' };

const definitionFrom = (into: RangeVar, query: TableDefinition['query']): TableDefinition => ({
  table: relationName(into),
  persistence: PERSISTENCE[into.relpersistence ?? ''] ?? 'permanent',
  columns: [],
  constraints: [],
  like: [],
  inherits: [],
  partitionBy: null,
  partitionOf: null,
  foreign: false,
  query,
  withData: true,
});

const targetsOf = (nodes: readonly Node[] | undefined): readonly ResTarget[] => (nodes ?? []).flatMap((node) => as(node, 'ResTarget') ?? []);

const CONFLICTS = { ONCONFLICT_NOTHING: 'nothing', ONCONFLICT_UPDATE: 'update', ONCONFLICT_NONE: null } as const;

/** WITH before INSERT belongs to the rows it inserts. */
function lowerInsert(insert: InsertStmt, base: Base): Operation {
  const select = as(insert.selectStmt, 'SelectStmt');
  const query = select ? lowerQuery(select) : null;
  return {
    ...base,
    kind: 'insert',
    table: relationName(insert.relation),
    columns: targetsOf(insert.cols).map(({ name }) => name ?? ''),
    query: query && { ...query, ctes: [...lowerCommonTables(insert.withClause), ...query.ctes] },
    onConflict: CONFLICTS[insert.onConflictClause?.action ?? 'ONCONFLICT_NONE'] ?? null,
    ...conflictColumns(insert),
  };
}

function conflictColumns({ onConflictClause }: InsertStmt): { readonly conflictColumns?: readonly string[] } {
  const elements = (onConflictClause?.infer?.indexElems ?? []).map((node) => as(node, 'IndexElem')?.name);
  return elements.length > 0 && elements.every((name) => name !== undefined) ? { conflictColumns: elements } : {};
}

function lowerUpdate(update: UpdateStmt, base: Base): Operation {
  return {
    ...base,
    kind: 'update',
    table: relationName(update.relation),
    alias: update.relation?.alias?.aliasname ?? null,
    assignments: targetsOf(update.targetList).map(lowerAssignment),
    from: lowerFrom(update.fromClause),
    where: lowerOptional(update.whereClause),
    ctes: lowerCommonTables(update.withClause),
  };
}

type Assignment = OperationOf<'update'>['assignments'][number];

/** `SET (a, b) = (1, 2)` and `SET (a, b) = (SELECT x, y …)` are one assignment per column. */
function lowerAssignment({ name, val }: ResTarget): Assignment {
  const several = as(val, 'MultiAssignRef');
  if (!several?.source) return { column: name ?? '', value: lowerOptional(val) ?? NULL };
  const source = lowerExpression(several.source);
  const index = (several.colno ?? 1) - 1;
  if (source.kind === 'row') return { column: name ?? '', value: source.elements[index] ?? NULL };
  if (source.kind === 'subquery' && source.query.targets.length === several.ncolumns) return { column: name ?? '', value: columnOfQuery(source.query, index) };
  return { column: name ?? '', value: { kind: 'other', node: 'MultiAssignRef', operands: [source] } };
}

function lowerDelete(statement: DeleteStmt, base: Base): Operation {
  return {
    ...base,
    kind: 'delete',
    table: relationName(statement.relation),
    alias: statement.relation?.alias?.aliasname ?? null,
    using: lowerFrom(statement.usingClause),
    where: lowerOptional(statement.whereClause),
    ctes: lowerCommonTables(statement.withClause),
  };
}

const COMMANDS = { CMD_INSERT: 'insert', CMD_UPDATE: 'update', CMD_DELETE: 'delete' } as const;
const isCommand = (command: string | undefined): command is keyof typeof COMMANDS => command !== undefined && command in COMMANDS;

function lowerMerge(merge: MergeStmt, base: Base): Operation {
  const actions = (merge.mergeWhenClauses ?? []).map((node) => {
    const command = as(node, 'MergeWhenClause')?.commandType;
    return isCommand(command) ? COMMANDS[command] : 'nothing';
  });
  return { ...base, kind: 'merge', table: relationName(merge.relation), actions };
}

function lowerTruncate(truncate: TruncateStmt, base: Base): readonly Operation[] {
  const tables = (truncate.relations ?? []).flatMap((node) => as(node, 'RangeVar') ?? []).map(relationName);
  const shared = { cascade: truncate.behavior === 'DROP_CASCADE', restartIdentity: truncate.restart_seqs ?? false };
  return tables.map((table) => ({ ...base, kind: 'truncate', table, alongside: tables.filter((other) => other !== table), ...shared }));
}

/** `COPY (query) TO` has no table. */
function lowerCopy(copy: CopyStmt, base: Base): readonly Operation[] {
  const inner = copy.query ? (lowerRows(copy.query, base) ?? []) : [];
  return [
    ...inner.filter(({ kind }) => kind !== 'select'),
    { ...base, kind: 'copy', table: copy.relation ? relationName(copy.relation) : null, direction: copy.is_from ? 'from' : 'to' },
  ];
}
