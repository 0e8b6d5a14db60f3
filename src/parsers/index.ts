import type { Parser } from './parser.ts';

export { type Lexed, lex, type Token } from './lexer.ts';
export { OnDemandParser } from './on-demand.ts';
export type { Parser } from './parser.ts';

/** PostgreSQL's own grammar, as WebAssembly. Nothing of it is loaded before this is called. Rejects where there is no WebAssembly. */
export async function createLibpgQueryParser(): Promise<Parser> {
  // Tried without, the module also complains on standard error.
  if (Reflect.get(globalThis, 'WebAssembly') === undefined) throw new Error('WebAssembly is not defined');
  const { loadParser } = await import('./libpg-query/index.ts');
  return loadParser();
}

/** Pure JavaScript; understands less, and says so. Nothing of it is loaded before this is called. */
export async function createPgsqlAstParser(): Promise<Parser> {
  const { parser } = await import('./pgsql-ast-parser/index.ts');
  return parser;
}
