import type { QualifiedName } from '../../core/index.ts';
import type { Known } from './known.ts';

/**
 * Operators that give NULL exactly when an operand is NULL. The accessors of json (`->`, `->>`, `#>`, `#>>`) and the jsonpath
 * operators (`@?`, `@@`) are not among them: they give NULL for present operands. Source: pg_operator, pg_proc.proisstrict.
 */
const STRICT_OPERATORS: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '||',
  '=',
  '<>',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '~',
  '~*',
  '!~',
  '!~*',
  '~~',
  '!~~',
  '~~*',
  '!~~*',
  '&',
  '|',
  '#',
  '<<',
  '>>',
  '@>',
  '<@',
  '&&',
  '?',
  '?|',
  '?&',
  '#-',
  '|/',
  '@',
]);
export const isStrictOperator = (operator: string): boolean => STRICT_OPERATORS.has(operator);

/** Never NULL, whatever the arguments. Source: pg_proc.proisstrict false, and the functions' bodies. */
const ALWAYS: ReadonlySet<string> = new Set([
  'now',
  'clock_timestamp',
  'statement_timestamp',
  'transaction_timestamp',
  'timeofday',
  'random',
  'gen_random_uuid',
  'uuid_generate_v4',
  'uuid_generate_v1',
  'uuidv4',
  'uuidv7',
  'nextval',
  'txid_current',
  'concat',
  'jsonb_build_object',
  'jsonb_build_array',
  'json_build_object',
  'json_build_array',
  'num_nulls',
  'num_nonnulls',
  'count',
  'array_append',
  'array_prepend',
  'pi',
  'version',
  'current_database',
  'gen_random_bytes',
]);

/** Strict, and not NULL for arguments that are not NULL. Functions that give NULL for some (to_char and extract of infinity, substring by pattern, array_length) are left out. */
const STRICT: ReadonlySet<string> = new Set([
  'lower',
  'upper',
  'initcap',
  'btrim',
  'ltrim',
  'rtrim',
  'replace',
  'translate',
  'md5',
  'sha256',
  'sha512',
  'length',
  'char_length',
  'character_length',
  'octet_length',
  'reverse',
  'repeat',
  'left',
  'right',
  'lpad',
  'rpad',
  'split_part',
  'regexp_replace',
  'encode',
  'decode',
  'chr',
  'ascii',
  'strpos',
  'position',
  'quote_literal',
  'quote_ident',
  'to_hex',
  'abs',
  'round',
  'floor',
  'ceil',
  'ceiling',
  'trunc',
  'sign',
  'sqrt',
  'power',
  'mod',
  'div',
  'hashtext',
  'date_trunc',
  'timezone',
  'age',
  'make_date',
  'make_interval',
  'to_timestamp',
  'to_date',
  'date',
  'to_json',
  'to_jsonb',
  'row_to_json',
  'jsonb_set',
  'jsonb_strip_nulls',
  'jsonb_typeof',
  'json_typeof',
  'array_to_json',
  'array_cat',
  'array_remove',
  'array_replace',
  'cardinality',
  'array_to_string',
  'string_to_array',
  'unaccent',
  'uuid_generate_v5',
  'digest',
  'to_tsvector',
  'isfinite',
  'starts_with',
  'bool',
  'text',
  'int4',
  'int8',
  'numeric',
]);

/** NULL only when every argument is. */
const ANY_PRESENT: ReadonlySet<string> = new Set(['greatest', 'least']);
const NUMBERING: ReadonlySet<string> = new Set(['row_number', 'rank', 'dense_rank', 'count', 'ntile', 'percent_rank', 'cume_dist']);

/** What a call of a built-in function gives, as far as it is about NULL. */
export function nullnessOf(name: QualifiedName, values: readonly Known[], isWindow: boolean): Known {
  const present = (value: Known): boolean => value.is === 'present' || value.is === 'value';
  if (isWindow) return { is: NUMBERING.has(name.name) ? 'present' : 'unknown' };
  if (name.schema !== null && name.schema !== 'pg_catalog') return { is: 'unknown' };
  if (ALWAYS.has(name.name)) return { is: 'present' };
  if (ANY_PRESENT.has(name.name)) return values.some(present) ? { is: 'present' } : { is: values.every((value) => value.is === 'null') ? 'null' : 'unknown' };
  if (name.name === 'concat_ws' || name.name === 'format') return { is: values[0] && present(values[0]) ? 'present' : 'unknown' };
  if (!STRICT.has(name.name)) return { is: 'unknown' };
  if (values.some((value) => value.is === 'null')) return { is: 'null' };
  return { is: values.every(present) ? 'present' : 'unknown' };
}

/** Built-in functions that give the same for the same arguments, within one statement and later. */
export const isRepeatableFunction = (name: QualifiedName): boolean =>
  (name.schema === null || name.schema === 'pg_catalog') && (STRICT.has(name.name) || ANY_PRESENT.has(name.name) || REPEATABLE.has(name.name));
const REPEATABLE: ReadonlySet<string> = new Set([
  'concat',
  'concat_ws',
  'nullif',
  'substring',
  'substr',
  'date_part',
  'extract',
  'jsonb_build_object',
  'jsonb_build_array',
  'array_append',
  'array_prepend',
  'array_length',
  'num_nulls',
  'num_nonnulls',
]);
