import type { Operation } from '../../operation/index.ts';
import { baseOf, type Context, fail, identifier, isMark, isWord } from './tree.ts';

/** SET: read from the tokens, since the tree has words and numbers in forms of its own. */
export function lowerSet(name: string, local: boolean, context: Context): readonly Operation[] {
  const { tokens } = context;
  const assigned = tokens.findIndex((token, index) => index > 1 && (isWord(token, 'to') || (token.kind === 'operator' && token.value === '=')));
  const value = valueFrom(assigned < 0 ? fail('what SET sets') : assigned + 1, context);
  return [{ ...baseOf(context), kind: 'setVariable', name: name.toLowerCase(), value, local, all: false }];
}

export function lowerSetTimeZone(context: Context): readonly Operation[] {
  const { tokens } = context;
  const zone = tokens.findIndex((token) => isWord(token, 'zone'));
  if (isWord(tokens[zone + 1], 'interval')) fail('SET TIME ZONE INTERVAL');
  const value = isWord(tokens[zone + 1], 'local') ? null : valueFrom(zone + 1, context);
  return [{ ...baseOf(context), kind: 'setVariable', name: 'timezone', value, local: isWord(tokens[1], 'local'), all: false }];
}

/** Null for DEFAULT. */
function valueFrom(first: number, { tokens, text }: Context): string | null {
  if (isWord(tokens[first], 'default')) return null;
  const parts: string[] = [''];
  for (const { kind, value, start, end } of tokens.slice(first)) {
    if (kind === 'punctuation' && value === ',') parts.push('');
    else if (isMark({ kind, value, start, end }, '(')) fail('the value of SET');
    else parts.push(`${parts.pop() ?? ''}${kind === 'number' || kind === 'operator' ? text.slice(start, end) : kind === 'string' ? value : identifier(value)}`);
  }
  return parts.join(', ');
}
