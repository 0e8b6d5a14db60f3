import { NEWEST_POSTGRES, type PostgresVersion } from './effects.ts';
import { elementOf, isCharacter, isConstrained, type ResolvedType, sameType, underlying } from './types.ts';

/** How far a cast goes by itself: `implicit` everywhere, `assignment` on storing (and in ALTER TYPE), `explicit` only when written. */
export type CastContext = 'implicit' | 'assignment' | 'explicit';

/** `binary`: the bytes stay as they are. `text`: out and in again as text. */
export interface Cast {
  readonly context: CastContext;
  readonly method: 'none' | 'binary' | 'function' | 'text' | 'array';
}

/**
 * pg_cast of PostgreSQL 18 for the types that columns have; citext from its extension. `type: targets`, each with
 * i(mplicit), a(ssignment), e(xplicit) and b(inary), f(unction), t(ext).
 */
const TABLE = `
bool: int4ef textaf bpcharaf varcharaf citextaf
int2: int4if int8if float4if float8if numericif oidif regclassif byteaef
int4: int2af int8if float4if float8if numericif moneyaf boolef bitef charef oidib regclassib regtypeib byteaef
int8: int2af int4af float4if float8if numericif moneyaf bitef oidif regclassif byteaef
numeric: int2af int4af int8af float4if float8if moneyaf
float4: int2af int4af int8af float8if numericaf
float8: int2af int4af int8af float4af numericaf
money: numericaf
oid: int4ab int8af regclassib regtypeib
regclass: int4ab int8af oidib
regtype: int4ab int8af oidib
char: textif bpcharaf varcharaf int4ef
name: textif bpcharaf varcharaf
text: bpcharib varcharib nameif charaf xmlef regclassif citextab
varchar: textib bpcharib nameif charaf xmlef regclassif citextab
bpchar: textif varcharif nameif charaf xmlef citextaf
citext: textib varcharib bpcharab
xml: textab bpcharab varcharab
json: jsonbat
jsonb: jsonat boolef int2ef int4ef int8ef float4ef float8ef numericef
bytea: int2ef int4ef int8ef
cidr: textaf bpcharaf varcharaf inetib
inet: textaf bpcharaf varcharaf cidraf citextaf
macaddr: macaddr8if
macaddr8: macaddrif
date: timestampif timestamptzif
time: intervalif timetzif
timetz: timeaf
timestamp: dateaf timeaf timestamptzif
timestamptz: dateaf timeaf timestampaf timetzaf
interval: timeaf
bit: int4ef int8ef varbitib
varbit: bitib
point: boxaf
lseg: pointef
path: polygonaf
box: pointef lsegef polygonaf circleef
polygon: pointef pathaf boxef circleef
circle: pointef boxef polygonef
hstore: jsonaf jsonbaf
int4range: int4multirangeef
int8range: int8multirangeef
numrange: nummultirangeef
tsrange: tsmultirangeef
tstzrange: tstzmultirangeef
daterange: datemultirangeef`;

const CONTEXTS: Readonly<Record<string, CastContext>> = { i: 'implicit', a: 'assignment', e: 'explicit' };
const METHODS: Readonly<Record<string, Cast['method']>> = { b: 'binary', f: 'function', t: 'text' };

const BY_PAIR: ReadonlyMap<string, Cast> = new Map(
  TABLE.trim()
    .split('\n')
    .flatMap((line) => {
      const [from = '', targets = ''] = line.split(': ');
      return targets
        .split(' ')
        .map((target): [string, Cast] => [
          `${from} ${target.slice(0, -2)}`,
          { context: CONTEXTS[target.at(-2) ?? ''] ?? 'explicit', method: METHODS[target.at(-1) ?? ''] ?? 'function' },
        ]);
    }),
);

const NOTHING_TO_DO: Cast = { context: 'implicit', method: 'none' };

/**
 * The cast from one type to another, length coercion aside; null: there is none. Domains are opened first.
 * Source: find_coercion_pathway() in parse_coerce.c.
 */
export function findCast(from: ResolvedType, to: ResolvedType, version: PostgresVersion = NEWEST_POSTGRES): Cast | null {
  const source = underlying(from);
  const target = underlying(to);
  if (sameType(source, target)) return NOTHING_TO_DO;
  if (source.kind === 'unknown' || target.kind === 'unknown') return unknownCast(source, target);
  if (!source.array && !target.array) {
    const listed = BY_PAIR.get(`${source.name} ${target.name}`);
    // The casts between bytea and the integers are of 18.
    if (listed && (version >= 18 || source.name !== 'bytea') && (version >= 18 || target.name !== 'bytea')) return listed;
  }
  if (source.array && target.array) {
    const element = findCast(elementOf(source), elementOf(target), version);
    if (element && !(element.method === 'text' && element.context === 'explicit')) return { context: element.context, method: 'array' };
    return element;
  }
  if (isCharacter(target)) return { context: 'assignment', method: 'text' };
  if (isCharacter(source)) return { context: 'explicit', method: 'text' };
  return null;
}

/** A type that nobody saw created may have casts of its own: what cannot be known is not refused. */
function unknownCast(source: ResolvedType, target: ResolvedType): Cast {
  return { context: 'assignment', method: isCharacter(target) || isCharacter(source) ? 'text' : 'function' };
}

/** Can values of `from` be stored in a column of `to` without writing a cast? */
export const isAssignable = (from: ResolvedType, to: ResolvedType): boolean => {
  const cast = findCast(from, to);
  return cast !== null && cast.context !== 'explicit';
};

/** Same bytes, so that an index's operator class for `to` can take `from`. */
export function isBinaryCoercible(from: ResolvedType, to: ResolvedType): boolean {
  const cast = findCast(from, to);
  return cast !== null && (cast.method === 'none' || (cast.method === 'binary' && cast.context === 'implicit')) && !isConstrained(to);
}
