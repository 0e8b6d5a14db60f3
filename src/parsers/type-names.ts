import type { QualifiedName } from '../core/index.ts';

// Names of types that PostgreSQL's grammar takes like any other: they are looked up at run time.

const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['serial2', 'smallserial'],
  ['serial4', 'serial'],
  ['serial8', 'bigserial'],
]);
/** Types that have a word of their own in the grammar, as pg_type calls them: quoted, the words are other types. */
export const TYPE_KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['int', 'int4'],
  ['integer', 'int4'],
  ['smallint', 'int2'],
  ['bigint', 'int8'],
  ['real', 'float4'],
  ['float', 'float8'],
  ['decimal', 'numeric'],
  ['dec', 'numeric'],
  ['boolean', 'bool'],
  ['char', 'bpchar'],
  ['character', 'bpchar'],
]);
/** pg_type's own names of array types, as some tools write them: `_text` is `text[]`. */
const INTERNAL_ARRAY = /^_(?=(?:bool|bytea|bpchar|date|float4|float8|int2|int4|int8|json|jsonb|numeric|text|timestamp|timestamptz|uuid|varchar)$)/;

/** The one spelling that `TypeName` promises, and the dimensions that the name itself holds. */
export function spelledType({ schema, name }: QualifiedName): QualifiedName & { readonly dimensions: number } {
  if (schema !== null && schema !== 'pg_catalog') return { schema, name, dimensions: 0 };
  const scalar = name.replace(INTERNAL_ARRAY, '');
  return { schema: null, name: SPELLINGS.get(scalar) ?? scalar, dimensions: scalar === name ? 0 : 1 };
}
