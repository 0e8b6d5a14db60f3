import { columnsOf, type Expression, mapExpression, type Query } from '../../operation/index.ts';
import { foldedText } from './dynamic-sql.ts';
import { joined } from '../expressions.ts';
import { parseExpression, parseQuery } from './fragment.ts';
import { assignedIn, item, items, type Json, sqlIn, targetsOf, textIn } from './plpgsql-tree.ts';
import { columnOfQuery } from './query.ts';

/** What a reader of a PL/pgSQL body is told, in the order of the body. */
export interface Listener {
  /** A statement whose text is known. */
  readonly sql: (text: string, conditional: boolean) => void;
  /** A condition under which the body raises an exception. It names no variables. */
  readonly guard: (condition: Expression) => void;
  /** EXECUTE of text that is only known at run time. */
  readonly dynamic: () => void;
}

/** What is known at one statement of the body. */
interface Place {
  /** It may not run. */
  readonly conditional: boolean;
  /** The conditions that lead to it; null when they are not known, or when what it raises may be caught. */
  readonly when: readonly Expression[] | null;
  /** Values of variables, without variables in them; those that are not here are unknown. Changes while statements are read. */
  readonly values: Map<string, Expression>;
}

interface Reader {
  readonly tell: Listener;
  /** Names of all variables by number. */
  readonly variables: readonly string[];
  /** Something was passed that may have ended the block: what follows is conditional. */
  left: boolean;
}

const FOUND = 'found';
/** Of elog.h (src/include/utils/elog.h): EXCEPTION is ERROR; below are WARNING, NOTICE, … */
const ERROR = 21;
const exists = (query: Query): Expression => ({ kind: 'subquery', form: 'exists', operand: null, operator: '', query });
const TRUE: Expression = { kind: 'literal', type: 'boolean', value: 'true' };

/** Reads the tree of a body, as libpg-query gives it. */
export function readBody(tree: unknown, tell: Listener): void {
  const body = item(items(tree, 'plpgsql_funcs')[0], 'PLpgSQL_function');
  const datums = items(body, 'datums');
  const variables = datums.map((datum) => ['PLpgSQL_var', 'PLpgSQL_rec', 'PLpgSQL_row'].flatMap((kind) => textIn(item(datum, kind), 'refname') ?? [])[0] ?? '');
  const reader: Reader = { tell, variables, left: false };
  const place: Place = { conditional: false, when: [], values: new Map() };
  for (const datum of datums) {
    const initial = sqlIn(item(datum, 'PLpgSQL_var'), 'default_val');
    if (initial !== null) assign(textIn(item(datum, 'PLpgSQL_var'), 'refname') ?? '', parseExpression(initial), place, reader);
  }
  const action = item(body, 'action');
  if (action) readStatements([action], place, reader);
}

function readStatements(statements: readonly Json[], place: Place, reader: Reader): void {
  for (const statement of statements) {
    for (const kind of Object.keys(statement))
      READINGS[kind]?.(item(statement, kind) ?? {}, reader.left ? { ...place, conditional: true, when: null } : place, reader);
  }
}

type Reading = (node: Json, place: Place, reader: Reader) => void;

/** PL/pgSQL statements that run SQL, raise, set variables, leave or hold other statements. The rest does none of it. */
const READINGS: Readonly<Record<string, Reading>> = {
  PLpgSQL_stmt_block: readBlock,
  PLpgSQL_stmt_execsql: (node, place, reader) => {
    const query = runSql(sqlIn(node, 'sqlstmt'), place, reader);
    assign(FOUND, query && exists(query), place, reader);
    for (const [index, name] of targetsOf(node).entries()) assign(name, query?.targets[index] ? columnOfQuery(query, index) : null, place, reader);
  },
  PLpgSQL_stmt_perform: (node, place, reader) => {
    const query = runSql(sqlIn(node, 'expr'), place, reader);
    assign(FOUND, query && exists(query), place, reader);
  },
  PLpgSQL_stmt_call: (node, place, reader) => void runSql(sqlIn(node, 'expr'), place, reader),
  PLpgSQL_stmt_dynexecute: (node, place, reader) => {
    execute(node, place, reader);
    forget(targetsOf(node), place);
  },
  PLpgSQL_stmt_assign: (node, place, reader) => {
    const [whole, name] = /^\s*("[^"]+"|[\w$]+)\s*:?=/.exec(sqlIn(node, 'expr') ?? '') ?? [];
    const variable = reader.variables[Number(node['varno'])] ?? '';
    assign(variable, name === undefined ? null : parseExpression((sqlIn(node, 'expr') ?? '').slice(whole?.length)), place, reader);
  },
  PLpgSQL_stmt_getdiag: (node, place, reader) => forget(assignedIn(node, reader.variables), place),
  PLpgSQL_stmt_fetch: (node, place) => forget([...targetsOf(node), FOUND], place),
  PLpgSQL_stmt_if: readIf,
  PLpgSQL_stmt_case: (node, place, reader) => {
    const branches = [...items(node, 'case_when_list').map((branch) => items(item(branch, 'PLpgSQL_case_when'), 'stmts')), items(node, 'else_stmts')];
    for (const branch of branches) readBranch(branch, null, place, reader);
    forget(assignedIn(node, reader.variables), place);
  },
  PLpgSQL_stmt_loop: readLoop,
  PLpgSQL_stmt_while: readLoop,
  PLpgSQL_stmt_fori: readLoop,
  PLpgSQL_stmt_forc: readLoop,
  PLpgSQL_stmt_foreach_a: readLoop,
  PLpgSQL_stmt_fors: (node, place, reader) => {
    const query = runSql(sqlIn(node, 'query'), place, reader);
    readLoop(node, place, reader, query && resolved(exists(query), place, reader));
  },
  PLpgSQL_stmt_dynfors: (node, place, reader) => {
    execute(node, place, reader);
    readLoop(node, place, reader);
  },
  PLpgSQL_stmt_commit: (_, place, reader) => reader.tell.sql('COMMIT', place.conditional),
  PLpgSQL_stmt_rollback: (_, place, reader) => reader.tell.sql('ROLLBACK', place.conditional),
  PLpgSQL_stmt_raise: (node, place, reader) => {
    if (Number(node['elog_level'] ?? 0) >= ERROR) raise(TRUE, place, reader);
  },
  PLpgSQL_stmt_assert: (node, place, reader) => {
    const condition = resolved(parseExpression(sqlIn(node, 'cond')), place, reader);
    if (condition) raise(isNotTrue(condition), place, reader);
  },
  /** Every body ends with a RETURN that nobody wrote: that one has no line. */
  PLpgSQL_stmt_return: (node, _, reader) => {
    if (node['lineno'] !== undefined) reader.left = true;
  },
  /** Out of a loop, which is conditional anyway; with a label perhaps out of a block. */
  PLpgSQL_stmt_exit: (node, _, reader) => {
    if (node['label'] !== undefined) reader.left = true;
  },
};

/** A block with handlers may give up at any of its statements, and go on behind. */
function readBlock(node: Json, place: Place, reader: Reader): void {
  const handled = item(item(node, 'exceptions'), 'PLpgSQL_exception_block');
  readStatements(items(node, 'body'), handled ? { ...place, conditional: true, when: null } : place, reader);
  if (!handled) return;
  forget(assignedIn(node, reader.variables), place);
  for (const handler of items(handled, 'exc_list')) readBranch(items(item(handler, 'PLpgSQL_exception'), 'action'), null, place, reader);
}

/** Statements that run under a condition; null: it is not known. What they set is not known outside. */
function readBranch(statements: readonly Json[], condition: Expression | null, place: Place, reader: Reader): void {
  const when = condition === null || place.when === null ? null : [...place.when, condition];
  readStatements(statements, { conditional: true, when, values: new Map(place.values) }, reader);
}

function readIf(node: Json, place: Place, reader: Reader): void {
  const alternatives = items(node, 'elsif_list').flatMap((each) => item(each, 'PLpgSQL_if_elsif') ?? []);
  const branches = [{ test: node, body: items(node, 'then_body') }, ...alternatives.map((each) => ({ test: each, body: items(each, 'stmts') }))];
  /** None of the conditions so far held; null: not known. */
  let others: readonly Expression[] | null = [];
  for (const { test, body } of branches) {
    const condition = resolved(parseExpression(sqlIn(test, 'cond')), place, reader);
    readBranch(body, condition && others && joined('and', [...others, condition]), place, reader);
    others = condition && others && [...others, isNotTrue(condition)];
  }
  readBranch(items(node, 'else_body'), others && joined('and', others), place, reader);
  forget(assignedIn(node, reader.variables), place);
}

/** How often the body runs is not known, nor is then what it sets. `condition`: it runs at least once. */
function readLoop(node: Json, place: Place, reader: Reader, condition: Expression | null = null): void {
  forget([...assignedIn(node, reader.variables), FOUND], place);
  readBranch(items(node, 'body'), condition, place, reader);
}

/** Passes a statement on; gives it back if it is a query. */
function runSql(sql: string | null, place: Place, reader: Reader): Query | null {
  if (sql === null) return null;
  reader.tell.sql(sql, place.conditional);
  return parseQuery(sql);
}

function execute(node: Json, place: Place, reader: Reader): void {
  const built = resolved(parseExpression(sqlIn(node, 'query')), place, reader);
  const sql = built && foldedText(built);
  if (sql === null) reader.tell.dynamic();
  else reader.tell.sql(sql, place.conditional);
}

function raise(condition: Expression, place: Place, reader: Reader): void {
  if (place.when === null) return;
  const conditions = [...place.when, condition].filter((each) => each !== TRUE);
  if (!place.conditional && condition === TRUE) reader.left = true;
  const whole = conditions.length === 0 ? TRUE : joined('and', conditions);
  // A column outside of any query is a variable after all, as in `label.variable`.
  if (columnsOf(whole).length === 0) reader.tell.guard(whole);
}

function assign(name: string, value: Expression | null, place: Place, reader: Reader): void {
  const known = resolved(value, place, reader);
  if (known === null) place.values.delete(name);
  else place.values.set(name, known);
}

function forget(names: readonly string[], place: Place): void {
  for (const name of names) place.values.delete(name);
}

/** The expression with the values of variables in their place; null when one is unknown. Fields of records are. */
function resolved(expression: Expression | null, place: Place, reader: Reader): Expression | null {
  let complete = expression !== null;
  const result =
    expression &&
    mapExpression(expression, (part) => {
      if (part.kind !== 'column' || !reader.variables.includes(part.table ?? part.name)) return part;
      const value = part.table === null ? place.values.get(part.name) : undefined;
      if (value === undefined) complete = false;
      return value ?? part;
    });
  return complete ? result : null;
}

/** The condition is false or NULL. */
function isNotTrue(condition: Expression): Expression {
  if (condition.kind === 'not' && isNeverNull(condition.operand)) return condition.operand;
  return isNeverNull(condition) ? { kind: 'not', operand: condition } : { kind: 'booleanTest', operand: condition, test: 'true', negated: true };
}

function isNeverNull(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return expression.type !== 'null';
    case 'nullTest':
    case 'booleanTest':
    case 'isDistinct':
      return true;
    case 'and':
    case 'or':
      return expression.operands.every(isNeverNull);
    case 'not':
      return isNeverNull(expression.operand);
    case 'operator':
      return (
        ['=', '<>', '<', '>', '<=', '>='].includes(expression.operator) &&
        expression.left !== null &&
        isNeverNull(expression.left) &&
        isNeverNull(expression.right)
      );
    case 'subquery':
      return expression.form === 'exists' || (expression.form === 'scalar' && isCount(expression.query));
    default:
      return false;
  }
}

/** `SELECT count(…) FROM …` always gives one row. */
function isCount(query: Query): boolean {
  const value = query.targets[0]?.expression;
  return (
    value?.kind === 'call' &&
    value.function.name === 'count' &&
    value.over === null &&
    query.groupBy.length === 0 &&
    query.having === null &&
    query.limit === null
  );
}
