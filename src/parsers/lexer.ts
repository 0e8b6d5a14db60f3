/** A token of SQL. Offsets are UTF-16. `value` of a word is folded to lower case, that of a quoted name or string is unquoted. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'operator' | 'punctuation' | 'parameter' | 'comment';
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Text that ends inside a quote or comment. */
export interface Unterminated {
  readonly start: number;
  readonly what: 'string' | 'quoted name' | 'comment' | 'dollar quote';
}

export interface Lexed {
  readonly tokens: readonly Token[];
  readonly unterminated: Unterminated | null;
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** Every character beyond ASCII may stand in an identifier, even a no-break space. */
const isWordStart = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
const isWordPart = (code: number): boolean => isWordStart(code) || isDigit(code) || code === 36;
const OPERATORS = new Set([...'+-*/<>=~!@#%^&|`?'].map((character) => character.charCodeAt(0)));
/** Operator characters that the SQL standard does not use: only with one of them may an operator end in + or -. */
const EXTRAORDINARY = new Set('~!@#%^&|`?');

const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const BACKSLASH = 92;
const DOLLAR = 36;
const NEVER = -1;

/**
 * PostgreSQL's lexical rules (src/backend/parser/scan.l, standard_conforming_strings on): where tokens begin and end. Never
 * throws; linear. A byte order mark at the start counts as a blank, anywhere else it is part of a word.
 */
export function lex(text: string, from = 0, until = text.length): Lexed {
  const readable = until < text.length ? text.slice(0, until) : text;
  const tokens: Token[] = [];
  let at = readable.charCodeAt(from) === 0xfeff ? from + 1 : from;
  for (;;) {
    while (isSpace(readable.charCodeAt(at))) at++;
    if (at >= readable.length) return { tokens, unterminated: null };
    const token = tokenAt(readable, at);
    if (token.end === NEVER) {
      tokens.push({ ...token, end: readable.length });
      return { tokens, unterminated: { start: at, what: whatIsOpen(readable, token) } };
    }
    tokens.push(token);
    at = token.end;
  }
}

/** What a token without an end is. */
function whatIsOpen(text: string, { kind, start }: Token): Unterminated['what'] {
  if (kind === 'comment') return 'comment';
  if (kind === 'quoted') return 'quoted name';
  return text.charCodeAt(start) === DOLLAR ? 'dollar quote' : 'string';
}

/** Marks that are never part of a longer token, the dot aside: ( ) , ; [ ] */
const isPunctuation = (code: number): boolean => code === 40 || code === 41 || code === 44 || code === 59 || code === 91 || code === 93;

/** The token that starts at an offset where no blank is. Its end is -1 if it never ends. */
function tokenAt(text: string, at: number): Token {
  const code = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  if (isWordStart(code)) return prefixedString(text, at, next) ?? word(text, at);
  if (code === DOUBLE_QUOTE) return quotedName(text, at, at);
  if (isPunctuation(code)) return { kind: 'punctuation', start: at, end: at + 1, value: text.charAt(at) };
  if (code === QUOTE) return string(text, at, at, 'doubled');
  if (code === 45 && next === 45) return { kind: 'comment', start: at, end: lineEnd(text, at), value: '' };
  if (code === 47 && next === 42) return { kind: 'comment', start: at, end: blockCommentEnd(text, at), value: '' };
  if (isDigit(code) || (code === 46 && isDigit(next))) return { kind: 'number', start: at, end: numberEnd(text, at), value: '' };
  if (code === DOLLAR) return dollar(text, at);
  const end = isPair(code, next) ? at + 2 : operatorEnd(text, at);
  if (end > at) return { kind: 'operator', start: at, end, value: text.slice(at, end) };
  return { kind: 'punctuation', start: at, end: at + 1, value: text.charAt(at) };
}

/** `::`, `:=` and `..`. */
const isPair = (code: number, next: number): boolean => (code === 58 && (next === 58 || next === 61)) || (code === 46 && next === 46);

function word(text: string, at: number): Token {
  const end = wordEnd(text, at);
  return { kind: 'word', start: at, end, value: text.slice(at, end).toLowerCase() };
}

/** `open`: its quote, which a prefix may stand before. */
function quotedName(text: string, start: number, open: number): Token {
  const end = quoteEnd(text, open, DOUBLE_QUOTE, 'doubled');
  const inner = end === NEVER ? text.slice(open + 1) : text.slice(open + 1, end - 1);
  return { kind: 'quoted', start, end, value: inner.replaceAll('""', '"') };
}

/**
 * How quotes are written inside a text in quotes: `''` (and "" in names); in E'' strings also with a backslash, which takes
 * any character with it; in B'' and X'' not at all.
 */
type Escaping = 'doubled' | 'backslash' | 'none';

function string(text: string, start: number, open: number, escaping: Escaping): Token {
  const end = stringEnd(text, open, escaping);
  const inner = end === NEVER ? text.slice(open + 1) : text.slice(open + 1, end - 1);
  return { kind: 'string', start, end, value: inner.replaceAll("''", "'") };
}

const ESCAPING: Readonly<Record<string, Escaping>> = { e: 'backslash', b: 'none', x: 'none', n: 'doubled' };

/** E'', B'', X'', N'', U&'' and U&"", or null. */
function prefixedString(text: string, at: number, next: number): Token | null {
  const escaping = next === QUOTE ? ESCAPING[text.charAt(at).toLowerCase()] : undefined;
  if (escaping) return string(text, at, at + 1, escaping);
  if (next !== 38 || text.charAt(at).toLowerCase() !== 'u') return null;
  const after = text.charCodeAt(at + 2);
  return after === QUOTE ? string(text, at, at + 2, 'doubled') : after === DOUBLE_QUOTE ? quotedName(text, at, at + 2) : null;
}

/** `$1`, `$tag$ … $tag$`, or a lone `$`, which PostgreSQL does not know. */
function dollar(text: string, at: number): Token {
  let end = at + 1;
  if (isDigit(text.charCodeAt(end))) {
    while (isDigit(text.charCodeAt(end))) end++;
    return { kind: 'parameter', start: at, end, value: '' };
  }
  if (isWordStart(text.charCodeAt(end))) while (isWordPart(text.charCodeAt(end)) && text.charCodeAt(end) !== DOLLAR) end++;
  if (text.charCodeAt(end) !== DOLLAR) return { kind: 'operator', start: at, end: at + 1, value: '$' };
  const tag = text.slice(at, end + 1);
  const close = text.indexOf(tag, end + 1);
  const value = text.slice(end + 1, close < 0 ? text.length : close);
  return { kind: 'string', start: at, end: close < 0 ? NEVER : close + tag.length, value };
}

function lineEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** Block comments nest. */
function blockCommentEnd(text: string, at: number): number {
  let depth = 0;
  for (let index = at; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const next = text.charCodeAt(index + 1);
    if (code === 47 && next === 42) depth++;
    else if (code === 42 && next === 47) depth--;
    else continue;
    index++;
    if (depth === 0) return index + 1;
  }
  return NEVER;
}

/** The offset after the closing quote, or -1. */
function quoteEnd(text: string, open: number, quote: number, escaping: Escaping): number {
  for (let index = open + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (escaping === 'backslash' && code === BACKSLASH) index++;
    else if (code === quote) {
      if (escaping === 'none' || text.charCodeAt(index + 1) !== quote) return index + 1;
      index++;
    }
  }
  return NEVER;
}

/** Strings with nothing but blanks and a line end between them are one string. */
function stringEnd(text: string, open: number, escaping: Escaping): number {
  let end = quoteEnd(text, open, QUOTE, escaping);
  while (end !== NEVER) {
    const next = continuation(text, end);
    if (next === null) return end;
    end = quoteEnd(text, next, QUOTE, escaping);
  }
  return NEVER;
}

/** The quote at which a string goes on, or null. Line comments count as blanks here. */
function continuation(text: string, at: number): number | null {
  let newline = false;
  for (let index = at; ; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || code === 13) newline = true;
    else if (code === 45 && text.charCodeAt(index + 1) === 45) index = lineEnd(text, index) - 1;
    else if (!isSpace(code)) return newline && code === QUOTE ? index : null;
  }
}

function wordEnd(text: string, at: number): number {
  let end = at;
  while (isWordPart(text.charCodeAt(end))) end++;
  return end;
}

/** Integers of every radix, decimals with an exponent; letters that follow are junk that belongs to it. `1..2` is two numbers. */
const NUMBER =
  /(?:0x(?:_?[\da-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:e[+-]?\d(?:_?\d)*)?)(?:[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)?/iy;

function numberEnd(text: string, at: number): number {
  NUMBER.lastIndex = at;
  return NUMBER.test(text) ? NUMBER.lastIndex : at + 1;
}

/** A comment ends an operator; and so does a + or - at the end of one in which all characters are the standard's. */
function operatorEnd(text: string, at: number): number {
  let end = at;
  let extraordinary = false;
  for (; OPERATORS.has(text.charCodeAt(end)); end++) {
    const pair = text.slice(end, end + 2);
    if (pair === '--' || pair === '/*') break;
    extraordinary ||= EXTRAORDINARY.has(text.charAt(end));
  }
  while (!extraordinary && end > at + 1 && (text.charAt(end - 1) === '+' || text.charAt(end - 1) === '-')) end--;
  return end;
}
