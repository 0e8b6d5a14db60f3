import type { QualifiedName } from '../core/index.ts';
import { findCast, isBinaryCoercible } from './casts.ts';
import { baseType, type ResolvedType, sameType, underlying } from './types.ts';

/** The operator class of an index key. */
export interface OperatorClass {
  readonly name: string;
  /** The type it is for; null: any array, enum, range or row (then the key's own type is part of the index). */
  readonly input: string | null;
}

/** Types whose btree class is named otherwise than `type_ops`, or is that of a type they are binary coercible to. */
const BTREE: Readonly<Record<string, string>> = {
  varchar: 'text',
  cidr: 'inet',
  regclass: 'oid',
  regtype: 'oid',
  regproc: 'oid',
  regprocedure: 'oid',
  regoper: 'oid',
  regoperator: 'oid',
  regconfig: 'oid',
  regdictionary: 'oid',
  regnamespace: 'oid',
  regrole: 'oid',
  regcollation: 'oid',
};
const SCALARS =
  'bool int2 int4 int8 float4 float8 numeric money oid xid8 text bpchar name char citext bytea uuid jsonb date time timetz timestamp timestamptz interval inet ' +
  'macaddr macaddr8 bit varbit tsvector tsquery pg_lsn hstore ltree vector halfvec sparsevec geometry geography isbn isbn13 issn ean13 cube seg';
const BTREE_TYPES: ReadonlySet<string> = new Set(SCALARS.split(' '));
/** Types of the core that no operator class of an access method takes by default, besides those that it lists. */
const DEFAULTS: Readonly<Record<string, ReadonlySet<string>>> = {
  gin: new Set(['jsonb', 'tsvector', 'hstore']),
  gist: new Set(['point', 'box', 'circle', 'polygon', 'tsvector', 'tsquery', 'ltree', 'geometry', 'geography', 'cube', 'seg']),
  spgist: new Set(['text', 'point', 'box', 'polygon', 'inet', 'geometry', 'geography']),
};
const NO_HASH: ReadonlySet<string> = new Set(['money', 'bit', 'varbit', 'tsvector', 'tsquery', 'geometry', 'vector', 'halfvec', 'sparsevec', 'cube', 'seg']);
const NO_BRIN: ReadonlySet<string> = new Set([
  'bool',
  'money',
  'citext',
  'jsonb',
  'tsvector',
  'tsquery',
  'hstore',
  'ltree',
  'vector',
  'halfvec',
  'sparsevec',
  'xid8',
  'cube',
  'seg',
]);

/** Input types of the classes that index definitions name, where the name does not say it. */
const NAMED: Readonly<Record<string, string>> = {
  text_pattern_ops: 'text',
  varchar_pattern_ops: 'text',
  varchar_ops: 'text',
  bpchar_pattern_ops: 'bpchar',
  citext_pattern_ops: 'citext',
  gin_trgm_ops: 'text',
  gist_trgm_ops: 'text',
  jsonb_path_ops: 'jsonb',
  cidr_ops: 'inet',
  gin_hstore_ops: 'hstore',
  gist_hstore_ops: 'hstore',
};

/** The class that an index of `method` takes for a type. Null: there is none (42704). `unknown`: nobody can tell from here. */
export function defaultOperatorClass(type: ResolvedType, method: string): OperatorClass | 'unknown' | null {
  const base = underlying(type);
  if (base.kind === 'unknown') return 'unknown';
  if (base.array) return method === 'brin' || method === 'spgist' || method === 'gist' ? null : { name: 'array_ops', input: null };
  if (base.kind === 'enum')
    return ['btree', 'hash'].includes(method) ? { name: 'enum_ops', input: null } : method === 'gist' || method === 'gin' ? 'unknown' : null;
  if (base.kind === 'range') return method === 'gin' ? null : { name: 'range_ops', input: null };
  if (base.kind === 'composite') return ['btree', 'hash'].includes(method) ? { name: 'record_ops', input: null } : null;
  return defaultOfBase(BTREE[base.name] ?? base.name, method);
}

function defaultOfBase(name: string, method: string): OperatorClass | 'unknown' | null {
  const found: OperatorClass = { name: `${name}_ops`, input: name };
  switch (method) {
    case 'btree':
      return BTREE_TYPES.has(name) ? found : null;
    case 'hash':
      return BTREE_TYPES.has(name) && !NO_HASH.has(name) ? found : null;
    case 'brin':
      return BTREE_TYPES.has(name) && !NO_BRIN.has(name) ? found : null;
    case 'gin':
    case 'gist':
    case 'spgist':
      if (DEFAULTS[method]?.has(name)) return found;
      // btree_gin and btree_gist bring classes for the scalars; whether they are installed is not asked here.
      return method !== 'spgist' && BTREE_TYPES.has(name) ? 'unknown' : null;
    default:
      return 'unknown';
  }
}

/** The class that a definition names. */
function namedOperatorClass(name: QualifiedName): OperatorClass | 'unknown' {
  const input = NAMED[name.name] ?? (name.name.endsWith('_ops') ? name.name.slice(0, -4).replace(/^varchar$/, 'text') : null);
  return input !== null && BTREE_TYPES.has(input) ? { name: name.name.replace(/^varchar_ops$/, 'text_ops'), input } : 'unknown';
}

/** What becomes of an index key when the type beneath it changes. */
export type KeyFate = 'same' | 'changed' | 'no-class' | 'refused' | 'unknown';

/**
 * Compares the operator class of a key before and after. A class that the definition spells out although it is the default is not
 * spelled out by pg_get_indexdef, so it gives way to the new type's default. Source: CheckIndexCompatible().
 */
export function keyFate(from: ResolvedType, to: ResolvedType, method: string, written: QualifiedName | null): KeyFate {
  const before = written ? namedOperatorClass(written) : defaultOperatorClass(from, method);
  const usual = defaultOperatorClass(from, method);
  const isDefault = written === null || (before !== 'unknown' && before !== null && usual !== 'unknown' && usual?.name === before.name);
  if (!isDefault) {
    if (before === 'unknown' || before === null || before.input === null) return sameType(from, to) ? 'same' : 'unknown';
    return isBinaryCoercible(to, baseType(before.input)) ? 'same' : 'refused';
  }
  const after = defaultOperatorClass(to, method);
  if (after === null) return 'no-class';
  if (after === 'unknown' || before === 'unknown' || before === null) return sameType(from, to) ? 'same' : 'unknown';
  if (before.name !== after.name) return 'changed';
  // GIN stores the elements of an array: what the index holds is never the type that the class is asked for.
  if (method === 'gin' && before.input === null) return 'changed';
  return before.input === null && !sameType(underlying(from), underlying(to)) ? 'changed' : 'same';
}

const INTEGERS: ReadonlySet<string> = new Set(['int2', 'int4', 'int8']);
const FLOATS: ReadonlySet<string> = new Set(['float4', 'float8']);
const DATETIMES: ReadonlySet<string> = new Set(['date', 'timestamp', 'timestamptz']);
const TEXTS: ReadonlySet<string> = new Set(['text', 'name']);
const FAMILIES: readonly ReadonlySet<string>[] = [INTEGERS, FLOATS, DATETIMES, TEXTS];

/**
 * Can a foreign key compare `referencing` with a referenced key of type `referenced`? An operator of the key's own family, or an
 * implicit cast to the key's type. Null: nobody can tell. Source: ATAddForeignKeyConstraint() (42804 otherwise).
 */
export function isComparableForeignKey(referencing: ResolvedType, referenced: ResolvedType): boolean | null {
  const [from, to] = [underlying(referencing), underlying(referenced)];
  if (from.kind === 'unknown' || to.kind === 'unknown') return sameType(from, to) ? true : null;
  if (sameType(from, to)) return true;
  const opclass = defaultOperatorClass(to, 'btree');
  if (opclass === null || opclass === 'unknown' || opclass.input === null) return false;
  if (FAMILIES.some((family) => family.has(opclass.input ?? '') && family.has(from.name) && !from.array)) return true;
  return findCast(from, baseType(opclass.input))?.context === 'implicit';
}
