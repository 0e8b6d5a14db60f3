import type { Loss } from './effects.ts';
import { numericSize } from './typmods.ts';
import { elementOf, isCharacter, isNumber, type ResolvedType, sameType, underlying } from './types.ts';

/** What can stop a value on its way from one type to another. */
export interface ConversionProblem {
  readonly problem: 'syntax' | 'too-long' | 'out-of-range' | 'removed-enum-value';
  readonly sqlstate: string;
  /** It meets every value, not some. */
  readonly every: boolean;
  /** In words, when hardly any value is like that; null otherwise. */
  readonly rare: string | null;
}

/** What a conversion does to values, measured and by the functions' definitions. */
export interface Conversion {
  readonly problem: ConversionProblem | null;
  /** How values change silently; null: none does. */
  readonly loses: Loss['how'];
  /** Only blanks at the end are lost: what SQL calls equal. */
  readonly blanksOnly: boolean;
}

const EXACT: Conversion = { problem: null, loses: null, blanksOnly: false };
const problem = (what: ConversionProblem['problem'], sqlstate: string, more: Partial<ConversionProblem> = {}): ConversionProblem => ({
  problem: what,
  sqlstate,
  every: more.every ?? false,
  rare: more.rare ?? null,
});
const lossy = (loses: Loss['how'], failure: ConversionProblem | null = null): Conversion => ({ problem: failure, loses, blanksOnly: false });
const failing = (failure: ConversionProblem): Conversion => ({ problem: failure, loses: null, blanksOnly: false });

/** One conversion after the other: the first problem stops, any loss stays. */
export const both = (a: Conversion, b: Conversion): Conversion => ({
  problem: a.problem ?? b.problem,
  loses: a.loses ?? b.loses,
  blanksOnly: a.loses === null ? b.blanksOnly : a.blanksOnly && (b.loses === null || b.blanksOnly),
});

/** Storing values of `from` as `to`; `explicit`: a written cast, which truncates strings where storing would refuse them. */
export function convert(from: ResolvedType, to: ResolvedType, explicit: boolean, utc: boolean): Conversion {
  const source = underlying(from);
  const target = underlying(to);
  if (source.array !== target.array) {
    if (isCharacter(target)) return intoText(source, target, explicit);
    return isCharacter(source) ? failing(problem('syntax', '22P02')) : EXACT;
  }
  if (source.array) return convert(elementOf(source), elementOf(target), explicit, utc);
  if (isCharacter(target)) return intoText(source, target, explicit);
  if (isCharacter(source)) return fromText(target);
  if (isNumber(source) && isNumber(target)) return betweenNumbers(source, target);
  if (source.kind === 'enum' && target.kind === 'enum') return betweenEnums(source, target);
  return PAIRS[`${source.name} ${target.name}`]?.(source, target, { explicit, utc }) ?? EXACT;
}

// ── Text ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Longest text that a type's output function gives, in characters; null: no limit, or none that is known. */
const LONGEST: Readonly<Record<string, number>> = {
  bool: 5,
  int2: 6,
  int4: 11,
  int8: 20,
  oid: 10,
  float4: 15,
  float8: 24,
  money: 27,
  uuid: 36,
  date: 13,
  time: 15,
  timetz: 24,
  timestamp: 29,
  timestamptz: 32,
  macaddr: 17,
  macaddr8: 23,
  cidr: 43,
  inet: 43,
  char: 1,
  name: 63,
};
const limitOf = (type: ResolvedType): number | null => {
  if (type.name === 'bpchar' || type.name === 'varchar') return typeof type.modifiers[0] === 'number' ? type.modifiers[0] : null;
  return type.name === 'name' ? 63 : null;
};
function longestOf(type: ResolvedType): number | null {
  if (type.array) return null;
  if (type.labels) return Math.max(0, ...type.labels.map((label) => label.length));
  if (type.name === 'bit' || type.name === 'varbit') return lengthOf(type);
  const size = type.name === 'numeric' ? numericSize(type.modifiers) : null;
  // Sign, point, and the zero before it.
  if (size) return Math.max(size.precision + 3, 3);
  return limitOf(type) ?? LONGEST[type.name] ?? null;
}

function intoText(source: ResolvedType, target: ResolvedType, explicit: boolean): Conversion {
  const limit = limitOf(target);
  const longest = longestOf(source);
  if (limit === null || (longest !== null && longest <= limit)) return EXACT;
  if (target.name === 'name' || explicit) return lossy('truncated');
  const tooLong = problem('too-long', '22001');
  return isCharacter(source) && source.name !== 'bpchar' ? { problem: tooLong, loses: 'truncated', blanksOnly: true } : failing(tooLong);
}

/** SQLSTATE of a type's input function for text that it does not understand. */
const SYNTAX_SQLSTATE: Readonly<Record<string, string>> = {
  date: '22007',
  time: '22007',
  timetz: '22007',
  timestamp: '22007',
  timestamptz: '22007',
  interval: '22007',
  xml: '2200N',
  tsquery: '42601',
  tsvector: '42601',
  jsonpath: '42601',
};
export const syntaxSqlstate = (type: ResolvedType): string => (type.array ? '22P02' : (SYNTAX_SQLSTATE[underlying(type).name] ?? '22P02'));

const fromText = (target: ResolvedType): Conversion => (target.name === 'char' ? lossy('truncated') : failing(problem('syntax', syntaxSqlstate(target))));

// ── Enums ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Labels of `source` that `target` has not. Null: the labels of one of them are not known. */
export const removedLabels = (source: ResolvedType, target: ResolvedType): readonly string[] | null => {
  const kept = target.labels;
  return source.labels && kept ? source.labels.filter((label) => !kept.includes(label)) : null;
};

function betweenEnums(source: ResolvedType, target: ResolvedType): Conversion {
  if (sameType(source, target) || removedLabels(source, target)?.length === 0) return EXACT;
  return failing(problem('removed-enum-value', '22P02'));
}

// ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Digits before the point that the largest value has; for `float8` and plain `numeric`: more than anything takes. */
const DIGITS: Readonly<Record<string, number>> = { int2: 5, int4: 10, oid: 10, int8: 19, money: 17, float4: 39, float8: 309 };
const INTEGER_BITS: Readonly<Record<string, number>> = { int2: 15, int4: 31, oid: 32, int8: 63 };
/** Integers up to 2^bits are exact in it. */
const MANTISSA_BITS: Readonly<Record<string, number>> = { float4: 24, float8: 53 };
const DECIMAL_DIGITS: Readonly<Record<string, number>> = { float4: 6, float8: 15 };
const outOfRange = problem('out-of-range', '22003');
const UNLIMITED = 131072;

const isInteger = (type: ResolvedType): boolean => type.name in INTEGER_BITS;
const isFloat = (type: ResolvedType): boolean => type.name in MANTISSA_BITS;

function wholeDigits(type: ResolvedType): number {
  const size = type.name === 'numeric' ? numericSize(type.modifiers) : null;
  return size ? size.precision - size.scale : (DIGITS[type.name] ?? UNLIMITED);
}
function fractionDigits(type: ResolvedType): number {
  if (isInteger(type)) return 0;
  if (type.name === 'money') return 2;
  return type.name === 'numeric' ? (numericSize(type.modifiers)?.scale ?? UNLIMITED) : UNLIMITED;
}

function betweenNumbers(source: ResolvedType, target: ResolvedType): Conversion {
  // oid and integer share their bytes: large ones only read as negative.
  const pair = [source.name, target.name];
  if (pair.includes('oid') && pair.includes('int4')) return EXACT;
  if (isInteger(source) && isInteger(target)) return (INTEGER_BITS[source.name] ?? 0) > (INTEGER_BITS[target.name] ?? 0) ? failing(outOfRange) : EXACT;
  if (isFloat(source) && isFloat(target)) return source.name === 'float8' && target.name === 'float4' ? lossy('rounded', outOfRange) : EXACT;
  const rounded = rounds(source, target) ? ('rounded' as const) : null;
  if (source.name === 'numeric' && source.modifiers.length === 0 && target.name === 'float8')
    return { problem: { ...outOfRange, rare: 'only a number of more than 308 digits overflows' }, loses: rounded, blanksOnly: false };
  return { problem: overflows(source, target) ? outOfRange : rounded ? overflowsByRounding(source, target) : null, loses: rounded, blanksOnly: false };
}

/** 99.95 does not fit numeric(3, 1) although it has two digits before the point. */
function overflowsByRounding(source: ResolvedType, target: ResolvedType): ConversionProblem | null {
  const tight = target.name === 'numeric' && target.modifiers.length > 0 && wholeDigits(source) === wholeDigits(target);
  return tight ? problem('out-of-range', '22003', { rare: 'only a value that rounds up to one more digit overflows' }) : null;
}

function overflows(source: ResolvedType, target: ResolvedType): boolean {
  if (isFloat(target)) return wholeDigits(source) > wholeDigits(target) - 1;
  if (isInteger(target)) return wholeDigits(source) >= (DIGITS[target.name] ?? 0);
  return wholeDigits(source) > wholeDigits(target);
}

function rounds(source: ResolvedType, target: ResolvedType): boolean {
  if (isFloat(target)) {
    if (isInteger(source)) return (INTEGER_BITS[source.name] ?? 0) > (MANTISSA_BITS[target.name] ?? 0);
    return wholeDigits(source) + fractionDigits(source) > (DECIMAL_DIGITS[target.name] ?? 0);
  }
  // float → numeric keeps 6 or 15 digits; a plain numeric takes everything else as it is.
  if (target.name === 'numeric' && target.modifiers.length === 0) return isFloat(source);
  return fractionDigits(source) > fractionDigits(target);
}

// ── Pairs of their own ───────────────────────────────────────────────────────────────────────────────────────────

interface How {
  readonly explicit: boolean;
  readonly utc: boolean;
}
type Rule = (source: ResolvedType, target: ResolvedType, how: How) => Conversion;

const precisionOf = (type: ResolvedType): number => {
  const value = type.name === 'interval' ? type.modifiers[1] : type.modifiers[0];
  return typeof value === 'number' ? value : 6;
};
const rounding: Rule = (source, target) => (precisionOf(target) < precisionOf(source) ? lossy('rounded') : EXACT);
const truncating: Rule = () => lossy('truncated');
/** Between local and absolute time: the same instants only while the session's zone is UTC. */
const reinterpreting: Rule = (source, target, how) => both(how.utc ? EXACT : lossy('reinterpreted'), rounding(source, target, how));
const lengthOf = (type: ResolvedType): number | null => (typeof type.modifiers[0] === 'number' ? type.modifiers[0] : null);

const bits: Rule = (source, target, { explicit }) => {
  const [has, takes] = [lengthOf(source), lengthOf(target)];
  if (takes === null || (has !== null && (target.name === 'varbit' ? has <= takes : has === takes && source.name === 'bit'))) return EXACT;
  if (explicit) return has !== null && has <= takes ? EXACT : lossy('truncated');
  const every = source.name === 'bit' && has !== null;
  return failing(target.name === 'bit' ? problem('out-of-range', '22026', { every }) : problem('too-long', '22001', { every }));
};

const intervalFields: Rule = (source, target) => {
  const restricts = target.modifiers[0] !== undefined && target.modifiers[0] !== 0x7fff && target.modifiers[0] !== source.modifiers[0];
  return restricts ? lossy('truncated') : rounding(source, target, { explicit: false, utc: true });
};

const PAIRS: Readonly<Record<string, Rule>> = {
  'timestamp timestamp': rounding,
  'timestamptz timestamptz': rounding,
  'time time': rounding,
  'timetz timetz': rounding,
  'interval interval': intervalFields,
  'timestamp timestamptz': reinterpreting,
  'timestamptz timestamp': reinterpreting,
  'date timestamptz': (_source, _target, how) => (how.utc ? EXACT : lossy('reinterpreted')),
  'time timetz': reinterpreting,
  'timestamp date': truncating,
  'timestamptz date': truncating,
  'timestamp time': truncating,
  'timestamptz time': truncating,
  'timestamptz timetz': truncating,
  'timetz time': truncating,
  'interval time': truncating,
  'inet cidr': truncating,
  'macaddr8 macaddr': () => failing(outOfRange),
  'json jsonb': () => failing(problem('syntax', '22P05', { rare: 'only a value with the escape \\u0000 has no jsonb form' })),
  'jsonb bool': () => failing(problem('syntax', '22023')),
  'jsonb int2': () => failing(problem('syntax', '22023')),
  'jsonb int4': () => failing(problem('syntax', '22023')),
  'jsonb int8': () => failing(problem('syntax', '22023')),
  'jsonb numeric': () => failing(problem('syntax', '22023')),
  'jsonb float4': () => failing(problem('syntax', '22023')),
  'jsonb float8': () => failing(problem('syntax', '22023')),
  'int4 bool': () => lossy('merged'),
  'int4 bit': () => lossy('truncated'),
  'int8 bit': () => lossy('truncated'),
  'bit bit': bits,
  'bit varbit': bits,
  'varbit bit': bits,
  'varbit varbit': bits,
};
