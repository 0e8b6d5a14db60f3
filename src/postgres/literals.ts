import { isCharacter, type ResolvedType, underlying } from './types.ts';
import { numericSize } from './typmods.ts';

/** Why a constant cannot be stored in a column: SQLSTATE. Null: it can, or nobody can tell from here. */
export type Refusal = string | null;

const MIN_MAX: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int2: [-(2n ** 15n), 2n ** 15n - 1n],
  int4: [-(2n ** 31n), 2n ** 31n - 1n],
  int8: [-(2n ** 63n), 2n ** 63n - 1n],
  oid: [-(2n ** 31n), 2n ** 32n - 1n],
};
const DECIMAL = /^\s*[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?\s*$/i;
const HEXADECIMAL = /^\s*[-+]?0[xob][0-9a-f_]+\s*$/i;
const NOT_FINITE = /^\s*([-+]?inf(inity)?|nan)\s*$/i;

/**
 * What the type's input function says to the text of a literal: `DEFAULT 'zz'` on an integer is 22P02 at once, rows or no rows.
 * Only what is certainly refused is refused here: dates, intervals and the like are left to the server unless they hold no digit.
 */
export function refusesText(value: string, type: ResolvedType): Refusal {
  if (type.array) return /^\s*[{[]/.test(value) ? null : '22P02';
  const base = underlying(type);
  if (base.labels) return base.labels.includes(value) ? null : '22P02';
  return CHECKS[base.name]?.(value, base) ?? null;
}

type Check = (value: string, type: ResolvedType) => Refusal;

const integer: Check = (value, type) => {
  const range = MIN_MAX[type.name];
  if (!/^\s*[-+]?\d+\s*$/.test(value)) return HEXADECIMAL.test(value) || /\d_\d/.test(value) ? null : '22P02';
  const number = BigInt(value.trim().replace(/^\+/, ''));
  return range && (number < range[0] || number > range[1]) ? '22003' : null;
};
const numeric: Check = (value, type) => {
  if (NOT_FINITE.test(value)) return type.modifiers.length > 0 && /inf/i.test(value) ? '22003' : null;
  if (!DECIMAL.test(value)) return HEXADECIMAL.test(value) || /\d_\d/.test(value) ? null : '22P02';
  const size = numericSize(type.modifiers);
  return size && Math.abs(Number(value)) >= 10 ** (size.precision - size.scale) ? '22003' : null;
};
const float: Check = (value) => (DECIMAL.test(value) || NOT_FINITE.test(value) || HEXADECIMAL.test(value) ? null : '22P02');

const character: Check = (value, type) => {
  const limit = type.modifiers[0];
  // Blanks beyond the limit are cut off, anything else is refused.
  return typeof limit === 'number' && [...value.replace(/ +$/, '')].length > limit ? '22001' : null;
};

/** Words that the date and time types understand without a digit. */
const DATE_WORDS = /^\s*(now|today|tomorrow|yesterday|epoch|[-+]?infinity|allballs)\b/i;
const date: Check = (value) => (/\d/.test(value) || DATE_WORDS.test(value) ? null : '22007');
const interval: Check = (value) => (/\d/.test(value) || /^\s*[-+]?infinity\s*$/i.test(value) ? null : '22007');

const json: Check = (value) => {
  try {
    JSON.parse(value);
    return null;
  } catch {
    return '22P02';
  }
};

const bit: Check = (value, type) => {
  const digits = /^b?([01]*)$/i.exec(value)?.[1];
  if (digits === undefined) return /^x[0-9a-f]*$/i.test(value) ? null : '22P02';
  const limit = type.modifiers[0];
  if (typeof limit !== 'number') return null;
  if (type.name === 'bit') return digits.length === limit ? null : '22026';
  return digits.length > limit ? '22001' : null;
};

const BOOLEAN = /^\s*(t|tr|tru|true|f|fa|fal|fals|false|y|ye|yes|n|no|on|of|off|1|0)\s*$/i;
const UUID = /^\s*\{?([0-9a-f]{4}-?){8}\}?\s*$/i;

const CHECKS: Readonly<Record<string, Check>> = {
  int2: integer,
  int4: integer,
  int8: integer,
  oid: integer,
  numeric,
  float4: float,
  float8: float,
  varchar: character,
  bpchar: character,
  date,
  timestamp: date,
  timestamptz: date,
  time: date,
  timetz: date,
  interval,
  json,
  jsonb: json,
  bit,
  varbit: bit,
  bool: (value) => (BOOLEAN.test(value) ? null : '22P02'),
  uuid: (value) => (UUID.test(value) ? null : '22P02'),
};

/** A number written without quotes, stored in `type`. Whether there is a cast at all is asked elsewhere. */
export function refusesNumber(value: string, type: ResolvedType): Refusal {
  const base = underlying(type);
  if (base.array) return null;
  if (isCharacter(base)) return character(value, base);
  if (base.name === 'numeric') return numeric(value, base);
  const range = MIN_MAX[base.name];
  if (!range || !DECIMAL.test(value)) return null;
  const rounded = Math.round(Number(value));
  return rounded < Number(range[0]) || rounded > Number(range[1]) ? '22003' : null;
}

const MOMENTS = /^\s*(now|today|tomorrow|yesterday)\b/i;
const MOMENT_TYPES: ReadonlySet<string> = new Set(['date', 'time', 'timetz', 'timestamp', 'timestamptz']);

/** `'now'` and the like: evaluated once, when the DDL runs, and the same for ever after. */
export const isFrozenMoment = (value: string, type: ResolvedType): boolean => !type.array && MOMENT_TYPES.has(underlying(type).name) && MOMENTS.test(value);
