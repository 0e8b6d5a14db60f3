import type { Operation, Script, Statement } from '../../operation/index.ts';
import type { Base } from '../base.ts';
import { longIdentifiers, readSource } from '../source.ts';
import { commentsOf, type RawStatement, splitStatements } from '../statements.ts';
import { readAlterTable } from './alter-table.ts';
import { readCreate } from './create.ts';
import { Cursor, DECLINED } from './cursor.ts';
import { readAlterIndex, readAlterType, readComment, readDrop } from './objects.ts';

const FIRST_WORDS: ReadonlySet<string> = new Set(['alter', 'create', 'drop', 'begin', 'comment', 'commit']);
const BEYOND_ASCII = /[^\0-\x7f]/;

/**
 * The operations of a statement in one of the forms that Prisma Migrate prints, or null: PostgreSQL's grammar has to read it.
 * Whatever is read here, that grammar reads too, and alike.
 */
export function readStatement(text: string, { span, tokens }: RawStatement): readonly Operation[] | null {
  const [first] = tokens;
  if (first?.kind !== 'word' || !FIRST_WORDS.has(first.value)) return null;
  // How many bytes a name has, and whether it is text at all, is only simple in ASCII.
  if (BEYOND_ASCII.test(text.slice(span.start, span.end))) return null;
  const cursor = new Cursor(text, tokens);
  try {
    const operations = read(cursor, { span, conditional: false });
    return cursor.done ? operations : null;
  } catch (error) {
    if (error === DECLINED) return null;
    throw error;
  }
}

/** A text of such statements only, or null. */
export function readScript(text: string): Script | null {
  const { source, tokens } = readSource(text);
  if (source.broken !== null) return null;
  const statements: Statement[] = [];
  for (const raw of splitStatements(source.tokens)) {
    const operations = readStatement(source.text, raw);
    if (operations === null) return null;
    statements.push({ index: statements.length, span: raw.span, operations });
  }
  const byteOrderMark = text.startsWith('\ufeff');
  return { statements, comments: commentsOf(text, tokens), problems: [], byteOrderMark, longIdentifiers: longIdentifiers(tokens) };
}

function read(cursor: Cursor, base: Base): readonly Operation[] {
  if (cursor.skipWord('create')) return [readCreate(cursor, base)];
  if (cursor.skipWord('drop')) return readDrop(cursor, base);
  if (cursor.skipWord('comment')) return [readComment(cursor, base)];
  if (!cursor.skipWord('alter')) return [readTransaction(cursor, base)];
  if (cursor.skipWord('table')) return readAlterTable(cursor, base);
  if (cursor.skipWord('type')) return [readAlterType(cursor, base)];
  cursor.word('index');
  return [readAlterIndex(cursor, base)];
}

/** BEGIN or COMMIT. */
function readTransaction(cursor: Cursor, base: Base): Operation {
  const action = cursor.skipWord('begin') ? 'begin' : 'commit';
  if (action === 'commit') cursor.word('commit');
  if (!cursor.skipWord('transaction')) cursor.skipWord('work');
  return { ...base, kind: 'transaction', action, name: null, chain: false };
}
