import { hasSqlDetails, parseSync, type RawStmt } from 'libpg-query';
import type { Span } from '../../core/index.ts';
import type { RawStatement } from '../statements.ts';
import { utf16OffsetOfCharacter } from './offsets.ts';

/** What a piece of text turned out to be: statements, or the place and words of the first syntax error. */
export type Attempt = { readonly statements: readonly RawStmt[] } | { readonly message: string; readonly offset: number };

/** Parses text with PostgreSQL's grammar. Whatever the library throws is an answer. */
export function attempt(text: string): Attempt {
  try {
    return { statements: parseSync(text).stmts ?? [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!hasSqlDetails(error)) return { message, offset: 0 };
    return { message: error.sqlDetails?.message ?? message, offset: utf16OffsetOfCharacter(text, Math.max(0, error.sqlDetails?.cursorPosition ?? 0)) };
  }
}

const STARTERS = new Set(['alter', 'begin', 'comment', 'commit', 'create', 'delete', 'do', 'drop', 'grant', 'insert', 'revoke', 'select', 'set', 'truncate', 'update', 'with']);

/**
 * Where a statement that does not parse may hold a second one, because a semicolon is missing: tokens at the beginning of a
 * line that begin statements. Offsets are of the file.
 */
export function restarts(text: string, raw: RawStatement): readonly number[] {
  return raw.tokens.flatMap((token) => {
    if (token.start === raw.span.start || token.kind !== 'word' || !STARTERS.has(token.value)) return [];
    const line = text.slice(text.lastIndexOf('\n', token.start - 1) + 1, token.start);
    return line.trim() === '' ? [token.start] : [];
  });
}

/** A part of a statement, with its tokens. */
export const partOf = (raw: RawStatement, span: Span): RawStatement => {
  const tokens = raw.tokens.filter((token) => token.start >= span.start && token.end <= span.end);
  const [first, last] = [tokens[0], tokens.at(-1)];
  return { span: first && last ? { start: first.start, end: last.end } : span, tokens };
};
