import type { Script, Statement } from '../../operation/index.ts';
import type { Parser } from '../parser.ts';
import { longIdentifiers, readSource, type Source } from '../source.ts';
import { commentsOf, type RawStatement, splitAtEverySemicolon, splitStatements } from '../statements.ts';
import { readStatement } from './read.ts';

/**
 * The second front end: pure JavaScript, for where WebAssembly is not to be had, and as a check of the first one. It
 * understands less. Whether PostgreSQL understands a statement, it cannot know: so it reports no syntax errors but quotes and
 * comments without an end.
 */
export const parser: Parser = { name: 'pgsql-ast-parser', parse };

function parse(text: string): Script {
  const { source, tokens } = readSource(text);
  const raws = splitStatements(source.tokens).flatMap((raw) => (raw.balanced ? [raw] : splitAtEverySemicolon(raw.tokens)));
  return {
    statements: raws.map((raw, index) => lowered(raw, index, source)),
    comments: commentsOf(text, tokens),
    problems: raws.flatMap((raw, statement) => (source.broken && isBroken(raw, source) ? [{ ...source.broken, statement }] : [])),
    byteOrderMark: text.startsWith('\ufeff'),
    longIdentifiers: longIdentifiers(tokens),
  };
}

const lowered = (raw: RawStatement, index: number, source: Source): Statement => ({
  index,
  span: raw.span,
  operations: isBroken(raw, source) ? [] : readStatement(source.text, raw),
});

const isBroken = ({ span }: RawStatement, { broken }: Source): boolean => broken !== null && span.end > broken.span.start;
