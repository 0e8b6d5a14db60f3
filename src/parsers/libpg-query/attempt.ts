import { hasSqlDetails, parseSync, type RawStmt } from 'libpg-query';
import { utf16OffsetOfCharacter } from './offsets.ts';

/** What a text turned out to be. */
export type Attempt =
  | { readonly is: 'tree'; readonly statements: readonly RawStmt[] }
  /** `offset` is a UTF-16 offset into the text; null where PostgreSQL names no place. */
  | { readonly is: 'error'; readonly message: string; readonly offset: number | null }
  /** The parser itself gave up, which says nothing about the text. */
  | { readonly is: 'unreadable'; readonly because: string };

/** Parses a text with PostgreSQL's grammar. Never throws. A NUL character would end the text: it must hold none. */
export function attempt(text: string): Attempt {
  if (text === '') return { is: 'tree', statements: [] };
  try {
    return { is: 'tree', statements: parseSync(text).stmts ?? [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!hasSqlDetails(error)) return { is: 'unreadable', because: message };
    return { is: 'error', message: firstLine(message), offset: placeOf(text, message, error.sqlDetails?.cursorPosition ?? 0) };
  }
}

/** The library says 0 both for the first character and for no place at all; only errors `at` something have one. */
function placeOf(text: string, message: string, position: number): number | null {
  if (position === 0 && !message.includes(AT)) return null;
  return utf16OffsetOfCharacter(text, position);
}

const AT = ' at or near "';
const LONGEST_QUOTE = 60;

/** PostgreSQL quotes all that follows a quote without an end, up to the end of the file. Its beginning is enough. */
function firstLine(message: string): string {
  const place = message.indexOf(AT);
  const [line = ''] = message.split(/[\r\n]/, 1);
  const short = place < 0 ? line : line.slice(0, place + AT.length + LONGEST_QUOTE);
  return short === message ? message : `${short}…"`;
}
