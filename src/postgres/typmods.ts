import type { ResolvedType } from './types.ts';

/** What the length coercion to a type's modifiers does to a value that already has the type. */
export type LengthCoercion =
  /** Not needed, or the planner proves it a no-op. */
  | 'none'
  /** A function runs over every value. */
  | 'applied';

const FULL_PRECISION = 6;
const FIELDS = ['second', 'minute', 'hour', 'day', 'month', 'year'];
/** Bits of INTERVAL_MASK(YEAR), … as the grammar writes them into the modifier. */
const FIELD_BITS: readonly (readonly [bit: number, field: string])[] = [
  [1 << 12, 'second'],
  [1 << 11, 'minute'],
  [1 << 10, 'hour'],
  [1 << 3, 'day'],
  [1 << 1, 'month'],
  [1 << 2, 'year'],
];
const FULL_RANGE = 0x7fff;

/**
 * Does storing into `to` run a length coercion, given that the expression has the modifiers `given` (null: none)?
 * A missing modifier of the target never does (coerce_type_typmod); the planner's support functions strip what cannot change a
 * value (varchar_support, numeric_support, varbit_support, timestamp_support, interval_support). char(n) and bit(n) have none.
 */
export function lengthCoercion(to: ResolvedType, given: readonly (number | string)[] | null): LengthCoercion {
  if (to.modifiers.length === 0) return 'none';
  const old = given ?? [];
  if (old.join() === to.modifiers.join()) return 'none';
  // Elements of arrays are coerced one by one, and nothing strips that.
  if (to.array) return 'applied';
  return STRIPPED[to.name]?.(old, to.modifiers) === true ? 'none' : 'applied';
}

type Modifiers = readonly (number | string)[];
const first = (modifiers: Modifiers): number | null => {
  const value = modifiers[0];
  return typeof value === 'number' ? value : value === undefined || Number.isNaN(Number(value)) ? null : Number(value);
};

const widens = (old: Modifiers, next: Modifiers): boolean => {
  const before = first(old);
  return before !== null && before <= (first(next) ?? 0);
};
const precise = (old: Modifiers, next: Modifiers): boolean => (first(next) ?? 0) >= FULL_PRECISION || widens(old, next);

/** Precision and scale of `numeric(p, s)`, null for plain `numeric`. */
export function numericSize(modifiers: Modifiers): { readonly precision: number; readonly scale: number } | null {
  const precision = first(modifiers);
  return precision === null ? null : { precision, scale: first(modifiers.slice(1)) ?? 0 };
}

function sameScale(old: Modifiers, next: Modifiers): boolean {
  const before = numericSize(old);
  const after = numericSize(next);
  return before !== null && after !== null && before.scale === after.scale && before.precision <= after.precision;
}

/** Smallest field that an interval's modifiers keep (0 = seconds) and its precision; null: no limit. */
function intervalSize(modifiers: Modifiers): { readonly leastField: number; readonly precision: number | null } {
  const [range, second] = modifiers;
  const precision = typeof second === 'number' ? second : null;
  if (typeof range === 'string') {
    const named = FIELDS.findIndex((field) => range.toLowerCase().includes(field));
    return { leastField: Math.max(named, 0), precision };
  }
  if (range === undefined) return { leastField: 0, precision };
  const least = range === FULL_RANGE ? 'second' : FIELD_BITS.find(([bit]) => (range & bit) !== 0)?.[1];
  return { leastField: Math.max(FIELDS.indexOf(least ?? 'second'), 0), precision };
}

function keepsInterval(old: Modifiers, next: Modifiers): boolean {
  const before = intervalSize(old);
  const after = intervalSize(next);
  if (after.leastField > before.leastField) return false;
  const precision = after.precision ?? FULL_PRECISION;
  return before.leastField > 0 || precision >= FULL_PRECISION || precision >= (before.precision ?? FULL_PRECISION + 1);
}

const STRIPPED: Readonly<Record<string, (old: Modifiers, next: Modifiers) => boolean>> = {
  varchar: widens,
  varbit: widens,
  numeric: sameScale,
  timestamp: precise,
  timestamptz: precise,
  time: precise,
  timetz: precise,
  interval: keepsInterval,
};
