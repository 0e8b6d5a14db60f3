import { callsOf, children, conjuncts, type Expression } from '../../operation/index.ts';
import type { Table } from '../model.ts';
import { knownOf } from './facts.ts';
import { evaluate, isTrue, type KnownColumns, UNKNOWN } from './known.ts';
import { isRepeatableFunction } from './never-null.ts';
import { columnNamed } from '../lookup.ts';

/**
 * Does a WHERE leave anything out? Not without one, nor for `true`, `1 = 1` and, given the table, `id = id` and `id IS NOT NULL`
 * over a NOT NULL column.
 */
export function isRealCondition(where: Expression | null, table: Table | null = null): boolean {
  const columns: KnownColumns = (name) => (table ? knownOf(columnNamed(table, name)) : UNKNOWN);
  return conjuncts(where).some((condition) => !isAlwaysTrue(condition, columns));
}

/** True for every row: by its value, or because it compares a present value with itself. */
export function isAlwaysTrue(condition: Expression, columns: KnownColumns): boolean {
  if (isTrue(evaluate(condition, columns))) return true;
  if (condition.kind === 'or') return condition.operands.some((operand) => isAlwaysTrue(operand, columns));
  if (condition.kind === 'and') return condition.operands.every((operand) => isAlwaysTrue(operand, columns));
  if (
    condition.kind !== 'operator' ||
    !['=', '<=', '>='].includes(condition.operator) ||
    condition.left?.kind !== 'column' ||
    condition.right.kind !== 'column'
  )
    return false;
  const same = condition.left.name === condition.right.name && condition.left.table === condition.right.table;
  const value = columns(condition.right.name, condition.right.table);
  return same && (value.is === 'present' || value.is === 'value');
}

const OPPOSITES: Readonly<Record<string, string>> = {
  '=': '<>',
  '<>': '=',
  '!=': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '~~': '!~~',
  '!~~': '~~',
  '~~*': '!~~*',
  '!~~*': '~~*',
  '~': '!~',
  '!~': '~',
  '~*': '!~*',
  '!~*': '~*',
};

/** NOT, pushed inwards: true exactly when the condition is false, NULL exactly when it is. */
export function negate(condition: Expression): Expression {
  switch (condition.kind) {
    case 'not':
      return condition.operand;
    case 'and':
      return { kind: 'or', operands: condition.operands.map(negate) };
    case 'or':
      return { kind: 'and', operands: condition.operands.map(negate) };
    case 'nullTest':
    case 'booleanTest':
    case 'isDistinct':
    case 'in':
      return { ...condition, negated: !condition.negated };
    case 'operator': {
      const opposite = condition.left === null ? undefined : OPPOSITES[condition.operator];
      return opposite === undefined ? { kind: 'not', operand: condition } : { ...condition, operator: opposite };
    }
    default:
      return { kind: 'not', operand: condition };
  }
}

/** Gives the same for the same columns, whenever it is computed: no volatile call, no function that nobody knows, no query. */
export const isRepeatable = (expression: Expression): boolean =>
  !hasQuery(expression) && callsOf(expression).every((call) => call.over === null && isRepeatableFunction(call.function));

export const hasQuery = (expression: Expression): boolean => expression.kind === 'subquery' || children(expression).some(hasQuery);

/** A comparison with the sides swapped if the one wanted stands right: `5 < a` is `a > 5`. */
export interface Comparison {
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

const MIRRORED: Readonly<Record<string, string>> = { '=': '=', '<>': '<>', '!=': '<>', '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** `condition` as a comparison whose left side satisfies the predicate; null when it is none. */
export function comparison(condition: Expression, isLeft: (side: Expression) => boolean): Comparison | null {
  if (condition.kind !== 'operator' || condition.left === null || MIRRORED[condition.operator] === undefined) return null;
  const operator = condition.operator === '!=' ? '<>' : condition.operator;
  if (isLeft(condition.left)) return { operator, left: condition.left, right: condition.right };
  if (isLeft(condition.right)) return { operator: MIRRORED[operator] ?? operator, left: condition.right, right: condition.left };
  return null;
}

/** Does `value operator number` say "more than `limit`" for whole numbers? */
export function saysAbove({ operator, right }: Comparison, limit: number): boolean {
  const bound = numberOf(right);
  return (
    bound !== null &&
    ((operator === '>' && bound === limit) || (operator === '>=' && bound === limit + 1) || (operator === '<>' && bound === limit && limit <= 1))
  );
}

/** Does `value operator number` say "at most `limit`" for whole numbers from `limit` on? */
export function saysAtMost({ operator, right }: Comparison, limit: number): boolean {
  const bound = numberOf(right);
  return bound !== null && (((operator === '=' || operator === '<=') && bound === limit) || (operator === '<' && bound === limit + 1));
}

function numberOf(expression: Expression): number | null {
  const inner = expression.kind === 'cast' ? expression.operand : expression;
  return inner.kind === 'literal' && inner.type === 'number' ? Number(inner.value) : null;
}
