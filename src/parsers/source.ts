import type { Span } from '../core/index.ts';
import type { LongIdentifier } from '../operation/index.ts';
import { lex, type Token } from './lexer.ts';

/** A text to parse, with its tokens (no comments). The text holds no NUL. */
export interface Source {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** What begins here does not end; or nothing from here on is text. With PostgreSQL's words for it. */
  readonly broken: { readonly span: Span; readonly message: string } | null;
}

const UNTERMINATED = {
  string: 'unterminated quoted string',
  'quoted name': 'unterminated quoted identifier',
  comment: 'unterminated /* comment',
  'dollar quote': 'unterminated dollar-quoted string',
} satisfies Record<NonNullable<ReturnType<typeof lex>['unterminated']>['what'], string>;

/** The words with which PostgreSQL refuses it. */
const NUL = 'invalid byte sequence for encoding "UTF8": 0x00';

/**
 * What goes to a parser, and all tokens with the comments. A byte order mark and comments become blanks, so that offsets stay:
 * libpg_query makes tokens of comments, and then refuses `WITH /* … *\/ TIME ZONE`, which PostgreSQL reads. What begins and does
 * not end becomes one token up to the end of the file, and so does everything from a NUL character on.
 */
export function readSource(text: string): { readonly source: Source; readonly tokens: readonly Token[] } {
  const nul = text.indexOf('\0');
  const { tokens, unterminated } = lex(text, 0, nul < 0 ? text.length : nul);
  const start = unterminated?.start ?? nul;
  const broken = start < 0 ? null : { span: { start, end: text.length }, message: nul < 0 && unterminated ? UNTERMINATED[unterminated.what] : NUL };
  const complete = broken ? tokens.filter((token) => token.start < start) : tokens;
  const code: Token[] = [];
  for (const token of complete) if (token.kind !== 'comment') code.push(token);
  if (broken) code.push({ kind: 'string', ...broken.span, value: '' });
  const readable = text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text;
  return { source: { text: withoutComments(readable, complete), tokens: code, broken }, tokens: complete };
}

function withoutComments(text: string, tokens: readonly Token[]): string {
  let blanked = '';
  let done = 0;
  for (const { kind, start, end } of tokens) {
    if (kind !== 'comment') continue;
    blanked += text.slice(done, start) + ' '.repeat(end - start);
    done = end;
  }
  return done === 0 ? text : blanked + text.slice(done);
}

/** Bytes of an identifier that PostgreSQL keeps (NAMEDATALEN - 1). */
const LONGEST_IDENTIFIER = 63;

const IS_ASCII = /^[\0-\x7f]*$/;

export function longIdentifiers(tokens: readonly Token[]): readonly LongIdentifier[] {
  const long: LongIdentifier[] = [];
  for (const { kind, start, end, value } of tokens) {
    if ((end - start) * 3 <= LONGEST_IDENTIFIER || (kind !== 'word' && kind !== 'quoted') || cutIdentifier(value) === value) continue;
    long.push({ span: { start, end }, name: value });
  }
  return long;
}

/** What PostgreSQL keeps of an identifier: whole characters, in 63 bytes at most. */
export function cutIdentifier(name: string): string {
  if (name.length * 3 <= LONGEST_IDENTIFIER || (name.length <= LONGEST_IDENTIFIER && IS_ASCII.test(name))) return name;
  const bytes = new TextEncoder().encode(name);
  if (bytes.length <= LONGEST_IDENTIFIER) return name;
  let end = LONGEST_IDENTIFIER;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return new TextDecoder().decode(bytes.subarray(0, end));
}
