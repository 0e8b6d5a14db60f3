export { createLibpgQueryParser } from './libpg-query/index.ts';
export type { Parser } from './parser.ts';
