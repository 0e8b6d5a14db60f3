import type { Node, RawStmt } from 'libpg-query';
import type { Span } from '../../core/index.ts';
import type { Operation } from '../../operation/index.ts';
import type { Token } from '../lexer.ts';
import { readStatement as readWithoutGrammar } from '../prisma-sql/index.ts';
import type { Source } from '../source.ts';
import { beginsStatement, type RawStatement, rawStatement, splitAtEverySemicolon, splitStatements } from '../statements.ts';
import { type Attempt, attempt } from './attempt.ts';
import { isTooDeep } from './nesting.ts';
import { utf16Offsets } from './offsets.ts';

/** One statement of a text. A problem does not keep it from having a tree: the next statement may follow without a semicolon. */
export interface Piece extends RawStatement {
  readonly content:
    | { readonly is: 'tree'; readonly node: Node; readonly offsetOf: (byte: number) => number }
    | { readonly is: 'operations'; readonly operations: readonly Operation[] }
    | { readonly is: 'unreadable'; readonly because: string }
    | { readonly is: 'broken' };
  readonly problem: { readonly span: Span; readonly message: string } | null;
}

type Failure = Extract<Attempt, { is: 'error' }>;
type Success = Exclude<Attempt, Failure>;

/** Attempts to go on behind errors, in one text. After that, statements end at their semicolons only. */
const MOST_ATTEMPTS = 100;

/**
 * Takes a text apart into statements. If it does not parse as a whole, those before and after an error still do. PostgreSQL's
 * grammar is not asked where every statement is of a form that is read without it.
 */
export function readPieces(source: Source): readonly Piece[] {
  const raws = splitStatements(source.tokens);
  const pieces = source.broken === null ? readWhole(source, raws) : null;
  if (pieces) return pieces;
  const reader = { source, attemptsLeft: MOST_ATTEMPTS };
  return raws.flatMap((raw) => readStatement(reader, raw));
}

/** The statements of a text without errors, or null. */
function readWhole(source: Source, raws: readonly RawStatement[]): readonly Piece[] | null {
  const read = raws.map((raw) => readWithoutGrammar(source.text, raw));
  const pieces: Piece[] = [];
  for (let index = 0; index < raws.length; index++) {
    const raw = raws[index];
    const operations = read[index];
    if (raw && operations) pieces.push({ ...raw, content: { is: 'operations', operations }, problem: null });
    else {
      // Neighbours go to the grammar together. What is between two statements that are read is text of whole statements, or an error.
      const first = index;
      while (index + 1 < raws.length && !read[index + 1]) index++;
      const parsed = parseTogether(source, raws.slice(first, index + 1));
      // A semicolon may also stand inside of a statement, where only the grammar knows it.
      if (parsed === null) return first === 0 && index + 1 === raws.length ? null : parseTogether(source, raws);
      pieces.push(...parsed);
    }
  }
  return pieces;
}

/** Statements that follow each other, by PostgreSQL's grammar; null if there is an error in them. */
function parseTogether({ text }: Source, raws: readonly RawStatement[]): readonly Piece[] | null {
  const [start, end] = [raws[0]?.span.start ?? 0, raws.at(-1)?.span.end ?? 0];
  const tokens = raws.flatMap((raw) => (raw.semicolon ? [...raw.tokens, raw.semicolon] : raw.tokens));
  if (isTooDeep(tokens)) return null;
  const sql = text.slice(start, end);
  const result = attempt(sql);
  return result.is === 'tree' ? piecesOf(sql, start, tokens, result.statements) : null;
}

interface Reader {
  readonly source: Source;
  attemptsLeft: number;
}

/** The statements of a tree, each with its tokens. `start`: where the text that was parsed starts in the file. */
function piecesOf(text: string, start: number, tokens: readonly Token[], statements: readonly RawStmt[]): readonly Piece[] {
  const offsets = utf16Offsets(text);
  const offsetOf = (byte: number): number => start + offsets(byte);
  let next = 0;
  return statements.flatMap(({ stmt, stmt_location: location = 0, stmt_len: length }): Piece[] => {
    const from = offsetOf(location);
    const until = length ? offsetOf(location + length) : Number.POSITIVE_INFINITY;
    const before = (offset: number): boolean => (tokens[next]?.start ?? Number.POSITIVE_INFINITY) < offset;
    while (before(from)) next++;
    const first = next;
    while (before(until)) next++;
    const raw = rawStatement(tokens.slice(first, next));
    return stmt && raw ? [{ ...raw, content: { is: 'tree', node: stmt, offsetOf }, problem: null }] : [];
  });
}

function readStatement(reader: Reader, raw: RawStatement): readonly Piece[] {
  const result: Attempt = isTooDeep(raw.tokens) ? { is: 'unreadable', because: 'it is nested too deep' } : attemptStatement(reader.source, raw);
  if (result.is === 'tree') return successful(reader.source, raw, result);
  const parts = raw.balanced ? [] : splitAtEverySemicolon(raw.tokens);
  if (parts.length > 1) return parts.flatMap((part) => readStatement(reader, part));
  return result.is === 'error' ? readBroken(reader, raw, result) : successful(reader.source, raw, result);
}

function successful({ text }: Source, raw: RawStatement, result: Success): readonly Piece[] {
  const { start, end } = raw.span;
  if (result.is === 'tree') return piecesOf(text.slice(start, end), start, raw.tokens, result.statements);
  return [{ ...raw, content: { is: 'unreadable', because: result.because }, problem: null }];
}

/** A text that is broken at one place or more: takes statements off its front until the rest parses or nothing is left. */
function readBroken(reader: Reader, whole: RawStatement, failure: Failure): readonly Piece[] {
  const pieces: Piece[] = [];
  let rest: RawStatement | null = whole;
  let error = failure;
  while (rest !== null) {
    const split = splitAtError(reader, rest, error);
    pieces.push(...split.front);
    rest = split.rest;
    const result = rest && attemptStatement(reader.source, rest);
    if (rest && result && result.is !== 'error') return [...pieces, ...successful(reader.source, rest, result)];
    if (result?.is === 'error') error = result;
  }
  return pieces;
}

/**
 * Where a statement seems to begin at or before the error, a semicolon is missing there if what is before it parses.
 * Otherwise what is before the next such place is broken.
 */
function splitAtError(reader: Reader, raw: RawStatement, failure: Failure): { readonly front: readonly Piece[]; readonly rest: RawStatement | null } {
  const { source } = reader;
  const at = offendingToken(raw, failure.offset);
  const problem = problemAt(source, raw.tokens[at] ?? raw.semicolon ?? raw.tokens.at(-1), failure.message);
  const [head, tail] = cut(raw, startFrom(source, raw, Math.min(at, raw.tokens.length - 1), -1));
  if (tail && reader.attemptsLeft-- > 0) {
    const result = attemptStatement(source, head);
    if (result.is !== 'error') return { front: successful(source, head, result).map((piece) => ({ ...piece, problem })), rest: tail };
  }
  const [broken, rest] = cut(raw, reader.attemptsLeft-- > 0 ? startFrom(source, raw, at + 1, 1) : undefined);
  return { front: [{ ...broken, content: { is: 'broken' }, problem }], rest };
}

/** The nearest token, from one on in a direction, at which a statement seems to begin. The first one does not count. */
function startFrom({ text }: Source, { tokens }: RawStatement, from: number, step: 1 | -1): number | undefined {
  for (let index = from; index > 0 && index < tokens.length; index += step) if (beginsStatement(text, tokens, index)) return index;
  return undefined;
}

function cut(raw: RawStatement, index: number | undefined): readonly [RawStatement, RawStatement | null] {
  const head = index === undefined ? null : rawStatement(raw.tokens.slice(0, index));
  return head ? [head, rawStatement(raw.tokens.slice(index))] : [raw, null];
}

/** Not for statements that are nested too deep. */
function attemptStatement({ text, broken }: Source, { span, semicolon }: RawStatement): Attempt {
  if (broken && span.end > broken.span.start) return { is: 'error', message: broken.message, offset: broken.span.start - span.start };
  const sql = text.slice(span.start, span.end);
  // With the semicolon, an unfinished statement is an error at the semicolon, as it is in the file.
  return attempt(semicolon ? `${sql};` : sql);
}

/** Index of the token at which PostgreSQL stopped; behind the last one if it wanted more, the first if it names no place. */
function offendingToken({ span, tokens }: RawStatement, offset: number | null): number {
  if (offset === null) return 0;
  const found = tokens.findIndex(({ end }) => end > span.start + offset);
  return found < 0 ? tokens.length : found;
}

function problemAt({ broken }: Source, token: Token | undefined, message: string): Piece['problem'] {
  if (broken?.message === message) return broken;
  return { span: { start: token?.start ?? 0, end: token?.end ?? 0 }, message };
}
