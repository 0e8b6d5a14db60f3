import type { QualifiedName, Span } from '../../core/index.ts';
import type { Token } from '../lexer.ts';
import { isPlainName } from './keywords.ts';

/** Thrown where a statement is none of the forms that are read here. Always the same: no stack is kept. */
export const DECLINED = new Error('not one of the forms that are read without the grammar');

/** Longest identifier that no encoding and no server cuts. */
const LONGEST_NAME = 63;
const DOUBLE_QUOTE = 34;
const QUOTE = 39;
/** E and e, without the bit that tells them apart. */
const ESCAPES = 69;

/** Goes over the tokens of one statement. What is asked for and not there declines the statement. */
export class Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Index of the next token. */
  at = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text;
    this.tokens = tokens;
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  /** From the token at an index to the one before the next. */
  spanFrom(index: number): Span {
    return { start: this.tokens[index]?.start ?? 0, end: this.tokens[this.at - 1]?.end ?? 0 };
  }

  isWord(word: string): boolean {
    const token = this.tokens[this.at];
    return token !== undefined && token.kind === 'word' && token.value === word;
  }

  isMark(mark: string): boolean {
    const token = this.tokens[this.at];
    return token !== undefined && token.value === mark && (token.kind === 'punctuation' || token.kind === 'operator');
  }

  skipWord(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.at++;
    return found;
  }

  skipMark(mark: string): boolean {
    const found = this.isMark(mark);
    if (found) this.at++;
    return found;
  }

  word(word: string): void {
    if (!this.skipWord(word)) throw DECLINED;
  }

  mark(mark: string): void {
    if (!this.skipMark(mark)) throw DECLINED;
  }

  /** The next word, whichever it is; empty if there is none. */
  get nextWord(): string {
    const token = this.tokens[this.at];
    return token?.kind === 'word' ? token.value : '';
  }

  /** IF EXISTS. */
  ifExists(): boolean {
    if (!this.skipWord('if')) return false;
    this.word('exists');
    return true;
  }

  ifNotExists(): boolean {
    if (!this.skipWord('if')) return false;
    this.word('not');
    this.word('exists');
    return true;
  }

  /** An identifier as the database stores it. */
  name(): string {
    const token = this.tokens[this.at++];
    if (token === undefined || token.end - token.start > LONGEST_NAME) throw DECLINED;
    if (token.kind === 'word' && isPlainName(token.value)) return token.value;
    // U&"…" begins with the letter.
    if (token.kind === 'quoted' && token.value !== '' && this.text.charCodeAt(token.start) === DOUBLE_QUOTE) return token.value;
    throw DECLINED;
  }

  qualifiedName(): QualifiedName {
    const name = this.name();
    return this.skipMark('.') ? { schema: name, name: this.name() } : { schema: null, name };
  }

  /** `'…'`, or `E'…'` without a backslash. With quotes inside, it may also be two that a line break joins: not read here. */
  string(): string {
    const token = this.tokens[this.at++];
    if (token?.kind !== 'string' || token.value.includes("'")) throw DECLINED;
    const first = this.text.charCodeAt(token.start);
    if (first !== QUOTE && ((first & ~32) !== ESCAPES || token.value.includes('\\'))) throw DECLINED;
    return token.value;
  }

  /** `(a, b)`. */
  names(): readonly string[] {
    const names: string[] = [];
    this.mark('(');
    do names.push(this.name());
    while (this.skipMark(','));
    this.mark(')');
    return names;
  }

  /** CASCADE or RESTRICT. */
  cascade(): boolean {
    const cascade = this.skipWord('cascade');
    if (!cascade) this.skipWord('restrict');
    return cascade;
  }

  /** The digits of a number without sign, or null: no other spelling of one. */
  digits(): string | null {
    const token = this.tokens[this.at];
    if (token?.kind !== 'number') return null;
    const { start, end } = token;
    for (let index = start; index < end; index++) {
      const code = this.text.charCodeAt(index);
      if (code < 48 || code > 57) return null;
    }
    if (end - start > 1 && this.text.charCodeAt(start) === 48) return null;
    this.at++;
    return this.text.slice(start, end);
  }
}
