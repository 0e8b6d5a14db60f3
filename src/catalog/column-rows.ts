import type { QualifiedName } from '../core/index.ts';
import { callsOf, type ColumnDefinition, type Expression } from '../operation/index.ts';
import type { Catalog } from './catalog.ts';
import { findFunction, findType } from './lookup.ts';
import type { ColumnRows, Type } from './model.ts';

const ANYTHING: ColumnRows = { holds: 'anything' };

/** A new value for every row. */
const DISTINCT: ReadonlySet<string> = new Set(['gen_random_uuid', 'uuid_generate_v4', 'uuid_generate_v1', 'uuid_generate_v1mc', 'uuidv4', 'uuidv7', 'nextval']);

/** Functions that PostgreSQL evaluates once for all rows. What is not here counts as volatile. */
const STABLE: ReadonlySet<string> = new Set(
  (
    'now transaction_timestamp statement_timestamp timezone date_trunc date_part extract to_char to_timestamp to_date make_date make_timestamp make_timestamptz make_interval age ' +
    'lower upper initcap concat concat_ws md5 sha256 encode decode left right lpad rpad btrim ltrim rtrim trim substring substr replace translate repeat reverse length char_length octet_length ' +
    'abs ceil ceiling floor round trunc sign power sqrt mod greatest least coalesce ' +
    'to_json to_jsonb json_build_object jsonb_build_object json_build_array jsonb_build_array jsonb_set array_append array_cat array_prepend array_fill string_to_array ' +
    'current_setting current_database current_schema current_user session_user txid_current pg_current_xact_id int4range int8range numrange tsrange tstzrange daterange to_tsvector setweight'
  ).split(' '),
);

/** What existing rows hold in a column that is added to a table with rows. */
export function rowsOfNewColumn(catalog: Catalog, definition: ColumnDefinition, isSerial: boolean): ColumnRows {
  if (definition.generated) return ANYTHING;
  if (isSerial || definition.identity) return { holds: 'distinct' };
  const value = definition.default ?? defaultOfDomain(catalog, definition);
  return value === null ? { holds: 'null' } : rowsOfDefault(catalog, value);
}

function defaultOfDomain(catalog: Catalog, definition: ColumnDefinition): Expression | null {
  const found = definition.type.dimensions > 0 ? null : findType(catalog, definition.type);
  const type: Type | null = found?.is === 'present' ? found.value : null;
  return type?.kind === 'domain' ? type.default : null;
}

function rowsOfDefault(catalog: Catalog, value: Expression): ColumnRows {
  if (value.kind === 'cast' && value.operand.kind !== 'literal') {
    const rows = rowsOfDefault(catalog, value.operand);
    if (rows.holds === 'constant') return { holds: 'constant', value };
    // A cast that cuts off may make values equal.
    return rows.holds === 'distinct' && value.type.modifiers.length > 0 ? ANYTHING : rows;
  }
  const bare = value.kind === 'cast' ? value.operand : value;
  if (bare.kind === 'literal' && bare.type === 'null') return { holds: 'null' };
  if (value.kind === 'call' && DISTINCT.has(value.function.name) && !isOwn(catalog, value.function)) return { holds: 'distinct' };
  return callsOf(value).every((call) => isStable(catalog, call.function)) ? { holds: 'constant', value } : ANYTHING;
}

const isOwn = (catalog: Catalog, name: QualifiedName): boolean => findFunction(catalog, name).is === 'present';

function isStable(catalog: Catalog, name: QualifiedName): boolean {
  const own = findFunction(catalog, name);
  if (own.is === 'present') return own.value.every((entry) => entry.volatility !== 'volatile');
  return STABLE.has(name.name);
}
