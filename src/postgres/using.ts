import type { Catalog, Table } from '../catalog/index.ts';
import { children, type Expression } from '../operation/index.ts';
import { findCast } from './casts.ts';
import { both, type Conversion, convert } from './conversions.ts';
import { COMPARISONS, typeOf } from './expression-type.ts';
import type { Loss, PostgresVersion } from './effects.ts';
import { lengthCoercion } from './typmods.ts';
import { isCharacter, isConstrained, isNumber, type ResolvedType, resolveType, sameType, underlying } from './types.ts';
import { columnsIn } from './volatility.ts';

/** The value that ALTER TYPE stores for each row, as far as one can follow it from the column's old value. */
export interface Transform {
  /** `literal`: takes any type. Null: nobody can tell. */
  readonly type: ResolvedType | 'literal' | null;
  /** Nothing but the stored bytes so far: no rewrite. Source: ATColumnChangeRequiresRewrite(). */
  readonly plain: boolean;
  readonly conversion: Conversion;
  /** The type whose values became text on the way: going back is no parsing of arbitrary text. */
  readonly via: ResolvedType | null;
  /** A cast that does not exist, or not without being written. */
  readonly missing: {
    readonly from: ResolvedType;
    readonly to: ResolvedType /** It is written, and there is none at all: 42846, not 42804. */;
    readonly written: boolean;
  } | null;
}

export interface TransformContext {
  readonly table: Table;
  readonly column: string;
  readonly catalog: Catalog;
  /** The session's time zone is UTC or the same as it. */
  readonly utc: boolean;
  /** timestamp ↔ timestamptz costs nothing while the zone is UTC (since 12). */
  readonly freeZone: boolean;
  readonly version: PostgresVersion;
}

const EXACT: Conversion = { problem: null, loses: null, blanksOnly: false };
const lossy = (loses: Loss['how']): Conversion => ({ problem: null, loses, blanksOnly: false });
const parsing = (sqlstate: string): Conversion => ({ problem: { problem: 'syntax', sqlstate, every: false, rare: null }, loses: null, blanksOnly: false });

/** A cast (`explicit`) or an assignment of `given` to a type. Source: coerce_to_target_type(). */
export function coerce(given: Transform, to: ResolvedType, explicit: boolean, context: TransformContext): Transform {
  const from = given.type;
  if (from === null || from === 'literal') return { ...given, type: to, plain: false, via: null };
  const cast = findCast(from, to, context.version);
  if (!cast || (!explicit && cast.context === 'explicit'))
    return { ...given, type: to, plain: false, missing: given.missing ?? { from, to, written: explicit } };
  const bytesStay = cast.method === 'none' || cast.method === 'binary' || (context.freeZone && isZoneCast(from, to));
  const target = underlying(to);
  // A domain's values need nothing to stay in it; otherwise its base type's modifiers and its constraints apply.
  const sameDomain = to.domain !== null && sameType(from, to);
  const length = sameDomain ? 'none' : lengthCoercion(target, sameType(from, target) ? from.modifiers : null);
  return {
    type: to,
    plain: given.plain && bytesStay && length === 'none' && (sameDomain || !isConstrained(to)),
    conversion: both(given.conversion, conversionOf(given, from, to, explicit, context.utc)),
    via: isCharacter(target) ? (given.via ?? (isCharacter(from) ? null : from)) : null,
    missing: given.missing,
  };
}

function isZoneCast(from: ResolvedType, to: ResolvedType): boolean {
  const pair = [underlying(from), underlying(to)];
  return pair.every((type) => !type.array && (type.name === 'timestamp' || type.name === 'timestamptz'));
}

/** Text that was written from values of a type is no arbitrary text when it is read back into a type of that kind. */
function conversionOf(given: Transform, from: ResolvedType, to: ResolvedType, explicit: boolean, utc: boolean): Conversion {
  const via = given.via && underlying(given.via);
  const target = underlying(to);
  const sameKind =
    via !== null &&
    via.array === target.array &&
    (sameType(via, target) || (via.kind === 'enum' && target.kind === 'enum') || (isNumber(via) && isNumber(target)));
  return convert(sameKind && isCharacter(from) ? via : from, to, explicit, utc);
}

/** Follows a USING expression. */
export function follow(expression: Expression, context: TransformContext): Transform {
  switch (expression.kind) {
    case 'column':
      return columnValue(expression, context);
    case 'cast':
      return coerce(follow(expression.operand, context), resolveType(expression.type, context.catalog), true, context);
    case 'collate':
      return follow(expression.operand, context);
    case 'call':
      return computed(expression, callConversion(expression, context), context);
    case 'operator':
      return computed(expression, operatorConversion(expression.operator), context);
    case 'nullTest':
    case 'booleanTest':
    case 'isDistinct':
    case 'in':
    case 'and':
    case 'or':
      return computed(expression, lossy('merged'), context);
    case 'case':
      return computed(expression, isInjective(expression, context) ? EXACT : lossy('merged'), context);
    case 'other':
      // One element of an array, one field of a row: the others are left behind.
      return computed(expression, expression.node === 'A_Indirection' ? lossy('truncated') : EXACT, context);
    default:
      return computed(expression, EXACT, context);
  }
}

function columnValue(expression: Extract<Expression, { kind: 'column' }>, context: TransformContext): Transform {
  const type = typeOf(expression, context.table, context.catalog);
  return { type, plain: expression.name === context.column, conversion: EXACT, via: null, missing: null };
}

/** Anything that is computed: rewrites, and does to the value what its operands and it do. */
function computed(expression: Expression, own: Conversion, context: TransformContext): Transform {
  const operands = children(expression)
    .filter((operand) => columnsIn(operand).has(context.column))
    .map((operand) => follow(operand, context));
  return {
    type: typeOf(expression, context.table, context.catalog),
    plain: false,
    conversion: operands.reduce((sum, operand) => both(sum, operand.conversion), own),
    via: null,
    missing: operands.find((operand) => operand.missing !== null)?.missing ?? null,
  };
}

const HOW: Readonly<Record<string, Loss['how']>> = Object.fromEntries([
  ...'lower upper initcap btrim ltrim rtrim trim md5 sha224 sha256 sha384 sha512 digest crypt length char_length character_length octet_length sign abs regexp_replace regexp_substr regexp_match replace translate overlay date_part extract mod json_typeof jsonb_typeof array_length cardinality jsonb_array_length json_array_length unaccent'
    .split(' ')
    .map((name) => [name, 'merged'] as const),
  ...'left right substring substr split_part date_trunc date_bin trunc floor jsonb_extract_path jsonb_extract_path_text json_extract_path json_extract_path_text'
    .split(' ')
    .map((name) => [name, 'truncated'] as const),
  ...'round ceil ceiling'.split(' ').map((name) => [name, 'rounded'] as const),
]);
const PARSERS: Readonly<Record<string, string>> = { to_date: '22007', to_number: '22P02', decode: '22023', convert_from: '22021' };

function callConversion(call: Extract<Expression, { kind: 'call' }>, context: TransformContext): Conversion {
  const name = call.function.name;
  if (name === 'to_timestamp') return call.arguments.length > 1 ? parsing('22007') : EXACT;
  // AT TIME ZONE: a constant zone maps instants one to one, give or take the hour of a clock change.
  if (name === 'timezone') return call.arguments.length > 0 && columnsIn(call.arguments[0] ?? call).has(context.column) ? lossy('merged') : EXACT;
  const sqlstate = PARSERS[name];
  return sqlstate === undefined ? lossy(HOW[name] ?? null) : parsing(sqlstate);
}

const PARTS: ReadonlySet<string> = new Set(['->', '->>', '#>', '#>>', '#-']);

function operatorConversion(operator: string): Conversion {
  if (COMPARISONS.has(operator)) return lossy('merged');
  if (PARTS.has(operator)) return lossy('truncated');
  return operator === '/' ? lossy('rounded') : EXACT;
}

/** A CASE that maps each value it names to another one, and leaves no value unnamed: an enum or boolean spelt anew. */
function isInjective(expression: Extract<Expression, { kind: 'case' }>, context: TransformContext): boolean {
  const results = [...expression.branches.map((branch) => branch.then), ...(expression.otherwise ? [expression.otherwise] : [])];
  const constants = results.map((result) => constantOf(result));
  if (constants.some((constant) => constant === null) || new Set(constants).size < constants.length) return false;
  const type = typeOf({ kind: 'column', table: null, name: context.column }, context.table, context.catalog);
  if (type === null || type === 'literal') return false;
  const values = type.name === 'bool' && !type.array ? 2 : (type.labels?.length ?? Number.POSITIVE_INFINITY);
  return values <= results.length;
}

function constantOf(expression: Expression): string | null {
  if (expression.kind === 'cast') return constantOf(expression.operand);
  return expression.kind === 'literal' && expression.type !== 'null' ? expression.value : null;
}
