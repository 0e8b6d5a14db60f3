import type { Expr, ExprCase, ExprCast, ExprRef, ExprTernary, PGNode, SelectStatement } from 'pgsql-ast-parser';
import { quoteLiteral } from '../../core/index.ts';
import type { Expression, Query } from '../../operation/index.ts';
import type { Token } from '../lexer.ts';
import { call, lowerBetween, lowerCast, NULL, written } from '../expressions.ts';
import { lowerCall } from './call.ts';
import { lowerBinary, lowerUnary } from './operator.ts';
import { checkPrecedence } from './precedence.ts';
import { lowerQuery } from './query.ts';
import { type Context, endOf, fail, identifier, isMark, isWord, nameOf, startOf, tokenOf } from './tree.ts';
import { lowerType } from './type-name.ts';

export const lowerAll = (expressions: readonly Expr[], context: Context): readonly Expression[] =>
  expressions.map((expression) => lowerExpression(expression, context));
export const lowerOptional = (expression: Expr | null | undefined, context: Context): Expression | null =>
  expression ? lowerExpression(expression, context) : null;

/** Lowers any expression, to the same as the default front end does. Throws {@link NotUnderstood}. */
export function lowerExpression(expression: Expr, context: Context): Expression {
  if (isQuery(expression)) return subquery('scalar', lowerQuery(expression, context));
  checkPrecedence(expression, context);
  switch (expression.type) {
    case 'ref':
      return lowerRef(expression, context);
    case 'null':
      return NULL;
    case 'boolean':
      return { kind: 'literal', type: 'boolean', value: String(expression.value) };
    case 'string':
      if (!isToken(expression, context, 'string')) fail('a string with a prefix');
      return { kind: 'literal', type: 'string', value: expression.value };
    case 'integer':
    case 'numeric':
      return { kind: 'literal', type: 'number', value: numberAt(startOf(expression, context), context) };
    case 'parameter':
      return { kind: 'parameter', number: Number(expression.name.slice(1)) };
    case 'default':
      return written('SetToDefault', ['DEFAULT']);
    case 'keyword':
      return { kind: 'sqlValue', name: expression.keyword.toUpperCase() };
    case 'binary':
      return lowerBinary(expression, context);
    case 'unary':
      return lowerUnary(expression, context);
    case 'ternary':
      return lowerTernary(expression, context);
    case 'cast':
      return lowerCastOf(expression, context);
    case 'case':
      return lowerCase(expression, context);
    case 'call':
      return lowerCall(expression, context);
    case 'list':
      return { kind: 'row', elements: lowerAll(expression.expressions, context) };
    case 'array':
      return { kind: 'array', elements: lowerAll(expression.expressions, context) };
    default:
      return lowerRest(expression, context);
  }
}

function lowerRest(expression: Expr, context: Context): Expression {
  switch (expression.type) {
    case 'array select':
      return subquery('array', lowerQuery(expression.select, context));
    case 'member': {
      const { member } = expression;
      const right: Expression = typeof member === 'string' ? { kind: 'literal', type: 'string', value: member } : number(String(member));
      return { kind: 'operator', operator: expression.op, left: lowerExpression(expression.operand, context), right };
    }
    case 'arrayIndex':
      return lowerIndexed(expression, context);
    case 'extract':
      return call('extract', [{ kind: 'literal', type: 'string', value: nameOf(expression.field) }, lowerExpression(expression.from, context)]);
    case 'overlay':
      return call('overlay', lowerAll([expression.value, expression.placing, expression.from, ...(expression.for ? [expression.for] : [])], context));
    case 'substring':
      if (!expression.from) fail('SUBSTRING without FROM');
      return call('substring', lowerAll([expression.value, expression.from, ...(expression.for ? [expression.for] : [])], context));
    default:
      return fail(`an expression of the kind ${quoteLiteral(expression.type)}`);
  }
}

export function isQuery(expression: { readonly type: string }): expression is SelectStatement {
  return QUERIES.has(expression.type);
}
const QUERIES: ReadonlySet<string> = new Set(['select', 'union', 'union all', 'values', 'with', 'with recursive']);

type Form = Extract<Expression, { kind: 'subquery' }>['form'];

export const subquery = (form: Form, query: Query, operand: Expression | null = null, operator = ''): Expression => ({
  kind: 'subquery',
  form,
  operand,
  operator,
  query,
});

/** The parser knows no B'', X'', U&'' and U&"": it takes the prefix for something else. */
function isToken(node: PGNode, context: Context, ...kinds: readonly Token['kind'][]): boolean {
  const token = context.tokens[tokenOf(node, context)];
  return token !== undefined && token.start === startOf(node, context) && kinds.includes(token.kind);
}

function lowerRef(expression: ExprRef, context: Context): Expression {
  const { table, name } = expression;
  if (name !== '*' && !isToken(expression, context, 'word', 'quoted')) fail('a name with a prefix');
  const qualifier = table ? nameOf(table) : null;
  return name === '*' ? { kind: 'star', table: qualifier } : { kind: 'column', table: qualifier, name: identifier(name) };
}

const number = (value: string): Expression => ({ kind: 'literal', type: 'number', value });

const LARGEST_INTEGER = 2147483647;

/** The number as written: the tree has it as a float. A sign belongs to it. */
function numberAt(offset: number, { text }: Context): string {
  const [, sign = '', digits = ''] = /^(-?)([\d.]+)/.exec(text.slice(offset, offset + 400)) ?? [];
  const isInteger = /^\d+$/.test(digits) && Number(digits) <= LARGEST_INTEGER;
  return isInteger ? String(Number(sign + digits)) : sign + digits;
}

/** A sign in front of what is cast binds less tightly than the cast. */
function lowerCastOf(expression: ExprCast, context: Context): Expression {
  const operand = lowerExpression(expression.operand, context);
  const type = lowerType(expression.to);
  const first = context.tokens[tokenOf(expression.operand, context)];
  const isSigned = (expression.operand.type === 'integer' || expression.operand.type === 'numeric') && first?.kind === 'operator';
  if (!isSigned || operand.kind !== 'literal' || isInParentheses(expression, context)) return lowerCast(operand, type);
  return { kind: 'operator', operator: '-', left: null, right: lowerCast(number(operand.value.replace('-', '')), type) };
}

/** `CAST(x AS t)`, or `(-1)::t`. */
function isInParentheses(expression: ExprCast, context: Context): boolean {
  if (isWord(context.tokens[tokenOf(expression, context)], 'cast')) return true;
  const before = context.tokens[tokenOf(expression.operand, context) - 1];
  const behind = context.tokens.find(({ start }) => start >= endOf(expression.operand, context));
  return isMark(before, '(') && isMark(behind, ')');
}

function lowerTernary(expression: ExprTernary, context: Context): Expression {
  const [operand, low, high] = [expression.value, expression.lo, expression.hi].map((part) => lowerExpression(part, context));
  return lowerBetween({ negated: expression.op === 'NOT BETWEEN', symmetric: false }, operand ?? NULL, low ?? NULL, high ?? NULL);
}

const lowerCase = (expression: ExprCase, context: Context): Expression => ({
  kind: 'case',
  operand: lowerOptional(expression.value, context),
  branches: expression.whens.map((branch) => ({ when: lowerExpression(branch.when, context), then: lowerExpression(branch.value, context) })),
  otherwise: lowerOptional(expression.else, context),
});

/** `x[1]`, `x[1][2]`. */
function lowerIndexed(expression: Expr, context: Context): Expression {
  const indices: Expression[] = [];
  let array = expression;
  while (array.type === 'arrayIndex') {
    indices.unshift(lowerExpression(array.index, context));
    array = array.array;
  }
  return written('A_Indirection', ['(', ')[', ...indices.slice(1).map(() => ']['), ']'], lowerExpression(array, context), ...indices);
}
