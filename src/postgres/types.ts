import { type Catalog, findType } from '../catalog/index.ts';
import type { TypeName } from '../operation/index.ts';

/** A type as the server sees it, domains opened and named types looked up. */
export interface ResolvedType {
  readonly kind: 'base' | 'enum' | 'domain' | 'composite' | 'range' | 'unknown';
  /** Identity: PostgreSQL's internal name of a built-in type (`int4`), `schema.name` of a named one. The element's, for an array. */
  readonly name: string;
  readonly modifiers: readonly (number | string)[];
  readonly array: boolean;
  /** Labels of an enum, in order; null for other types. */
  readonly labels: readonly string[] | null;
  readonly domain: { readonly base: ResolvedType; readonly checks: boolean; readonly notNull: boolean } | null;
}

const CORE =
  'bool int2 int4 int8 float4 float8 numeric money oid xid xid8 text varchar bpchar name char citext bytea uuid json jsonb xml ' +
  'date time timetz timestamp timestamptz interval inet cidr macaddr macaddr8 bit varbit tsvector tsquery ' +
  'point line lseg box path polygon circle pg_lsn txid_snapshot pg_snapshot jsonpath regclass regtype regproc regprocedure regoper regoperator ' +
  'regconfig regdictionary regnamespace regrole regcollation record void';
const RANGES =
  'int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange';
/** Types of extensions, known by name wherever the extension was installed. */
const EXTENSIONS = 'hstore ltree lquery ltxtquery cube seg isbn isbn13 issn ean13 vector halfvec sparsevec geometry geography box2d box3d raster';

const BASE_TYPES: ReadonlySet<string> = new Set([...CORE.split(' '), ...EXTENSIONS.split(' ')]);
const RANGE_TYPES: ReadonlySet<string> = new Set(RANGES.split(' '));
const SERIAL_TYPES: ReadonlyMap<string, string> = new Map([
  ['smallserial', 'int2'],
  ['serial2', 'int2'],
  ['serial', 'int4'],
  ['serial4', 'int4'],
  ['bigserial', 'int8'],
  ['serial8', 'int8'],
]);

export const isSerial = (type: TypeName): boolean => type.schema === null && SERIAL_TYPES.has(type.name);

/** A built-in scalar without modifiers. */
export const baseType = (name: string, array = false, modifiers: readonly (number | string)[] = []): ResolvedType => ({
  kind: RANGE_TYPES.has(name) ? 'range' : 'base',
  name,
  modifiers,
  array,
  labels: null,
  domain: null,
});

/** A type's internal name as pg_type has it: `_text` is `text[]`. */
export const typeOfInternalName = (name: string): ResolvedType => (name.startsWith('_') ? baseType(name.slice(1), true) : baseType(name));

/** What a written type is on the server. `unknown`: nobody saw it created. */
export function resolveType(type: TypeName, catalog: Catalog): ResolvedType {
  const array = type.dimensions > 0;
  if (type.schema === null || type.schema === 'pg_catalog') {
    const name = SERIAL_TYPES.get(type.name) ?? type.name;
    if (name !== 'citext' && (BASE_TYPES.has(name) || RANGE_TYPES.has(name))) return baseType(name, array, type.modifiers);
  }
  return resolveNamed(type, catalog, array);
}

function resolveNamed(type: TypeName, catalog: Catalog, array: boolean): ResolvedType {
  const found = findType(catalog, type);
  const modifiers = type.modifiers;
  if (found.is !== 'present') {
    // An extension's types belong to no statement that we see; their names are enough.
    if (BASE_TYPES.has(type.name)) return baseType(type.name, array, modifiers);
    return { kind: 'unknown', name: type.schema === null ? type.name : `${type.schema}.${type.name}`, modifiers, array, labels: null, domain: null };
  }
  const value = found.value;
  const name = `${value.schema}.${value.name}`;
  switch (value.kind) {
    case 'enum':
      return { kind: 'enum', name, modifiers: [], array, labels: value.assumed ? null : value.values, domain: null };
    case 'domain': {
      const base = resolveType(value.base, catalog);
      return { kind: 'domain', name, modifiers: [], array, labels: null, domain: { base, checks: value.checks.length > 0, notNull: value.notNull } };
    }
    case 'composite':
      return { kind: 'composite', name, modifiers: [], array, labels: null, domain: null };
    case 'range':
      return { kind: 'range', name, modifiers: [], array, labels: null, domain: null };
    case 'base':
    case 'shell':
      return { kind: 'unknown', name, modifiers, array, labels: null, domain: null };
  }
}

/** The type beneath a domain (and beneath domains over domains). An array of a domain stays what it is. */
export function underlying(type: ResolvedType): ResolvedType {
  return type.domain && !type.array ? underlying(type.domain.base) : type;
}

/** The element type of an array. */
export const elementOf = (type: ResolvedType): ResolvedType => ({ ...type, array: false });

/** A domain that checks its values: a CHECK or NOT NULL of its own or of a domain beneath. An array of it does not count (DomainHasConstraints). */
export function isConstrained(type: ResolvedType): boolean {
  if (!type.domain || type.array) return false;
  return type.domain.checks || type.domain.notNull || isConstrained(type.domain.base);
}

/** A domain beneath which some level says NOT NULL. */
export const refusesNull = (type: ResolvedType): boolean => type.domain !== null && !type.array && (type.domain.notNull || refusesNull(type.domain.base));

/** Same type, modifiers aside. */
export const sameType = (a: ResolvedType, b: ResolvedType): boolean => a.name === b.name && a.array === b.array;

/** Same type and same modifiers: what a prepared statement's result is compared by. */
export const identical = (a: ResolvedType, b: ResolvedType): boolean => sameType(a, b) && a.modifiers.join() === b.modifiers.join();

const CHARACTER: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'name', 'citext']);
/** Type category S: values go in and out of it as text, by assignment. */
export const isCharacter = (type: ResolvedType): boolean => !type.array && CHARACTER.has(underlying(type).name);

const NUMBERS: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'oid', 'money']);
/** Types whose values are written as numbers. */
export const isNumber = (type: ResolvedType): boolean => !type.array && NUMBERS.has(underlying(type).name);

/** Types that GENERATED … AS IDENTITY takes; 22023 for others. What nobody knows is let pass. */
export const isIdentityType = (type: ResolvedType): boolean =>
  type.kind === 'unknown' || (!type.array && ['int2', 'int4', 'int8'].includes(underlying(type).name));

/** `(10, 2)`, or nothing: modifiers as SQL writes them behind a type's name. */
export const writeModifiers = (modifiers: readonly (number | string)[]): string => (modifiers.length === 0 ? '' : `(${modifiers.join(', ')})`);
