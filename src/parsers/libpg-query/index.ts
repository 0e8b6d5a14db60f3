import { loadModule } from 'libpg-query';
import type { Script, Statement } from '../../operation/index.ts';
import type { Parser } from '../parser.ts';
import { longIdentifiers, readSource } from '../source.ts';
import { commentsOf } from '../statements.ts';
import { lowerStatement } from './lower.ts';
import { nestedReader } from './nested.ts';
import { type Piece, readPieces } from './recover.ts';

/** The default front end: PostgreSQL's own grammar, compiled to WebAssembly, which is loaded by importing this. */
export async function loadParser(): Promise<Parser> {
  await loadModule();
  return { name: 'libpg-query', parse };
}

/** Calls WebAssembly only for what is not of the forms that `prisma-sql` reads. */
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

function lowerPiece({ span, tokens, content }: Piece, index: number, text: string): Statement {
  const base = { span, conditional: false };
  switch (content.is) {
    case 'operations':
      return { index, span, operations: content.operations };
    case 'broken':
      return { index, span, operations: [] };
    case 'unreadable':
      return { index, span, operations: [{ ...base, kind: 'opaque', node: 'unknown', because: content.because, tables: [] }] };
    case 'tree':
      return { index, span, operations: lowerStatement(content.node, { ...base, tokens, offsetOf: content.offsetOf }, nestedReader(text, span, parse)) };
  }
}
