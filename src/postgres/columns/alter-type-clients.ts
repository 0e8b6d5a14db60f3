import { breaks, isExisting } from '../build.ts';
import { isAssignable } from '../casts.ts';
import { convert, removedLabels, syntaxSqlstate } from '../conversions.ts';
import type { Breakage } from '../effects.ts';
import { elementOf, isCharacter, isNumber, type ResolvedType, sameType, underlying } from '../types.ts';
import type { AlteredColumn } from './alter-type-dependents.ts';
import { isKnownToClient } from './column.ts';

/** What the deployed client notices of a type change: by statements that it prepared, values that it reads, and values that it writes. */
export function typeClientBreaks({ catalog, target, change, operation }: AlteredColumn): readonly Breakage[] {
  if (!isKnownToClient(catalog, target) || !isExisting(catalog, target.key)) return [];
  const at = { table: target.key, column: operation.column };
  return [
    ...(change.prepared ? [breaks(at.table, 'prepared', '0A000', at.column)] : []),
    ...(readAs(change.from) === readAs(change.to) ? [] : [breaks(at.table, 'select', null, at.column)]),
    ...writes(change.from, change.to).map(({ client, sqlstate, when }) => breaks(at.table, client, sqlstate, at.column, when)),
  ];
}

/** What a generated client makes of a value: types of one group arrive as the same kind of value. */
const GROUPS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    integer: 'int2 int4 int8 oid',
    float: 'float4 float8',
    decimal: 'numeric money',
    boolean: 'bool',
    moment: 'timestamp timestamptz date time timetz',
    json: 'json jsonb',
    bytes: 'bytea',
  }).flatMap(([group, names]) => names.split(' ').map((name) => [name, group] as const)),
);

/** Everything else comes as text: strings, enums, uuid, inet, xml, … */
function readAs(type: ResolvedType): string {
  const base = underlying(type);
  return `${GROUPS[base.name] ?? 'text'}${base.array ? '[]' : ''}`;
}

interface Write {
  readonly client: Breakage['client'];
  readonly sqlstate: string;
  readonly when: 'always' | 'values';
}
const write = (client: Breakage['client'], sqlstate: string, when: Write['when'] = 'always'): readonly Write[] => [{ client, sqlstate, when }];

/** A value written as the old type is, stored in a column of the new one: numbers and booleans bare, enum labels cast to their type, the rest quoted. */
function writes(from: ResolvedType, to: ResolvedType): readonly Write[] {
  const source = underlying(from);
  const target = underlying(to);
  if (source.kind === 'unknown' || target.kind === 'unknown' || sameTypeAndLabels(source, target)) return lengthOnly(source, target);
  if (source.kind === 'enum') return enumWrites(source, target);
  if (source.array !== target.array) return source.array || !isBare(source) ? (isCharacter(target) ? [] : write('insert', '22P02')) : write('insert', '42804');
  if (isBare(source) && !source.array) {
    if (!isAssignable(source, target)) return write('insert', '42804');
    return refusedValues(source, target);
  }
  return quotedWrites(source, target);
}

const sameTypeAndLabels = (source: ResolvedType, target: ResolvedType): boolean => sameType(source, target) && source.kind !== 'enum';
const isBare = (type: ResolvedType): boolean => isNumber(type) || type.name === 'bool';

function lengthOnly(source: ResolvedType, target: ResolvedType): readonly Write[] {
  return sameType(source, target) ? refusedValues(source, target) : [];
}

/** Some values of the old type are refused by the new one. */
function refusedValues(source: ResolvedType, target: ResolvedType): readonly Write[] {
  const { problem } = convert(source, target, false, true);
  return problem === null || problem.rare !== null ? [] : write('insert', problem.sqlstate, problem.every ? 'always' : 'values');
}

/** The client casts to the type it knows: `'A'::"Status"`. Once the column has another type, only text takes that. */
function enumWrites(source: ResolvedType, target: ResolvedType): readonly Write[] {
  if (isCharacter(target) && !source.array) return refusedValues(source, target);
  if (sameType(source, target)) return [];
  const removed = target.kind === 'enum' && source.array === target.array ? removedLabels(source, target) : null;
  return [...write('enum', '42804'), ...(removed !== null && removed.length > 0 ? write('enum', '22P02', 'values') : [])];
}

const TEXT_FORMS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    moment: 'timestamp timestamptz date',
    clock: 'time timetz',
    json: 'json jsonb',
    network: 'inet cidr',
    bits: 'bit varbit',
    mac: 'macaddr macaddr8',
  }).flatMap(([form, names]) => names.split(' ').map((name) => [name, form] as const)),
);

/** A quoted value goes through the new type's input function. That of another form never fits; free text may. */
function quotedWrites(source: ResolvedType, target: ResolvedType): readonly Write[] {
  const [from, to] = [elementOf(source), elementOf(target)];
  if (isCharacter(to)) return refusedValues(from, to);
  if (isCharacter(from)) return write('insert', syntaxSqlstate(target), 'values');
  const sameForm = from.name === to.name || (TEXT_FORMS[from.name] !== undefined && TEXT_FORMS[from.name] === TEXT_FORMS[to.name]);
  return sameForm ? refusedValues(from, to) : write('insert', syntaxSqlstate(target));
}
