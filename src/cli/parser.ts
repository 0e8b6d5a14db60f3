import type { ParserName } from '../config/index.ts';
import { createPgsqlAstParser, type Parser } from '../parsers/index.ts';
import { UsageError } from './usage-error.ts';

/** A parser, and what is to be said about the choice: one line each. */
export interface ChosenParser {
  readonly parser: Parser;
  readonly notes: readonly string[];
}

/**
 * The parser that the command line or the configuration names; null: PostgreSQL's own grammar, or the second parser where
 * WebAssembly is not to be had. `loadFirst`: loads that of PostgreSQL.
 */
export async function chooseParser(name: ParserName | null, loadFirst: () => Promise<Parser>): Promise<ChosenParser> {
  if (name === 'pgsql-ast-parser') return { parser: await createPgsqlAstParser(), notes: [] };
  try {
    return { parser: await loadFirst(), notes: [] };
  } catch (error) {
    const because = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
    if (name !== null) throw new UsageError(`the parser ${name} needs WebAssembly, which cannot be used here (${because}); pgsql-ast-parser does without`);
    const note = `libpg-query cannot be loaded here, because it needs WebAssembly (${because}); pgsql-ast-parser took over, which understands less`;
    return { parser: await createPgsqlAstParser(), notes: [note] };
  }
}
