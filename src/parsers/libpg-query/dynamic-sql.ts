import { quoteIdentifier, quoteLiteral } from '../../core/index.ts';
import type { Expression } from '../../operation/index.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** The text that an expression builds from constants alone, as EXECUTE gets it; null when more is needed. */
export function foldedText(expression: Expression): string | null {
  switch (expression.kind) {
    case 'literal':
      return expression.type === 'null' || expression.type === 'bit' ? null : expression.value;
    case 'cast':
      return TEXTS.has(expression.type.name) && expression.type.dimensions === 0 ? foldedText(expression.operand) : null;
    case 'operator':
      return expression.operator === '||' && expression.left !== null ? concatenated([expression.left, expression.right]) : null;
    case 'call':
      return foldedCall(expression);
    default:
      return null;
  }
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'varchar', 'name', 'regclass']);

function concatenated(parts: readonly Expression[]): string | null {
  const texts = parts.map(foldedText);
  return texts.includes(null) ? null : texts.join('');
}

function foldedCall({ function: { schema, name }, arguments: operands }: Call): string | null {
  if (schema !== null) return null;
  const [first, ...rest] = operands;
  const text = first ? foldedText(first) : null;
  if (name === 'concat') return concatenated(operands);
  if (text === null) return null;
  if (name === 'quote_ident') return quoteIdentifier(text);
  if (name === 'quote_literal') return quoteLiteral(text);
  return name === 'format' ? formatted(text, rest) : null;
}

/** format(): `%s`, `%I`, `%L`, `%%`, `%1$I`. Widths are rare and not read. */
function formatted(pattern: string, operands: readonly Expression[]): string | null {
  let next = 0;
  let complete = true;
  const text = pattern.replaceAll(/%(?:%|(?:(\d+)\$)?([A-Za-z-]))/g, (whole, position: string | undefined, letter: string | undefined) => {
    if (whole === '%%') return '%';
    next = position === undefined ? next + 1 : Number(position);
    const operand = operands[next - 1];
    const value = operand ? foldedText(operand) : null;
    if (value === null || !['s', 'I', 'L'].includes(letter ?? '')) complete = false;
    return letter === 'I' ? quoteIdentifier(value ?? '') : letter === 'L' ? quoteLiteral(value ?? '') : (value ?? '');
  });
  return complete ? text : null;
}
