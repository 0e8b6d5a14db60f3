import type { Column } from '../catalog/index.ts';
import { equalExpressions, type Expression, renderExpression } from '../operation/index.ts';

/** What an INSERT that leaves the column out gets, as Prisma tells defaults apart. */
type Default =
  | { readonly is: 'none' | 'sequence' | 'now' }
  /** As text, without what only spells it. */
  | { readonly is: 'value'; readonly text: string }
  | { readonly is: 'expression'; readonly expression: Expression };

/** Do rows get the same? What Prisma does not tell apart counts as the same. */
export function sameDefault(a: Column, b: Column): boolean {
  // The value of a generated column is none that schema.prisma could name.
  if (a.generated !== null || b.generated !== null) return true;
  const [one, other] = [defaultOf(a), defaultOf(b)];
  if (one.is === 'value' && other.is === 'value') return sameValue(one.text, other.text);
  if (one.is === 'expression' && other.is === 'expression')
    return equalExpressions(one.expression, other.expression) || !isPlain(one.expression, other.expression);
  return one.is === other.is;
}

export const renderDefault = ({ default: value, identity }: Column): string =>
  identity !== null ? 'an identity' : value === null ? 'no default' : isSequence(value) ? 'autoincrement' : `DEFAULT ${renderExpression(value)}`;

function defaultOf({ default: value, identity }: Column): Default {
  if (identity !== null) return { is: 'sequence' };
  if (value === null) return { is: 'none' };
  const plain = withoutCasts(value);
  if (isSequence(plain)) return { is: 'sequence' };
  if (isNow(plain)) return { is: 'now' };
  const text = literalText(plain);
  if (text !== null) return text === 'NULL' ? { is: 'none' } : { is: 'value', text };
  return { is: 'expression', expression: plain };
}

const withoutCasts = (value: Expression): Expression => (value.kind === 'cast' ? withoutCasts(value.operand) : value);

const isSequence = (value: Expression): boolean => value.kind === 'call' && value.function.name === 'nextval';

const isNow = (value: Expression): boolean =>
  (value.kind === 'sqlValue' && /^(?:CURRENT_TIMESTAMP|LOCALTIMESTAMP)/.test(value.name)) || (value.kind === 'call' && value.function.name === 'now');

/** A constant as PostgreSQL would read it from a string: `{a,b}` for arrays. Null: no constant. */
function literalText(value: Expression): string | null {
  if (value.kind === 'literal') return value.type === 'null' ? 'NULL' : value.value;
  if (value.kind === 'operator' && value.operator === '-' && value.left === null) {
    const operand = literalText(withoutCasts(value.right));
    return operand === null ? null : `-${operand}`;
  }
  if (value.kind !== 'array') return null;
  const elements = value.elements.map((element) => literalText(withoutCasts(element)));
  return elements.includes(null) ? null : `{${elements.map((element) => (/^[\w.-]+$/.test(element ?? '') ? element : JSON.stringify(element))).join(',')}}`;
}

/** `1.0` is `1`, `{}` is `{ }`, `t` is `true`. */
function sameValue(a: string, b: string): boolean {
  if (a === b || (a.trim() !== '' && b.trim() !== '' && Number(a) === Number(b))) return true;
  const [one, other] = [canonical(a), canonical(b)];
  return one === other;
}

function canonical(text: string): string {
  const short = text.toLowerCase();
  if (short === 't' || short === 'f') return short === 't' ? 'true' : 'false';
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return /^\{[^"]*\}$/.test(text) ? text.replaceAll(/\s+/g, '') : text;
  }
}

/** Calls can be spelled in ways that nobody compares here; only those of different functions are surely different. */
const isPlain = (a: Expression, b: Expression): boolean => a.kind === 'call' && b.kind === 'call' && a.function.name !== b.function.name;
