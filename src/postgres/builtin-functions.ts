import type { PostgresVersion } from './effects.ts';

/**
 * Functions of PostgreSQL's core and of the extensions that Prisma projects load: volatility, type of the result (null: it depends on the
 * arguments) and the names. `mixed`: immutable for some argument types, stable for others, volatile for none.
 * Source: pg_proc of PostgreSQL 18 (provolatile, prorettype), internal support functions left out; extensions from their SQL scripts.
 */
type Row = readonly [volatility: FunctionVolatility, returns: string | null, names: string];
export type FunctionVolatility = 'immutable' | 'stable' | 'mixed' | 'volatile';

export interface BuiltinFunction {
  readonly volatility: FunctionVolatility;
  /** Internal name of the type, `_text` for an array; null when it depends on the arguments. */
  readonly returns: string | null;
}

const CORE: readonly Row[] = [
  [
    'immutable',
    null,
    'abs array_append array_cat array_fill array_prepend array_remove array_replace array_reverse array_sort btrim ceil ceiling date_bin exp floor gcd generate_subscripts json_each json_each_text json_object_keys jsonb_each jsonb_each_text jsonb_object_keys jsonb_path_query lcm ln ltrim mod multirange overlay pow power reverse round rtrim set_bit sign sqrt string_to_table substr substring trim_array trunc unnest upper',
  ],
  ['immutable', '_int4', 'array_positions'],
  ['immutable', '_text', 'parse_ident string_to_array'],
  ['immutable', '_xml', 'xpath'],
  [
    'immutable',
    'bool',
    'bool isempty isfinite jsonb_path_exists jsonb_path_match like starts_with upper_inc upper_inf xml_is_well_formed_content xml_is_well_formed_document xpath_exists',
  ],
  ['immutable', 'bpchar', 'bpchar'],
  ['immutable', 'bytea', 'bytea decode set_byte sha224 sha256 sha384 sha512'],
  ['immutable', 'char', 'char'],
  ['immutable', 'cidr', 'network'],
  ['immutable', 'date', 'integer_pl_date make_date'],
  ['immutable', 'datemultirange', 'datemultirange'],
  ['immutable', 'daterange', 'daterange'],
  ['immutable', 'float4', 'float4 ts_rank ts_rank_cd'],
  [
    'immutable',
    'float8',
    'acos acosd acosh area asin asind asinh atan atan2 atan2d atand atanh cbrt cos cosd cosh cot cotd degrees erf erfc float8 gamma height lgamma pi radians radius sin sind sinh tan tand tanh width',
  ],
  ['immutable', 'inet', 'broadcast hostmask netmask'],
  ['immutable', 'int2', 'int2'],
  [
    'immutable',
    'int4',
    'array_lower array_ndims array_position array_upper ascii cardinality char_length character_length get_bit get_byte int4 json_array_length jsonb_array_length masklen min_scale num_nonnulls num_nulls octet_length position scale strpos width_bucket',
  ],
  ['immutable', 'int4multirange', 'int4multirange'],
  ['immutable', 'int4range', 'int4range'],
  ['immutable', 'int8', 'crc32 crc32c int8 pg_size_bytes'],
  ['immutable', 'int8multirange', 'int8multirange'],
  ['immutable', 'int8range', 'int8range'],
  ['immutable', 'interval', 'interval justify_days justify_hours justify_interval make_interval'],
  ['immutable', 'json', 'json_extract_path json_object json_strip_nulls'],
  [
    'immutable',
    'jsonb',
    'jsonb_extract_path jsonb_insert jsonb_object jsonb_path_query_array jsonb_path_query_first jsonb_set jsonb_set_lax jsonb_strip_nulls',
  ],
  ['immutable', 'numeric', 'div factorial trim_scale'],
  ['immutable', 'nummultirange', 'nummultirange'],
  ['immutable', 'numrange', 'numrange'],
  ['immutable', 'point', 'center'],
  [
    'immutable',
    'text',
    'array_dims casefold chr encode host initcap json_extract_path_text json_typeof jsonb_extract_path_text jsonb_pretty jsonb_typeof left lpad md5 normalize pg_size_pretty quote_ident repeat replace right rpad split_part text to_ascii to_bin to_hex to_oct translate unistr',
  ],
  ['immutable', 'time', 'make_time'],
  ['immutable', 'timestamp', 'date_pl_interval make_timestamp'],
  ['immutable', 'tsrange', 'tsrange'],
  ['immutable', 'tstzmultirange', 'tstzmultirange'],
  ['immutable', 'tstzrange', 'tstzrange'],
  ['immutable', 'tsvector', 'array_to_tsvector setweight strip ts_delete ts_filter'],
  ['immutable', 'varchar', 'varchar'],
  ['immutable', 'xml', 'xmlcomment'],
  ['mixed', null, 'age date_trunc generate_series length timezone ts_headline'],
  ['mixed', 'bool', 'overlaps'],
  ['mixed', 'date', 'date'],
  ['mixed', 'float8', 'date_part'],
  ['mixed', 'numeric', 'extract numeric'],
  ['mixed', 'text', 'quote_literal quote_nullable'],
  ['mixed', 'time', 'time'],
  ['mixed', 'timestamp', 'timestamp'],
  ['mixed', 'timestamptz', 'date_add date_subtract timestamptz to_timestamp'],
  ['mixed', 'timetz', 'timetz'],
  ['mixed', 'tsquery', 'phraseto_tsquery plainto_tsquery to_tsquery websearch_to_tsquery'],
  ['mixed', 'tsvector', 'json_to_tsvector jsonb_to_tsvector to_tsvector'],
  [
    'stable',
    null,
    'enum_first enum_last enum_range json_populate_record json_populate_recordset json_to_record json_to_recordset jsonb_populate_record jsonb_populate_recordset jsonb_to_record jsonb_to_recordset pg_current_snapshot',
  ],
  ['stable', '_name', 'current_schemas'],
  ['stable', 'bool', 'jsonb_populate_record_valid pg_input_is_valid xml_is_well_formed'],
  ['stable', 'bytea', 'convert convert_to'],
  ['stable', 'date', 'to_date'],
  ['stable', 'inet', 'inet_client_addr inet_server_addr'],
  ['stable', 'int4', 'inet_client_port inet_server_port pg_backend_pid pg_column_size pg_trigger_depth'],
  ['stable', 'int8', 'txid_current txid_current_if_assigned'],
  ['stable', 'json', 'array_to_json json_build_array json_build_object row_to_json to_json'],
  ['stable', 'jsonb', 'jsonb_build_array jsonb_build_object to_jsonb'],
  ['stable', 'money', 'money'],
  ['stable', 'name', 'current_database current_schema current_user pg_client_encoding pg_get_userbyid session_user'],
  ['stable', 'numeric', 'to_number'],
  ['stable', 'regclass', 'regclass'],
  ['stable', 'regtype', 'pg_basetype pg_typeof'],
  ['stable', 'text', 'array_to_string concat concat_ws convert_from current_setting format format_type pg_get_serial_sequence to_char version'],
  ['stable', 'timestamptz', 'make_timestamptz now pg_postmaster_start_time statement_timestamp transaction_timestamp'],
  ['stable', 'xid8', 'pg_current_xact_id pg_current_xact_id_if_assigned'],
  ['stable', 'xml', 'xml'],
  ['volatile', null, 'array_sample array_shuffle pg_sleep pg_sleep_for pg_sleep_until random setseed'],
  ['volatile', 'float8', 'random_normal'],
  ['volatile', 'int8', 'currval lastval nextval setval'],
  ['volatile', 'text', 'set_config timeofday'],
  ['volatile', 'timestamptz', 'clock_timestamp'],
  ['volatile', 'uuid', 'gen_random_uuid uuidv4 uuidv7'],
  ['immutable', null, 'lower log log10 nullif greatest least range_merge regexp_match regexp_matches regexp_split_to_table'],
  ['immutable', '_text', 'regexp_split_to_array'],
  ['immutable', 'text', 'regexp_replace regexp_substr'],
  ['immutable', 'bool', 'lower_inc lower_inf regexp_like'],
  ['immutable', 'int4', 'bit_length regexp_count regexp_instr'],
  ['immutable', 'int8', 'bit_count'],
  ['immutable', 'timestamptz', 'uuid_extract_timestamp'],
  ['immutable', 'int2', 'uuid_extract_version'],
  ['volatile', 'text', 'current_query txid_status'],
];

/** uuid-ossp, pgcrypto, unaccent, citext, pg_trgm, hstore. */
const EXTENSIONS: readonly Row[] = [
  ['volatile', 'uuid', 'uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4'],
  ['immutable', 'uuid', 'uuid_generate_v3 uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_url uuid_ns_oid uuid_ns_x500'],
  ['volatile', 'bytea', 'gen_random_bytes pgp_sym_encrypt pgp_sym_encrypt_bytea pgp_pub_encrypt pgp_pub_encrypt_bytea'],
  ['volatile', 'text', 'gen_salt'],
  ['immutable', 'bytea', 'digest hmac encrypt decrypt dearmor pgp_sym_decrypt_bytea'],
  ['immutable', 'text', 'crypt armor pgp_sym_decrypt'],
  ['stable', 'text', 'unaccent'],
  ['immutable', 'float4', 'similarity word_similarity strict_word_similarity'],
  ['immutable', '_text', 'show_trgm akeys avals'],
  ['immutable', 'citext', 'citext'],
];

const BY_NAME: ReadonlyMap<string, BuiltinFunction> = new Map(
  [...CORE, ...EXTENSIONS].flatMap(([volatility, returns, names]) => names.split(' ').map((name) => [name, { volatility, returns }] as const)),
);

/** The built-in function of that name, or null. Names are unique here: overloads share a row. */
export const builtinFunction = (name: string): BuiltinFunction | null => BY_NAME.get(name) ?? null;

/** First version that has a function which defaults call; those that every known version has are left out. */
export const FUNCTION_SINCE: ReadonlyMap<string, PostgresVersion> = new Map([
  ['gen_random_uuid', 13],
  ['date_bin', 14],
  ['string_to_table', 14],
  ['random_normal', 16],
  ['array_sample', 16],
  ['array_shuffle', 16],
  ['uuid_extract_timestamp', 17],
  ['uuid_extract_version', 17],
  ['uuidv4', 18],
  ['uuidv7', 18],
  ['casefold', 18],
  ['crc32', 18],
  ['crc32c', 18],
]);
