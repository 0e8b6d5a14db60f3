import { quoteIdentifier, quoteLiteral, quoteName, type QualifiedName } from '../core/index.ts';
import type { CommonTable, Expression, FromItem, Query } from './expression.ts';
import { renderType } from './render-type.ts';
import { tablesOf } from './walk.ts';

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

/**
 * An expression as SQL. Always valid; what has no text (an `other` without one) is NULL with a comment that names it, so that
 * SQL which must mean the same is only made of expressions for which {@link isPrintable} holds. Frames of windows are left out.
 */
export function renderExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return literal(expression);
    case 'column':
      return `${expression.table === null ? '' : `${quoteIdentifier(expression.table)}.`}${quoteIdentifier(expression.name)}`;
    case 'star':
      return expression.table === null ? '*' : `${quoteIdentifier(expression.table)}.*`;
    case 'parameter':
      return `$${expression.number}`;
    case 'sqlValue':
      return expression.name;
    case 'call':
      return call(expression);
    case 'operator':
      return `${expression.left === null ? '' : `${atom(expression.left)} `}${operator(expression.operator)} ${atom(expression.right)}`;
    case 'isDistinct':
      return `${atom(expression.left)} IS ${expression.negated ? 'NOT ' : ''}DISTINCT FROM ${atom(expression.right)}`;
    case 'cast':
      return `${tight(expression.operand)}::${renderType(expression.type)}`;
    case 'nullTest':
      return `${atom(expression.operand)} IS ${expression.negated ? 'NOT ' : ''}NULL`;
    case 'booleanTest':
      return `${atom(expression.operand)} IS ${expression.negated ? 'NOT ' : ''}${expression.test.toUpperCase()}`;
    case 'and':
    case 'or':
      return junction(expression);
    case 'not':
      return negation(expression.operand);
    case 'in':
      return `${atom(expression.operand)} ${expression.negated ? 'NOT ' : ''}IN (${expressions(expression.list)})`;
    case 'subquery':
      return subquery(expression);
    case 'case':
      return cases(expression);
    case 'coalesce':
      return `COALESCE(${expressions(expression.operands)})`;
    case 'array':
      return `ARRAY[${expressions(expression.elements)}]`;
    case 'row':
      return `ROW(${expressions(expression.elements)})`;
    case 'collate':
      return `${tight(expression.operand)} COLLATE ${quoteName(expression.collation)}`;
    case 'other':
      return other(expression);
  }
}

/** Can the expression be printed back as what it is? */
export const isPrintable = (expression: Expression): boolean => !renderExpression(expression).includes(UNPRINTABLE);
const UNPRINTABLE = 'NULL /* not printable: ';

const expressions = (list: readonly Expression[]): string => list.map(renderExpression).join(', ');

const ATOMS: ReadonlySet<Expression['kind']> = new Set([
  'literal',
  'column',
  'star',
  'parameter',
  'call',
  'sqlValue',
  'cast',
  'case',
  'coalesce',
  'array',
  'row',
  'other',
]);
/** In parentheses, unless nothing that stands beside it can tear it apart. */
export const atom = (expression: Expression): string => (isAtom(expression) ? renderExpression(expression) : `(${renderExpression(expression)})`);
const isAtom = (expression: Expression): boolean =>
  (ATOMS.has(expression.kind) && !(expression.kind === 'other' && expression.node === 'A_Expr')) ||
  (expression.kind === 'subquery' && ['exists', 'scalar', 'array'].includes(expression.form));

/** `::` and COLLATE bind stronger than a sign. */
const tight = (expression: Expression): string =>
  expression.kind === 'literal' && expression.value.startsWith('-') && expression.type === 'number' ? `(${expression.value})` : atom(expression);

function literal({ type, value }: Of<'literal'>): string {
  switch (type) {
    case 'null':
      return 'NULL';
    case 'boolean':
    case 'number':
      return value;
    case 'string':
      return quoteLiteral(value);
    case 'bit':
      return `${value.slice(0, 1).toUpperCase()}${quoteLiteral(value.slice(1))}`;
  }
}

/** Calls that are words of the grammar. */
const WORDS: ReadonlySet<string> = new Set(['nullif', 'greatest', 'least', 'grouping']);
/** Words that cannot stand before a parenthesis as a function's name (reserved ones, and those of "cannot be function or type name" in PostgreSQL's appendix C). */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric between bigint bit boolean both case cast char character check coalesce collate column constraint create current_catalog current_date current_role ' +
    'current_time current_timestamp current_user dec decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign from grant group grouping having in initially inout int ' +
    'integer intersect interval into lateral leading limit localtime localtimestamp merge_action national nchar none normalize not null nullif numeric offset on only or order out overlay placing position precision ' +
    'primary real references returning row select session_user setof smallint some substring symmetric system_user table then time timestamp to trailing treat trim true union unique user using values varchar variadic when ' +
    'where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value'
  ).split(' '),
);
/** Of those, what takes plain arguments too. */
const PLAIN: ReadonlySet<string> = new Set(['substring', 'overlay']);

function call(expression: Of<'call'>): string {
  const { function: name, arguments: operands, over, filter } = expression;
  if (name.schema === null && name.name === 'extract' && operands.length === 2) return `EXTRACT(${operands.map(renderExpression).join(' FROM ')})`;
  const inner = expression.star ? '*' : `${expression.distinct ? 'DISTINCT ' : ''}${expressions(operands)}`;
  const filtered = filter === null ? '' : ` FILTER (WHERE ${renderExpression(filter)})`;
  return `${functionName(name)}(${inner})${filtered}${over === null ? '' : ` OVER (${window(over)})`}`;
}

function functionName(name: QualifiedName): string {
  if (name.schema !== null) return quoteName(name);
  if (WORDS.has(name.name)) return name.name.toUpperCase();
  return /^[a-z_][a-z0-9_]*$/.test(name.name) && (!RESERVED.has(name.name) || PLAIN.has(name.name)) ? name.name : quoteIdentifier(name.name);
}

function window({ partitionBy, orderBy }: NonNullable<Of<'call'>['over']>): string {
  return [partitionBy.length > 0 ? `PARTITION BY ${expressions(partitionBy)}` : '', orderBy.length > 0 ? `ORDER BY ${expressions(orderBy)}` : '']
    .filter(Boolean)
    .join(' ');
}

const LIKE: Readonly<Record<string, string>> = { '~~': 'LIKE', '!~~': 'NOT LIKE', '~~*': 'ILIKE', '!~~*': 'NOT ILIKE' };
function operator(name: string): string {
  const dot = name.indexOf('.');
  return LIKE[name] ?? (dot > 0 ? `OPERATOR(${quoteIdentifier(name.slice(0, dot))}.${name.slice(dot + 1)})` : name);
}

/** AND and OR inside of each other get parentheses, other operands need none. */
function junction(expression: Of<'and' | 'or'>): string {
  if (expression.operands.length === 0) return expression.kind === 'and' ? 'true' : 'false';
  const operand = (part: Expression): string => (part.kind === 'and' || part.kind === 'or' ? `(${renderExpression(part)})` : renderExpression(part));
  return expression.operands.map(operand).join(` ${expression.kind.toUpperCase()} `);
}

/** `x NOT IN (SELECT …)` reads better than what it stands for. */
function negation(operand: Expression): string {
  if (operand.kind !== 'subquery' || operand.form !== 'any' || operand.operator !== '=' || operand.operand === null) return `NOT ${atom(operand)}`;
  return `${atom(operand.operand)} NOT IN (${renderQuery(operand.query)})`;
}

function subquery({ form, operand, operator: name, query }: Of<'subquery'>): string {
  const inner = `(${renderQuery(query)})`;
  const left = operand === null ? '' : `${atom(operand)} `;
  switch (form) {
    case 'exists':
      return `EXISTS ${inner}`;
    case 'array':
      return `ARRAY${inner}`;
    case 'scalar':
      return inner;
    case 'any':
      return name === '=' ? `${left}IN ${inner}` : `${left}${operator(name)} ANY ${inner}`;
    case 'all':
      return `${left}${operator(name)} ALL ${inner}`;
  }
}

function cases({ operand, branches, otherwise }: Of<'case'>): string {
  const parts = branches.map(({ when, then }) => `WHEN ${renderExpression(when)} THEN ${renderExpression(then)}`);
  return ['CASE', ...(operand ? [atom(operand)] : []), ...parts, ...(otherwise ? [`ELSE ${renderExpression(otherwise)}`] : []), 'END'].join(' ');
}

function other({ node, operands, text }: Of<'other'>): string {
  if (text === undefined || text.length !== operands.length + 1) return `${UNPRINTABLE}${node} */`;
  return text.map((piece, index) => `${piece}${operands[index] ? renderExpression(operands[index]) : ''}`).join('');
}

/** A query as SQL on one line. */
export function renderQuery(query: Query): string {
  const clause = (word: string, list: readonly string[]): string => (list.length === 0 ? '' : `${word} ${list.join(', ')}`);
  return [
    commonTables(query.ctes),
    core(query),
    clause('ORDER BY', query.orderBy.map(renderExpression)),
    query.limit === null ? '' : `LIMIT ${query.limit.kind === 'other' ? renderExpression(query.limit) : atom(query.limit)}`,
    query.locksRows ? 'FOR UPDATE' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function core(query: Query): string {
  const { setOperation, values, distinct, having } = query;
  if (setOperation)
    return `(${renderQuery(setOperation.left)}) ${setOperation.operator.toUpperCase()} ${setOperation.all ? 'ALL ' : ''}(${renderQuery(setOperation.right)})`;
  if (values.length > 0) return `VALUES ${values.map((row) => `(${expressions(row)})`).join(', ')}`;
  const unique = distinct === 'none' ? '' : distinct === 'all' ? 'DISTINCT' : `DISTINCT ON (${expressions(distinct.on)})`;
  return [
    'SELECT',
    unique,
    query.targets.map(({ expression, name }) => `${renderExpression(expression)}${name === null ? '' : ` AS ${quoteIdentifier(name)}`}`).join(', '),
    query.from.length > 0 ? `FROM ${query.from.map(fromItem).join(', ')}` : '',
    query.where ? `WHERE ${renderExpression(query.where)}` : '',
    query.groupBy.length > 0 ? `GROUP BY ${expressions(query.groupBy)}` : '',
    having ? `HAVING ${renderExpression(having)}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function commonTables(ctes: readonly CommonTable[]): string {
  if (ctes.length === 0) return '';
  const recursive = ctes.some(({ name, query }) => tablesOf(query).some((table) => table.schema === null && table.name === name));
  const parts = ctes.map(
    ({ name, query, columns }) =>
      `${quoteIdentifier(name)}${columnList(columns)} AS (${query ? renderQuery(query) : `SELECT ${UNPRINTABLE}data-modifying WITH */`})`,
  );
  return `WITH ${recursive ? 'RECURSIVE ' : ''}${parts.join(', ')}`;
}

const columnList = (columns: readonly string[] | undefined): string => (columns === undefined ? '' : `(${columns.map(quoteIdentifier).join(', ')})`);

function fromItem(item: FromItem): string {
  switch (item.kind) {
    case 'table':
      return `${quoteName(item.table)}${aliased(item)}`;
    case 'query':
      return `${item.lateral ? 'LATERAL ' : ''}(${renderQuery(item.query)})${aliased(item)}`;
    case 'function':
      return `${isPrintable(item.call) ? renderExpression(item.call) : `(SELECT ${renderExpression(item.call)})`}${aliased(item)}`;
    case 'join':
      return join(item);
  }
}

const aliased = ({ alias, columns }: Exclude<FromItem, { kind: 'join' }>): string =>
  alias === null ? '' : ` AS ${quoteIdentifier(alias)}${columnList(columns)}`;

function join({ type, left, right, on, using }: Extract<FromItem, { kind: 'join' }>): string {
  const natural = on?.kind === 'other' && on.node === 'NaturalJoin';
  const condition =
    type === 'cross' || natural ? '' : using.length > 0 ? ` USING (${using.map(quoteIdentifier).join(', ')})` : ` ON ${on ? renderExpression(on) : 'true'}`;
  const joined = right.kind === 'join' ? `(${fromItem(right)})` : fromItem(right);
  return `${fromItem(left)} ${natural ? 'NATURAL ' : ''}${type === 'inner' ? '' : `${type.toUpperCase()} `}JOIN ${joined}${condition}`;
}
