import type { DataTypeDef } from 'pgsql-ast-parser';
import type { TypeName } from '../../operation/index.ts';
import type { Token } from '../lexer.ts';
import { spelledType, TYPE_KEYWORDS } from '../type-names.ts';
import { qualified } from './tree.ts';

/** Names that are words of the grammar: quoted, they are other types. */
const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ...TYPE_KEYWORDS,
  ['double precision', 'float8'],
  ['nchar', 'bpchar'],
  ['character varying', 'varchar'],
  ['bit varying', 'varbit'],
  ['timestamp with time zone', 'timestamptz'],
  ['timestamp without time zone', 'timestamp'],
  ['time with time zone', 'timetz'],
  ['time without time zone', 'time'],
]);

/** Names that stand for a type of another name, as long as they are not quoted. */
export const isTypeKeyword = (token: Token | undefined): boolean => token?.kind === 'word' && KEYWORDS.has(token.value);

/** What a type without a length has. */
const LENGTH_ONE: ReadonlySet<string> = new Set(['char', 'character', 'nchar', 'bit']);
/** The grammar's number for "all fields of an interval". */
const FULL_RANGE = 0x7fff;
/** Bits of a FLOAT that is a float4. */
const SINGLE_PRECISION = 24;

export function lowerType(type: DataTypeDef): TypeName {
  if (type.kind === 'array') {
    const element = lowerType(type.arrayOf);
    return { ...element, dimensions: element.dimensions + 1 };
  }
  const written = type.config ?? [];
  const isKeyword = type.schema === undefined && type.doubleQuoted !== true;
  const keyword = isKeyword ? KEYWORDS.get(type.name) : undefined;
  const isFloat = isKeyword && type.name === 'float' && written.length > 0;
  if (isFloat) return { schema: null, name: (written[0] ?? 0) <= SINGLE_PRECISION ? 'float4' : 'float8', modifiers: [], dimensions: 0 };
  const { schema, name, dimensions } = keyword === undefined ? spelledType(qualified(type)) : { schema: null, name: keyword, dimensions: 0 };
  return { schema, name, modifiers: isKeyword ? modifiersOf(type.name, written) : written, dimensions };
}

function modifiersOf(keyword: string, written: readonly number[]): readonly number[] {
  if (written.length === 0) return LENGTH_ONE.has(keyword) ? [1] : [];
  return keyword === 'interval' ? [FULL_RANGE, ...written] : written;
}
