import type { Span } from '../core/index.ts';
import type { SqlComment } from '../operation/index.ts';
import type { Token } from './lexer.ts';

/** A statement by its tokens, of which there is at least one, without comments and without the semicolon. */
export interface RawStatement {
  readonly span: Span;
  readonly tokens: readonly Token[];
  /** The semicolon behind it, if there is one. */
  readonly semicolon: Token | null;
  /** Its parentheses and BEGIN ATOMIC … END close. */
  readonly balanced: boolean;
}

/** `tokens`: the semicolon may be the last of them. Null without others. */
export function rawStatement(tokens: readonly Token[], balanced = true): RawStatement | null {
  const last = tokens.at(-1);
  const semicolon = last && isMark(last, ';') ? last : null;
  const code = semicolon ? tokens.slice(0, -1) : tokens;
  const [start, end] = [code[0]?.start, code.at(-1)?.end];
  return start === undefined || end === undefined ? null : { span: { start, end }, tokens: code, semicolon, balanced };
}

const isMark = (token: Token | undefined, mark: string): boolean => token?.kind === 'punctuation' && token.value === mark;
const isWord = (token: Token | undefined, word: string): boolean => token?.kind === 'word' && token.value === word;

/**
 * Cuts at the semicolons that end statements (as psql does); those inside parentheses and BEGIN ATOMIC … END stay. Empty
 * statements are none.
 */
export function splitStatements(tokens: readonly Token[]): readonly RawStatement[] {
  const statements: RawStatement[] = [];
  let first = 0;
  let depth = 0;
  let atomic = 0;
  const finish = (end: number): void => {
    const statement = rawStatement(tokens.slice(first, end + 1), depth === 0 && atomic === 0);
    if (statement) statements.push(statement);
    first = end + 1;
    depth = 0;
    atomic = 0;
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind === 'word') atomic += atomicStep(token, tokens[index - 1], atomic);
    else if (token?.kind !== 'punctuation') continue;
    else if (token.value === '(') depth++;
    else if (token.value === ')') depth--;
    else if (token.value === ';' && depth <= 0 && atomic === 0) finish(index);
  }
  finish(tokens.length);
  return statements;
}

/** +1 where BEGIN ATOMIC, or CASE inside it, opens; -1 at their END. */
function atomicStep(token: Token, previous: Token | undefined, atomic: number): number {
  if (isWord(token, 'atomic')) return isWord(previous, 'begin') ? 1 : 0;
  if (atomic === 0) return 0;
  if (isWord(token, 'case')) return 1;
  return isWord(token, 'end') ? -1 : 0;
}

/** The same tokens, cut wherever a semicolon is: for a statement whose parentheses never close. */
export function splitAtEverySemicolon(tokens: readonly Token[]): readonly RawStatement[] {
  const starts = [0, ...tokens.flatMap((token, index) => (isMark(token, ';') ? [index + 1] : []))];
  return starts.flatMap((start, index) => rawStatement(tokens.slice(start, starts[index + 1])) ?? []);
}

/** What follows ALTER, CREATE and DROP at the beginning of a statement, but not inside one (as COLUMN and DEFAULT do). */
const OBJECTS = new Set([
  'table',
  'index',
  'type',
  'domain',
  'view',
  'materialized',
  'sequence',
  'schema',
  'function',
  'procedure',
  'trigger',
  'policy',
  'rule',
  'extension',
  'unique',
  'or',
  'temp',
  'temporary',
  'unlogged',
  'foreign',
  'aggregate',
  'publication',
  'role',
  'user',
  'database',
  'statistics',
]);
const SECOND_WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  alter: OBJECTS,
  create: OBJECTS,
  drop: OBJECTS,
  insert: new Set(['into']),
  merge: new Set(['into']),
  delete: new Set(['from']),
  comment: new Set(['on']),
  refresh: new Set(['materialized']),
  lock: new Set(['table']),
};
const FIRST_WORDS = new Set(['grant', 'revoke', 'begin', 'commit', 'rollback', 'vacuum', 'analyze', 'call', 'copy', 'truncate', 'reindex']);
/** Words around an UPDATE that is no statement: FOR UPDATE, ON CONFLICT DO UPDATE SET, AFTER INSERT OR UPDATE ON. */
const BEFORE_CLAUSE = new Set(['do', 'for', 'on', 'or', 'then', 'before', 'after', 'key']);
const AFTER_CLAUSE = new Set(['set', 'on', 'of', 'or']);

/**
 * Does a statement seem to begin at a token: first in its line, and with words that begin no clause of another statement?
 * SELECT and WITH do not count, because they often stand in a line of their own inside other statements.
 */
export function beginsStatement(text: string, tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind !== 'word' || !startsLine(text, token.start)) return false;
  const word = token.value;
  const next = tokens[index + 1];
  const follower = next?.kind === 'word' ? next.value : '';
  if (word === 'update') return !BEFORE_CLAUSE.has(tokens[index - 1]?.value ?? '') && !AFTER_CLAUSE.has(follower);
  if (word === 'do') return next?.kind === 'string' || follower === 'language';
  return FIRST_WORDS.has(word) || (SECOND_WORDS[word]?.has(follower) ?? false);
}

function startsLine(text: string, at: number): boolean {
  let index = at - 1;
  while (text[index] === ' ' || text[index] === '\t') index--;
  return index < 0 || text[index] === '\n' || text[index] === '\r';
}

/** The comments among the tokens, without their marks. */
export function commentsOf(text: string, tokens: readonly Token[]): readonly SqlComment[] {
  const comments: SqlComment[] = [];
  for (const { kind, start, end } of tokens) {
    if (kind !== 'comment') continue;
    const isLine = text.startsWith('--', start);
    // A block that never ends is no token of its own.
    comments.push({ span: { start, end }, form: isLine ? 'line' : 'block', text: text.slice(start + 2, isLine ? end : end - 2).trim() });
  }
  return comments;
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
  for (let index = indexAt(tokens, start); index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) break;
    if (token.kind === 'punctuation') {
      if (token.value === '(' || token.value === '[') depth++;
      else if (token.value === ')' || token.value === ']') depth--;
      if (depth < 0 || (depth === 0 && token.value === ',')) break;
    }
    end = token.end;
  }
  return { start, end };
}

/** From the first token in a range to the last one that starts in it. */
export function trimmedSpan(tokens: readonly Token[], { start, end }: Span): Span {
  const [first, last] = [tokens[indexAt(tokens, start)], tokens[indexAt(tokens, end) - 1]];
  return { start: first?.start ?? start, end: last?.end ?? end };
}

/** Index of the first token that starts at an offset or behind it. */
export function indexAt(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
