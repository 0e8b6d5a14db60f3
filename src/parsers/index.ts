import type { Parser } from './parser.ts';

export { type Lexed, lex, type Token } from './lexer.ts';
export type { Parser } from './parser.ts';

/** PostgreSQL's own grammar, as WebAssembly. Nothing of it is loaded before this is called. */
export async function createLibpgQueryParser(): Promise<Parser> {
  const { loadParser } = await import('./libpg-query/index.ts');
  return loadParser();
}

/** Pure JavaScript; understands less, and says so. Nothing of it is loaded before this is called. */
export async function createPgsqlAstParser(): Promise<Parser> {
  const { parser } = await import('./pgsql-ast-parser/index.ts');
  return parser;
}
