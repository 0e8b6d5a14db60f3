export { createLibpgQueryParser } from './libpg-query/index.ts';
export type { Parser } from './parser.ts';
export { type Lexed, lex, type Token } from './lexer.ts';
