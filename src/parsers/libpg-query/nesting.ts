import type { Token } from '../lexer.ts';

/**
 * Deepest statement that is sent to the parser. The stack of the WebAssembly module holds a bit more than that, and
 * whenever it overflows the module loses memory for good: after some twenty times it is of no use any more.
 */
const DEEPEST = 1000;

/** Words that put what is before or behind them one level deeper. */
const DEEPER = new Set([
  'not',
  'is',
  'isnull',
  'notnull',
  'union',
  'except',
  'intersect',
  'join',
  'collate',
  'at',
  'like',
  'ilike',
  'operator',
  'with',
  'else',
]);
/** Between these a tree is as wide as one likes, but flat. */
const FLAT = new Set([',', ';', 'and', 'or']);
const OPENING = new Set(['(', '[', 'case']);
const CLOSING = new Set([')', ']', 'end']);

/** Is a statement nested so deep that the parser cannot read it? Estimated from its tokens, to the safe side. */
export function isTooDeep(tokens: readonly Token[]): boolean {
  const levels: number[] = [];
  let depth = 0;
  let level = 0;
  for (const { kind, value } of tokens) {
    if (kind === 'operator') level++;
    else if (kind !== 'word' && kind !== 'punctuation') continue;
    else if (OPENING.has(value)) {
      levels.push(level);
      depth += 2 + level;
      level = 0;
    } else if (CLOSING.has(value)) {
      level = levels.pop() ?? 0;
      depth = Math.max(0, depth - 2 - level);
    } else if (FLAT.has(value)) level = 0;
    else if (DEEPER.has(value)) level++;
    if (depth + level > DEEPEST) return true;
  }
  return false;
}
