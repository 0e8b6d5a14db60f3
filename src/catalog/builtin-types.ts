// Names of types that nobody has to create. pg_catalog comes first in every search path, so that an unqualified name of
// the first list never means a type of the database's own.

const PG_CATALOG =
  'bool int2 int4 int8 smallserial serial bigserial serial2 serial4 serial8 float4 float8 numeric money oid xid xid8 cid tid text varchar bpchar name char bytea uuid ' +
  'json jsonb jsonpath xml date time timetz timestamp timestamptz interval inet cidr macaddr macaddr8 bit varbit tsvector tsquery point line lseg box path polygon circle ' +
  'pg_lsn txid_snapshot pg_snapshot regclass regtype regproc regprocedure regoper regoperator regconfig regdictionary regnamespace regrole regcollation record void trigger ' +
  'event_trigger unknown any anyelement anyarray anyenum anynonarray anyrange cstring internal refcursor int4range int8range numrange tsrange tstzrange daterange ' +
  'int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange gtsvector';

const BUILT_IN: ReadonlySet<string> = new Set(PG_CATALOG.split(' '));

/** Does the name stand for a type of PostgreSQL itself? */
export const isBuiltInType = (name: { readonly schema: string | null; readonly name: string }): boolean =>
  name.schema === 'pg_catalog' || (name.schema === null && BUILT_IN.has(name.name));

interface ExtensionContents {
  readonly types: readonly string[];
  readonly functions: readonly string[];
  /** Beginnings or ends of operator classes' names. */
  readonly operatorClasses: readonly string[];
}

const contents = (types: string, functions = '', operatorClasses = ''): ExtensionContents => ({
  types: types.split(' ').filter(Boolean),
  functions: functions.split(' ').filter(Boolean),
  operatorClasses: operatorClasses.split(' ').filter(Boolean),
});

/** What columns, defaults and indexes may need of an extension: it is gone when DROP EXTENSION … CASCADE is done. */
const EXTENSIONS: ReadonlyMap<string, ExtensionContents> = new Map([
  ['citext', contents('citext', '', 'citext_ops citext_pattern_ops')],
  ['hstore', contents('hstore ghstore', 'hstore hstore_to_json hstore_to_jsonb', 'gin_hstore_ops gist_hstore_ops btree_hstore_ops hash_hstore_ops')],
  ['ltree', contents('ltree lquery ltxtquery ltree_gist', 'text2ltree ltree2text', 'gist_ltree_ops ltree_ops gist__ltree_ops')],
  ['cube', contents('cube', 'cube', 'cube_ops gist_cube_ops')],
  ['seg', contents('seg', '', 'seg_ops gist_seg_ops')],
  ['isn', contents('isbn isbn13 ismn ismn13 issn issn13 ean13 upc')],
  [
    'vector',
    contents(
      'vector halfvec sparsevec',
      '',
      'vector_l2_ops vector_ip_ops vector_cosine_ops vector_l1_ops halfvec_l2_ops halfvec_ip_ops halfvec_cosine_ops vector_ops',
    ),
  ],
  [
    'postgis',
    contents(
      'geometry geography box2d box3d spheroid geometry_dump raster',
      'st_makepoint st_setsrid st_geomfromtext st_geographyfromtext',
      'gist_geometry_ops_2d gist_geometry_ops_nd gist_geography_ops',
    ),
  ],
  ['pg_trgm', contents('gtrgm', 'similarity word_similarity show_trgm', 'gin_trgm_ops gist_trgm_ops')],
  ['btree_gin', contents('')],
  ['btree_gist', contents('')],
  ['uuid-ossp', contents('', 'uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil')],
  ['pgcrypto', contents('', 'gen_random_bytes digest hmac crypt gen_salt encrypt decrypt pgp_sym_encrypt pgp_sym_decrypt')],
  ['unaccent', contents('', 'unaccent')],
]);

/** The types, functions and operator classes of an extension; null for one that nobody described. */
export const extensionContents = (extension: string): ExtensionContents | null => EXTENSIONS.get(extension) ?? null;

const OF_EXTENSIONS: ReadonlyMap<string, string> = new Map(
  [...EXTENSIONS].flatMap(([extension, { types }]) => types.map((type): [string, string] => [type, extension])),
);

/** The extension that brings a type of this name, or null. */
export const extensionOfType = (type: string): string | null => OF_EXTENSIONS.get(type) ?? null;
