import { parse } from 'pgsql-ast-parser';
import type { Operation } from '../../operation/index.ts';
import type { Token } from '../lexer.ts';
import { afterAlterTarget, commaSeparated, type RawStatement } from '../statements.ts';
import { checkLosses } from './losses.ts';
import { lowerStatement } from './lower.ts';
import { outlineOf } from './named-tables.ts';
import { supplemented } from './supplements.ts';
import { type Base, depthsOf, isWord, NotUnderstood } from './tree.ts';

/** Longest statement that is parsed: the time that it takes grows with its length, and so does the memory. */
const MOST_TOKENS = 20_000;

/** The operations of a statement; what is not understood of it is opaque. Never throws. */
export function readStatement(text: string, { span, tokens }: RawStatement): readonly Operation[] {
  const base: Base = { span, conditional: false };
  const whole = attempt(text, tokens, base);
  if (typeof whole !== 'string') return whole;
  return readActions(text, tokens, base) ?? [opaque(whole, tokens, base)];
}

/** Of an ALTER TABLE with several actions, those that are understood one by one. Null for other statements, and if none is. */
function readActions(text: string, tokens: readonly Token[], base: Base): readonly Operation[] | null {
  if (!isWord(tokens[0], 'alter') || !isWord(tokens[1], 'table')) return null;
  const first = afterAlterTarget(tokens);
  const spans = commaSeparated(tokens, first);
  // RENAME stands alone in PostgreSQL's grammar.
  if (spans.length < 2 || tokens.some((token) => isWord(token, 'rename') && spans.some(({ start }) => start === token.start))) return null;
  const results = spans.map((span) => {
    const action = [...tokens.slice(0, first), ...tokens.filter(({ start, end }) => start >= span.start && end <= span.end)];
    const result = attempt(text, action, base);
    return typeof result === 'string' ? opaque(result, action, { ...base, span }) : result;
  });
  return results.some((result) => !('kind' in result)) ? results.flat() : null;
}

/** The operations, or why there are none. */
function attempt(text: string, tokens: readonly Token[], base: Base): readonly Operation[] | string {
  if (tokens.length > MOST_TOKENS) return `this parser does not understand statements of more than ${MOST_TOKENS} words`;
  try {
    const { tokens: known, complete } = supplemented(tokens);
    const [statement, ...more] = parse(blanked(text, known, base.span.start), { locationTracking: true });
    if (!statement || more.length > 0) return 'this parser does not understand where the statement ends';
    checkLosses(statement, text, known);
    const context = { ...base, text, tokens, depths: depthsOf(tokens) };
    return lowerStatement(statement, context).map((operation) => complete(operation, context));
  } catch (error) {
    return `this parser does not understand ${whatOf(error, tokens, base.span.start)}`;
  }
}

/** The tokens at their places in the statement, with blanks between them. Of a word that was replaced, the new one. */
function blanked(text: string, tokens: readonly Token[], start: number): string {
  let at = start;
  const parts = tokens.map((token) => {
    const blanks = ' '.repeat(token.start - at);
    at = token.end;
    const written = text.slice(token.start, token.end);
    return blanks + (token.kind === 'word' && written.toLowerCase() !== token.value ? token.value.padEnd(written.length) : written);
  });
  return parts.join('');
}

function whatOf(error: unknown, tokens: readonly Token[], start: number): string {
  if (error instanceof NotUnderstood) return error.message;
  const offset = typeof error === 'object' && error !== null && 'token' in error ? offsetOf(error.token) : null;
  const stopped = offset === null ? undefined : tokens.find(({ end }) => end > start + offset);
  if (stopped) return `the statement from ${JSON.stringify(shortened(stopped.value))} on`;
  const isAmbiguous = error instanceof Error && error.message.includes('Ambiguous');
  return isAmbiguous ? 'the statement, which it can read in several ways' : 'how the statement ends';
}

/** The token at which the parser stopped, as its lexer has it. */
const offsetOf = (token: unknown): number | null =>
  typeof token === 'object' && token !== null && 'offset' in token && typeof token.offset === 'number' ? token.offset : null;

const LONGEST_WORD = 40;
const shortened = (word: string): string => (word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word);

const opaque = (because: string, tokens: readonly Token[], base: Base): Operation => ({
  ...base,
  kind: 'opaque',
  node: commandOf(tokens),
  because,
  ...outlineOf(tokens),
});

const MODIFIERS: ReadonlySet<string> = new Set(['or', 'replace', 'unique', 'temp', 'temporary', 'unlogged', 'if']);

/** `ALTER TYPE`, `CREATE TRIGGER`, `GRANT`. */
function commandOf(tokens: readonly Token[]): string {
  const words = tokens.slice(0, 4).filter(({ kind, value }) => kind === 'word' && !MODIFIERS.has(value));
  const isPair = ['alter', 'create', 'drop', 'comment'].includes(words[0]?.value ?? '');
  return words
    .slice(0, isPair ? 2 : 1)
    .map(({ value }) => value.toUpperCase())
    .join(' ');
}
