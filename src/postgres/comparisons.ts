import { children, type Expression } from '../operation/index.ts';
import { findCast } from './casts.ts';
import { isComparableForeignKey } from './operator-classes.ts';
import { baseType, isCharacter, type ResolvedType } from './types.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '!=', '<', '>', '<=', '>=']);
const PATTERNS: ReadonlySet<string> = new Set(['~~', '!~~', '~~*', '!~~*', '~', '!~', '~*', '!~*', '||']);
/** Functions that take text alone. */
const OF_TEXT: ReadonlySet<string> = new Set([
  'lower',
  'upper',
  'initcap',
  'btrim',
  'ltrim',
  'rtrim',
  'char_length',
  'character_length',
  'left',
  'right',
  'replace',
  'split_part',
  'regexp_replace',
  'starts_with',
  'strpos',
]);

/**
 * Does an expression over a column stop to parse when the column's type changes? Stored expressions are written out with the types
 * of their constants and read again: an operator or function for the new type must be found (42883). Only what is sure is said.
 */
export function losesMeaning(expression: Expression, column: string, from: ResolvedType, to: ResolvedType): boolean {
  if (from.kind === 'unknown' || to.kind === 'unknown') return false;
  return breaksHere(expression, column, from, to) || children(expression).some((operand) => losesMeaning(operand, column, from, to));
}

function breaksHere(expression: Expression, column: string, from: ResolvedType, to: ResolvedType): boolean {
  const isColumn = (side: Expression | null): boolean => side?.kind === 'column' && side.name === column;
  switch (expression.kind) {
    case 'operator': {
      const other = isColumn(expression.left) ? expression.right : isColumn(expression.right) ? expression.left : null;
      if (other === null) return false;
      if (PATTERNS.has(expression.operator)) return isCharacter(from) && !isCharacter(to) && !to.array && to.name !== 'jsonb';
      return COMPARISONS.has(expression.operator) && isIncomparable(other, from, to);
    }
    case 'in':
      return isColumn(expression.operand) && expression.list.some((item) => isIncomparable(item, from, to));
    case 'call':
      return OF_TEXT.has(expression.function.name) && isCharacter(from) && !isCharacter(to) && expression.arguments.some(isColumn);
    default:
      return false;
  }
}

function isIncomparable(other: Expression, from: ResolvedType, to: ResolvedType): boolean {
  const type = constantType(other, from);
  return (
    type !== null &&
    isComparableForeignKey(type, to) === false &&
    isComparableForeignKey(to, type) === false &&
    findCast(type, to)?.context !== 'implicit' &&
    findCast(to, type)?.context !== 'implicit'
  );
}

/** The type that a constant got when the expression was stored; null for anything but constants. */
function constantType(expression: Expression, column: ResolvedType): ResolvedType | null {
  if (expression.kind === 'cast') return expression.operand.kind === 'literal' ? column : null;
  if (expression.kind !== 'literal' || expression.type === 'null') return null;
  if (expression.type === 'number') return baseType(/^[-+]?\d{1,9}$/.test(expression.value) ? 'int4' : 'numeric');
  return expression.type === 'boolean' ? baseType('bool') : column;
}
