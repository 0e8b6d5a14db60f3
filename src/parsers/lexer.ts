/** A token of SQL. Offsets are UTF-16. `value` of a word is folded to lower case, that of a quoted name is unquoted. */
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

const OPERATORS = new Set('+-*/<>=~!@#%^&|`?');
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xfeff || code === 0xa0;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isWordStart = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
const isWordPart = (code: number): boolean => isWordStart(code) || isDigit(code) || code === 36;

/**
 * PostgreSQL's lexical rules (src/backend/parser/scan.l), as far as the borders of tokens go: quotes with their escapes,
 * dollar quotes, nested comments. Never throws; linear.
 */
export function lex(text: string, from = 0, until = text.length): Lexed {
  const tokens: Token[] = [];
  let unterminated: Unterminated | null = null;
  let at = from;
  const push = (kind: Token['kind'], end: number, value: string): void => {
    tokens.push({ kind, start: at, end, value });
    at = end;
  };
  const quoted = (kind: 'string' | 'quoted', open: number, end: number, what: Unterminated['what']): void => {
    if (end < 0) unterminated ??= { start: at, what };
    const stop = end < 0 ? until : end;
    const inner = text.slice(open + 1, end < 0 ? stop : stop - 1);
    push(kind, stop, kind === 'quoted' ? inner.replaceAll('""', '"') : inner.replaceAll("''", "'"));
  };
  while (at < until) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (isSpace(code)) at++;
    else if (code === 45 && next === 45) push('comment', lineEnd(text, at, until), '');
    else if (code === 47 && next === 42) {
      const end = blockCommentEnd(text, at, until);
      if (end < 0) unterminated ??= { start: at, what: 'comment' };
      push('comment', end < 0 ? until : end, '');
    } else if (code === 39) quoted('string', at, stringEnd(text, at, until, false), 'string');
    else if (code === 34) quoted('quoted', at, quotedNameEnd(text, at, until), 'quoted name');
    else if (code === 36) {
      const tag = dollarTag(text, at, until);
      if (tag !== null) {
        const close = text.indexOf(tag, at + tag.length);
        if (close < 0 || close >= until) unterminated ??= { start: at, what: 'dollar quote' };
        const inside = close < 0 || close >= until ? until : close;
        push('string', Math.min(inside + tag.length, until), text.slice(at + tag.length, inside));
      } else if (isDigit(next)) push('parameter', wordEnd(text, at + 1, until), '');
      else push('operator', at + 1, '$');
    } else if (isDigit(code) || (code === 46 && isDigit(next))) push('number', numberEnd(text, at, until), '');
    else if (isWordStart(code)) {
      const prefix = stringPrefix(text, at);
      if (prefix === 'e') quoted('string', at + 1, stringEnd(text, at + 1, until, true), 'string');
      else if (prefix === 'plain') quoted('string', at + 1, stringEnd(text, at + 1, until, false), 'string');
      else if (prefix === 'unicode-string') quoted('string', at + 2, stringEnd(text, at + 2, until, false), 'string');
      else if (prefix === 'unicode-name') quoted('quoted', at + 2, quotedNameEnd(text, at + 2, until), 'quoted name');
      else {
        const end = wordEnd(text, at, until);
        push('word', end, text.slice(at, end).toLowerCase());
      }
    } else if (OPERATORS.has(text.charAt(at))) {
      const end = operatorEnd(text, at, until);
      push('operator', end, text.slice(at, end));
    } else push('punctuation', at + 1, text.charAt(at));
  }
  return { tokens, unterminated };
}

function lineEnd(text: string, at: number, until: number): number {
  let end = at;
  while (end < until && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

function blockCommentEnd(text: string, at: number, until: number): number {
  let depth = 0;
  for (let index = at; index + 1 < until; index++) {
    const pair = text.charCodeAt(index) * 256 + text.charCodeAt(index + 1);
    if (pair === 47 * 256 + 42) {
      depth++;
      index++;
    } else if (pair === 42 * 256 + 47) {
      depth--;
      index++;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
}

/** The offset after the closing quote, or -1. `backslash`: E'' strings. */
function stringEnd(text: string, open: number, until: number, backslash: boolean): number {
  for (let index = open + 1; index < until; index++) {
    const code = text.charCodeAt(index);
    if (backslash && code === 92) index++;
    else if (code === 39) {
      if (text.charCodeAt(index + 1) === 39 && index + 1 < until) index++;
      else return index + 1;
    }
  }
  return -1;
}

function quotedNameEnd(text: string, open: number, until: number): number {
  for (let index = open + 1; index < until; index++) {
    if (text.charCodeAt(index) !== 34) continue;
    if (text.charCodeAt(index + 1) === 34 && index + 1 < until) index++;
    else return index + 1;
  }
  return -1;
}

function stringPrefix(text: string, at: number): 'e' | 'plain' | 'unicode-string' | 'unicode-name' | null {
  const letter = text.charAt(at).toLowerCase();
  const next = text.charCodeAt(at + 1);
  if (next === 39) return letter === 'e' ? 'e' : letter === 'b' || letter === 'x' || letter === 'n' ? 'plain' : null;
  if (letter !== 'u' || next !== 38) return null;
  const after = text.charCodeAt(at + 2);
  return after === 39 ? 'unicode-string' : after === 34 ? 'unicode-name' : null;
}

function dollarTag(text: string, at: number, until: number): string | null {
  let end = at + 1;
  if (end < until && isWordStart(text.charCodeAt(end))) while (end < until && isWordPart(text.charCodeAt(end)) && text.charCodeAt(end) !== 36) end++;
  return text.charCodeAt(end) === 36 && end < until ? text.slice(at, end + 1) : null;
}

function wordEnd(text: string, at: number, until: number): number {
  let end = at;
  while (end < until && isWordPart(text.charCodeAt(end))) end++;
  return end;
}

function numberEnd(text: string, at: number, until: number): number {
  let end = at;
  while (end < until) {
    const code = text.charCodeAt(end);
    const exponent = (code === 43 || code === 45) && /[eE]/.test(text.charAt(end - 1)) && isDigit(text.charCodeAt(end + 1));
    if (!isDigit(code) && code !== 46 && code !== 95 && !isWordStart(code) && !exponent) break;
    end++;
  }
  return end;
}

/** A comment inside an operator ends it. */
function operatorEnd(text: string, at: number, until: number): number {
  let end = at;
  while (end < until && OPERATORS.has(text.charAt(end))) {
    const pair = text.slice(end, end + 2);
    if (end > at && (pair === '--' || pair === '/*')) break;
    end++;
  }
  return end;
}
