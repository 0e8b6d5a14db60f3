import { quoteIdentifier, quoteLiteral, quoteName } from '../core/index.ts';
import type { TypeName } from './expression.ts';

/** Spellings that differ from the internal name in capitals. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['int2', 'SMALLINT'],
  ['int4', 'INTEGER'],
  ['int8', 'BIGINT'],
  ['float4', 'REAL'],
  ['float8', 'DOUBLE PRECISION'],
  ['numeric', 'DECIMAL'],
  ['bool', 'BOOLEAN'],
]);
/** Types that Prisma writes in capitals as they are. */
const CAPITALS: ReadonlySet<string> = new Set(
  'text varchar bit varbit date time timetz timestamp timestamptz interval json jsonb uuid bytea xml inet cidr money oid citext smallserial serial bigserial'.split(
    ' ',
  ),
);
/** Other types that nobody quotes. */
const BARE: ReadonlySet<string> = new Set(
  'tsvector tsquery macaddr macaddr8 point line lseg box path polygon circle int4range int8range numrange tsrange tstzrange daterange regclass hstore ltree vector halfvec sparsevec geometry geography cube'.split(
    ' ',
  ),
);

/** A type as Prisma spells it: `TIMESTAMP(3)`, `DECIMAL(65,30)`, `TEXT[]`, `"Role"`. */
export function renderType(type: TypeName): string {
  return `${scalar(type)}${'[]'.repeat(type.dimensions)}`;
}

function scalar(type: TypeName): string {
  if (type.schema !== null) return `${quoteName(type)}${inParentheses(type.modifiers)}`;
  // CHAR without a length is CHAR(1), bpchar is not; BIT likewise.
  if (type.name === 'bpchar') return type.modifiers.length === 0 ? 'BPCHAR' : `CHAR${inParentheses(type.modifiers)}`;
  if (type.name === 'bit' && type.modifiers.length === 0) return '"bit"';
  if (type.name === 'interval') return `INTERVAL${intervalModifiers(type.modifiers)}`;
  const copied = /^(.+)\.([^.]+)%TYPE$/.exec(type.name);
  if (copied) return `${(copied[1] ?? '').split('.').map(quoteIdentifier).join('.')}.${quoteIdentifier(copied[2] ?? '')}%TYPE`;
  const spelling =
    SPELLINGS.get(type.name) ?? (CAPITALS.has(type.name) ? type.name.toUpperCase() : BARE.has(type.name) ? type.name : quoteIdentifier(type.name));
  return `${spelling}${inParentheses(type.modifiers)}`;
}

const inParentheses = (modifiers: TypeName['modifiers']): string => (modifiers.length === 0 ? '' : `(${modifiers.map(modifier).join(',')})`);
const modifier = (value: number | string): string => (typeof value === 'number' ? String(value) : /^[a-z_]\w*$/.test(value) ? value : quoteLiteral(value));

/** Fields come as words: `DAY TO SECOND(3)`; a number stands for all of them. */
function intervalModifiers([fields, precision]: TypeName['modifiers']): string {
  return `${typeof fields === 'string' ? ` ${fields.toUpperCase()}` : ''}${precision === undefined ? '' : `(${precision})`}`;
}
