import type { Expr, ExprBinary, ExprUnary } from 'pgsql-ast-parser';
import type { Expression } from '../../operation/index.ts';
import { call, joined, lowerArrayComparison } from '../expressions.ts';
import { isQuery, lowerAll, lowerExpression, subquery } from './expression.ts';
import { lowerQuery } from './query.ts';
import { type Context, fail, identifier, isMark, isWord, tokenOf } from './tree.ts';

/** PostgreSQL's names of the operators that are words, or that have two spellings. */
const OPERATORS: Readonly<Record<string, string>> = { LIKE: '~~', 'NOT LIKE': '!~~', ILIKE: '~~*', 'NOT ILIKE': '!~~*', '!=': '<>' };

export function lowerBinary(expression: ExprBinary, context: Context): Expression {
  const { op, opSchema } = expression;
  if (op === 'IN' || op === 'NOT IN') return lowerIn(expression, op === 'NOT IN', context);
  const left = lowerExpression(expression.left, context);
  if (op === 'AND' || op === 'OR') return joined(op === 'AND' ? 'and' : 'or', [left, lowerExpression(expression.right, context)]);
  if (op === 'AT TIME ZONE') return call('timezone', [lowerExpression(expression.right, context), left]);
  const plain = OPERATORS[op] ?? op.toLowerCase();
  const operator = opSchema === undefined || opSchema === 'pg_catalog' ? plain : `${identifier(opSchema)}.${plain}`;
  const { right } = expression;
  const quantifier = right.type === 'call' ? quantifierOf(right, context) : null;
  if (right.type === 'call' && quantifier !== null) return lowerQuantified(left, operator, quantifier, right.args, context);
  return { kind: 'operator', operator, left, right: lowerExpression(right, context) };
}

/** ANY, SOME and ALL look like calls. */
function quantifierOf(right: Extract<Expr, { type: 'call' }>, context: Context): 'any' | 'all' | null {
  const token = context.tokens[tokenOf(right, context)];
  if (isWord(token, 'any', 'some')) return 'any';
  return isWord(token, 'all') ? 'all' : null;
}

function lowerQuantified(left: Expression, operator: string, quantifier: 'any' | 'all', operands: readonly Expr[], context: Context): Expression {
  const [right, ...more] = operands;
  if (!right || more.length > 0) return fail(`${quantifier.toUpperCase()} of several values`);
  if (isQuery(right)) return subquery(quantifier, lowerQuery(right, context), left, operator);
  return lowerArrayComparison(left, operator, quantifier === 'all', lowerExpression(right, context));
}

function lowerIn(expression: ExprBinary, negated: boolean, context: Context): Expression {
  const operand = lowerExpression(expression.left, context);
  const { right } = expression;
  if (isQuery(right)) {
    const within = subquery('any', lowerQuery(right, context), operand, '=');
    return negated ? { kind: 'not', operand: within } : within;
  }
  if (right.type === 'list' && isDoublyParenthesized(right.expressions, context)) fail('IN with one row');
  const list = right.type === 'list' ? right.expressions : [right];
  return { kind: 'in', operand, list: lowerAll(list, context), negated };
}

/** `x IN ((1, 2))`: the tree is that of `x IN (1, 2)`. */
function isDoublyParenthesized([first]: readonly Expr[], context: Context): boolean {
  if (!first || first.type === 'list') return false;
  const index = tokenOf(first, context);
  const open = isMark(context.tokens[index], '(') ? index : index - 1;
  return isMark(context.tokens[open], '(') && isMark(context.tokens[open - 1], '(');
}

const TESTS: Readonly<Record<string, { readonly test: 'true' | 'false'; readonly negated: boolean }>> = {
  'IS TRUE': { test: 'true', negated: false },
  'IS FALSE': { test: 'false', negated: false },
  'IS NOT TRUE': { test: 'true', negated: true },
  'IS NOT FALSE': { test: 'false', negated: true },
};

export function lowerUnary({ op, operand: inner }: ExprUnary, context: Context): Expression {
  const operand = lowerExpression(inner, context);
  if (op === 'NOT') return { kind: 'not', operand };
  if (op === 'IS NULL' || op === 'IS NOT NULL') return { kind: 'nullTest', operand, negated: op === 'IS NOT NULL' };
  const test = TESTS[op];
  if (test) return { kind: 'booleanTest', operand, ...test };
  if (op === '-' && operand.kind === 'literal' && operand.type === 'number') {
    const { value } = operand;
    return { ...operand, value: value.startsWith('-') ? value.slice(1) : value === '0' ? '0' : `-${value}` };
  }
  return { kind: 'operator', operator: op, left: null, right: operand };
}
