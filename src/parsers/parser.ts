import type { Script } from '../operation/index.ts';

/**
 * A front end: text in, typed operations out. What a further one (another grammar, another dialect) has to keep, in short; see
 * `README.md`:
 *
 * - `parse` never throws, whatever the string holds.
 * - All offsets are UTF-16 offsets into the text as given, a byte order mark included.
 * - A statement's span runs from its first to its last token, without leading comments and without the semicolon. Empty
 *   statements are none; a statement that does not parse is one without operations, and a {@link Script.problems} entry.
 * - One operation per clause, in the order written, with the clause's span; names as the database stores them (unquoted
 *   ones folded), the schema only if it was written.
 * - What is not understood is `opaque`, with the reason, never left out. Problems are what the database cannot read: a front
 *   end without the database's own grammar has none but quotes and comments without an end.
 */
export interface Parser {
  readonly name: 'libpg-query' | 'pgsql-ast-parser';
  parse(text: string): Script;
}
