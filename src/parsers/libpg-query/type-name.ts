import type { Node, TypeName as TypeNode } from 'libpg-query';
import type { TypeName } from '../../operation/index.ts';
import { spelledType } from '../type-names.ts';
import { as, nameFrom, stringsOf } from './tree.ts';

// The grammar already turns INTEGER into pg_catalog.int4, DECIMAL into numeric, CHAR into bpchar(1).

/** A type's names, modifiers and array bounds, in the one spelling that {@link TypeName} promises. SETOF is not kept. */
export function lowerTypeName(type: TypeNode): TypeName {
  if (type.pct_type) return { schema: null, name: `${stringsOf(type.names).join('.')}%TYPE`, modifiers: [], dimensions: 0 };
  const { schema, name, dimensions } = spelledType(nameFrom(type.names));
  return {
    schema,
    name,
    modifiers: schema === null && name === 'interval' ? intervalModifiers(type.typmods) : (type.typmods ?? []).map(modifier),
    dimensions: (type.arrayBounds?.length ?? 0) + dimensions,
  };
}

/** A number, a quoted constant or a word: `varchar(20)`, `geometry(Point, 4326)`. */
function modifier(node: Node): number | string {
  const constant = as(node, 'A_Const');
  if (constant?.ival) return constant.ival.ival ?? 0;
  if (constant?.fval) return Number(constant.fval.fval ?? 0);
  if (constant) return constant.sval?.sval ?? '';
  return stringsOf(as(node, 'ColumnRef')?.fields).join('.');
}

/** Bits of INTERVAL_MASK() (src/include/utils/timestamp.h), largest field first. */
const FIELDS = [
  [4, 'year'],
  [2, 'month'],
  [8, 'day'],
  [1024, 'hour'],
  [2048, 'minute'],
  [4096, 'second'],
] as const;
const FULL_RANGE = 0x7fff;

/** `interval day to second(3)` → ['day to second', 3]. Without fields the grammar's "all of them" stays a number: [32767, 3]. */
function intervalModifiers(nodes: readonly Node[] | undefined): readonly (number | string)[] {
  const [range, ...precision] = (nodes ?? []).map(modifier);
  if (typeof range !== 'number' || range === FULL_RANGE) return range === undefined ? [] : [range, ...precision];
  const named = FIELDS.filter(([bit]) => (range & bit) !== 0).map(([, field]) => field);
  const [first, last] = [named[0], named.at(-1)];
  return [first === last ? (first ?? '') : `${first} to ${last}`, ...precision];
}
