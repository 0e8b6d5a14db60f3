import { loadModule } from 'libpg-query';
import type { LongIdentifier, Script, Statement } from '../../operation/index.ts';
import { lex, type Token } from '../lexer.ts';
import type { Parser } from '../parser.ts';
import { commentsOf } from '../statements.ts';
import { lowerStatement } from './lower.ts';
import { nestedReader } from './nested.ts';
import { type Piece, readPieces, type Source } from './recover.ts';

/** The default front end: PostgreSQL's own grammar, compiled to WebAssembly, which is loaded by importing this. */
export async function loadParser(): Promise<Parser> {
  await loadModule();
  return { name: 'libpg-query', parse };
}

function parse(text: string): Script {
  const byteOrderMark = text.startsWith('\ufeff');
  const { source, tokens } = readSource(text);
  const pieces = readPieces(source);
  return {
    statements: pieces.map((piece, index) => lowerPiece(piece, index, text)),
    comments: commentsOf(text, tokens),
    problems: pieces.flatMap(({ problem }, statement) => (problem ? [{ ...problem, statement }] : [])),
    byteOrderMark,
    longIdentifiers: longIdentifiers(tokens),
  };
}

const UNTERMINATED = {
  string: 'unterminated quoted string',
  'quoted name': 'unterminated quoted identifier',
  comment: 'unterminated /* comment',
  'dollar quote': 'unterminated dollar-quoted string',
} satisfies Record<NonNullable<ReturnType<typeof lex>['unterminated']>['what'], string>;

/**
 * What goes to the parser. A byte order mark becomes a blank, so that offsets stay. What begins and does not end becomes
 * one token up to the end of the file, and so does everything from a NUL character on.
 */
function readSource(text: string): { readonly source: Source; readonly tokens: readonly Token[] } {
  const nul = text.indexOf('\0');
  const { tokens, unterminated } = lex(text, 0, nul < 0 ? text.length : nul);
  const start = unterminated?.start ?? nul;
  const broken = start < 0 ? null : { span: { start, end: text.length }, message: nul < 0 && unterminated ? UNTERMINATED[unterminated.what] : NUL };
  const complete = broken ? tokens.filter((token) => token.start < start) : tokens;
  const code = complete.filter(({ kind }) => kind !== 'comment');
  const rest: readonly Token[] = broken ? [{ kind: 'string', ...broken.span, value: '' }] : [];
  return { source: { text: text.replace(/^\ufeff/, ' '), tokens: [...code, ...rest], broken }, tokens: complete };
}

/** The words with which PostgreSQL refuses it. */
const NUL = 'invalid byte sequence for encoding "UTF8": 0x00';

function lowerPiece({ span, tokens, content }: Piece, index: number, text: string): Statement {
  const base = { span, conditional: false };
  switch (content.is) {
    case 'broken':
      return { index, span, operations: [] };
    case 'unreadable':
      return { index, span, operations: [{ ...base, kind: 'opaque', node: 'unknown', because: content.because, tables: [] }] };
    case 'tree':
      return { index, span, operations: lowerStatement(content.node, { ...base, tokens, offsetOf: content.offsetOf }, nestedReader(text, span, parse)) };
  }
}

/** Bytes of an identifier that PostgreSQL keeps (NAMEDATALEN - 1). */
const LONGEST_IDENTIFIER = 63;

function longIdentifiers(tokens: readonly Token[]): readonly LongIdentifier[] {
  const encoder = new TextEncoder();
  return tokens.flatMap(({ kind, start, end, value }) => {
    if ((kind !== 'word' && kind !== 'quoted') || (end - start) * 3 <= LONGEST_IDENTIFIER) return [];
    return encoder.encode(value).length > LONGEST_IDENTIFIER ? [{ span: { start, end }, name: value }] : [];
  });
}
