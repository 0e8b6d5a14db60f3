import type { Expr } from 'pgsql-ast-parser';
import { type Context, endOf, fail, isMark, startOf } from './tree.ts';
import { indexAt } from '../statements.ts';

// The grammar of pgsql-ast-parser binds some operators more or less tightly than PostgreSQL does: `x->>'a'::int`,
// `a = b IS NULL`. Where no parentheses say it, an operand must bind as PostgreSQL has it, or the tree is another one.

/** How tightly operators bind, loosest first (src/backend/parser/gram.y). */
const OR = 1;
const AND = 2;
const NOT = 3;
const IS = 4;
const COMPARISON = 5;
const MEMBERSHIP = 6;
const OTHER = 7;
const SUM = 8;
const PRODUCT = 9;
const POWER = 10;
const TIME_ZONE = 11;
const SIGN = 13;
const SUBSCRIPT = 14;
const CAST = 15;

const BINARY: Readonly<Record<string, number>> = {
  OR,
  AND,
  '=': COMPARISON,
  '!=': COMPARISON,
  '<': COMPARISON,
  '>': COMPARISON,
  '<=': COMPARISON,
  '>=': COMPARISON,
  IN: MEMBERSHIP,
  'NOT IN': MEMBERSHIP,
  LIKE: MEMBERSHIP,
  'NOT LIKE': MEMBERSHIP,
  ILIKE: MEMBERSHIP,
  'NOT ILIKE': MEMBERSHIP,
  '+': SUM,
  '-': SUM,
  '*': PRODUCT,
  '/': PRODUCT,
  '%': PRODUCT,
  '^': POWER,
  'AT TIME ZONE': TIME_ZONE,
};
/** Two of these in a row need parentheses. */
const NONASSOCIATIVE: ReadonlySet<number> = new Set([IS, COMPARISON, MEMBERSHIP]);

interface Operator {
  readonly binds: number;
  /** Index of the operator's first token. */
  readonly token: number;
  readonly prefix: boolean;
}

/** Null for what needs no parentheses anywhere. */
function operatorOf(expression: Expr, context: Context): Operator | null {
  const behind = (operand: Expr, binds: number): Operator => ({ binds, token: behindOperand(operand, context), prefix: false });
  switch (expression.type) {
    case 'binary':
      // `~~` is LIKE, and binds like any operator that is no word.
      return behind(expression.left, isSpelled(expression.left, context) ? OTHER : (BINARY[expression.op] ?? OTHER));
    case 'ternary':
      return behind(expression.value, MEMBERSHIP);
    case 'member':
      return behind(expression.operand, OTHER);
    case 'arrayIndex':
      return behind(expression.array, SUBSCRIPT);
    case 'cast':
      return isPrefixCast(expression, context) ? null : behind(expression.operand, CAST);
    case 'unary':
      if (expression.op.startsWith('IS ')) return behind(expression.operand, IS);
      return { binds: expression.op === 'NOT' ? NOT : SIGN, token: indexAt(context.tokens, startOf(expression, context)), prefix: true };
    default:
      return null;
  }
}

/** `CAST(x AS t)` and `date 'x'`: what is cast stands behind. */
const isPrefixCast = (expression: Extract<Expr, { type: 'cast' }>, context: Context): boolean =>
  startOf(expression.operand, context) > startOf(expression, context) && !isMark(context.tokens[indexAt(context.tokens, startOf(expression, context))], '(');

const LIKE_OPERATORS: ReadonlySet<string> = new Set(['~~', '!~~', '~~*', '!~~*']);

function isSpelled(left: Expr, context: Context): boolean {
  const token = context.tokens[behindOperand(left, context)];
  return token?.kind === 'operator' && LIKE_OPERATORS.has(token.value);
}

function behindOperand(operand: Expr, context: Context): number {
  let index = indexAt(context.tokens, endOf(operand, context));
  while (isMark(context.tokens[index], ')')) index++;
  return index;
}

/** Throws where PostgreSQL would read the operands of an expression otherwise. */
export function checkPrecedence(expression: Expr, context: Context): void {
  const own = operatorOf(expression, context);
  if (own === null) return;
  for (const { operand, side } of operandsOf(expression)) {
    const inner = operatorOf(operand, context);
    if (inner === null || context.depths[inner.token] !== context.depths[own.token]) continue;
    if (!bindsAsWritten(own, inner, side)) fail('in which order the operators of an expression apply');
  }
}

function bindsAsWritten(own: Operator, inner: Operator, side: 'left' | 'right'): boolean {
  if (inner.binds !== own.binds) return inner.binds > own.binds;
  if (own.prefix) return inner.prefix;
  return side === 'left' && !NONASSOCIATIVE.has(own.binds);
}

function operandsOf(expression: Expr): readonly { readonly operand: Expr; readonly side: 'left' | 'right' }[] {
  switch (expression.type) {
    case 'binary':
      return [
        { operand: expression.left, side: 'left' },
        { operand: expression.right, side: 'right' },
      ];
    case 'ternary':
      return [
        { operand: expression.value, side: 'left' },
        { operand: expression.lo, side: 'right' },
        { operand: expression.hi, side: 'right' },
      ];
    case 'arrayIndex':
      return [{ operand: expression.array, side: 'left' }];
    case 'member':
    case 'cast':
    case 'unary':
      return [{ operand: expression.operand, side: 'left' }];
    default:
      return [];
  }
}
