import type { Span } from '../core/index.ts';
import type { SqlComment } from '../operation/index.ts';
import type { Token } from './lexer.ts';

/** A statement by its tokens, without comments and without the semicolon. */
export interface RawStatement {
  readonly span: Span;
  readonly tokens: readonly Token[];
}

/** Cuts at top-level semicolons; those inside parentheses and BEGIN ATOMIC … END stay. Empty statements are none. */
export function splitStatements(tokens: readonly Token[]): readonly RawStatement[] {
  const statements: RawStatement[] = [];
  let current: Token[] = [];
  let depth = 0;
  let atomic = 0;
  const finish = (): void => {
    const [first, last] = [current[0], current.at(-1)];
    if (first && last) statements.push({ span: { start: first.start, end: last.end }, tokens: current });
    current = [];
    depth = 0;
    atomic = 0;
  };
  for (const token of tokens) {
    if (token.kind === 'comment') continue;
    if (token.kind === 'punctuation') {
      if (token.value === '(') depth++;
      else if (token.value === ')') depth = Math.max(0, depth - 1);
      else if (token.value === ';' && depth === 0 && atomic === 0) {
        finish();
        continue;
      }
    } else if (token.kind === 'word') {
      if (token.value === 'atomic' && current.at(-1)?.value === 'begin') atomic++;
      else if (token.value === 'case' && atomic > 0) atomic++;
      else if (token.value === 'end' && atomic > 0) atomic--;
    }
    current.push(token);
  }
  finish();
  return statements;
}

/** The comments among the tokens, without their marks. */
export function commentsOf(text: string, tokens: readonly Token[]): readonly SqlComment[] {
  return tokens.flatMap((token): SqlComment[] => {
    if (token.kind !== 'comment') return [];
    const span = { start: token.start, end: token.end };
    const raw = text.slice(token.start, token.end);
    if (raw.startsWith('--')) return [{ span, form: 'line', text: raw.slice(2).trim() }];
    return [{ span, form: 'block', text: raw.replace(/^\/\*/, '').replace(/\*\/$/, '').trim() }];
  });
}

/** Spans of the parts that top-level commas separate, from the token at `from` on. */
export function commaSeparated(tokens: readonly Token[], from: number, until = tokens.length): readonly Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let first: Token | undefined;
  let last: Token | undefined;
  const finish = (): void => {
    if (first && last) spans.push({ start: first.start, end: last.end });
    first = undefined;
    last = undefined;
  };
  for (let index = from; index < until; index++) {
    const token = tokens[index];
    if (!token) break;
    if (token.kind === 'punctuation') {
      if (token.value === '(' || token.value === '[') depth++;
      else if (token.value === ')' || token.value === ']') depth--;
      else if (token.value === ',' && depth === 0) {
        finish();
        continue;
      }
    }
    first ??= token;
    last = token;
  }
  finish();
  return spans;
}

/** Index of the first token after the object's name in `ALTER TABLE [IF EXISTS] [ONLY] a.b [*]`. */
export function afterAlterTarget(tokens: readonly Token[]): number {
  let index = 1;
  const skip = (...words: readonly string[]): void => {
    while (words.includes(tokens[index]?.value ?? '') && tokens[index]?.kind === 'word') index++;
  };
  skip('foreign', 'materialized');
  index++;
  skip('if', 'exists', 'only');
  if (tokens[index]?.value === '(') index++;
  index++;
  while (tokens[index]?.value === '.') index += 2;
  if (tokens[index]?.value === ')') index++;
  if (tokens[index]?.value === '*') index++;
  return index;
}

/** The part from an offset to the next comma or closing parenthesis on its level: a column or constraint in CREATE TABLE. */
export function elementSpan(tokens: readonly Token[], start: number): Span {
  let depth = 0;
  let end = start;
  for (const token of tokens) {
    if (token.start < start) continue;
    if (token.kind === 'punctuation') {
      if (token.value === '(' || token.value === '[') depth++;
      else if (token.value === ')' || token.value === ']') depth--;
      if (depth < 0 || (depth === 0 && token.value === ',')) break;
    }
    end = token.end;
  }
  return { start, end };
}
