import type { Name, PGNode, QName } from 'pgsql-ast-parser';
import type { QualifiedName, Span } from '../../core/index.ts';
import type { Token } from '../lexer.ts';
import { cutIdentifier } from '../source.ts';
import { indexAt } from '../statements.ts';

/** What every operation of one statement has in common. */
export interface Base {
  readonly span: Span;
  readonly conditional: boolean;
}

export const baseOf = ({ span, conditional }: Base): Base => ({ span, conditional });

/** What lowering one statement needs to know besides its tree, which tells neither parentheses nor how a literal was written. */
export interface Context extends Base {
  readonly text: string;
  /** The statement's, without comments. */
  readonly tokens: readonly Token[];
  /** Parentheses and brackets that are open at each token; those themselves count as outside. */
  readonly depths: readonly number[];
}

/** Thrown where the tree says too little. Holds what is not understood, to stand behind "this parser does not understand". */
export class NotUnderstood extends Error {}

export function fail(what: string): never {
  throw new NotUnderstood(what);
}

export function depthsOf(tokens: readonly Token[]): readonly number[] {
  let depth = 0;
  return tokens.map(({ kind, value }) => {
    if (kind !== 'punctuation') return depth;
    if (value === '(' || value === '[') return depth++;
    return value === ')' || value === ']' ? --depth : depth;
  });
}

/** Offset in the file at which a node starts. */
export function startOf(node: PGNode, { span }: Context): number {
  return span.start + (node._location ?? fail('where something stands in the statement')).start;
}

export function endOf(node: PGNode, { span }: Context): number {
  return span.start + (node._location ?? fail('where something stands in the statement')).end;
}

/** Index of the token at which a node starts. */
export const tokenOf = (node: PGNode, context: Context): number => indexAt(context.tokens, startOf(node, context));

export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean => token?.kind === 'word' && words.includes(token.value);
export const isMark = (token: Token | undefined, mark: string): boolean => token?.kind === 'punctuation' && token.value === mark;

/** A name as PostgreSQL stores it: the parser leaves doubled quotes as they are, and names of any length. */
export const identifier = (name: string): string => cutIdentifier(name.replaceAll('""', '"'));

export const nameOf = ({ name }: Name): string => identifier(name);
export const namesOf = (names: readonly Name[] | null | undefined): readonly string[] => (names ?? []).map(nameOf);
export const qualified = ({ schema, name }: QName): QualifiedName => ({ schema: schema === undefined ? null : identifier(schema), name: identifier(name) });

/** The text between quotes, trimmed by the parser, as it is written: the strings in a range of tokens. */
export const stringsIn = (tokens: readonly Token[]): readonly Token[] => tokens.filter(({ kind }) => kind === 'string');
