import { type Catalog, findType, type RelationKey, relationKey, tablesUsing, typeKey } from '../../catalog/index.ts';
import { displayName } from '../../core/index.ts';
import { breaks, combine, isExisting, lock, loses, type Part, rowsOf } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { type Effects, NO_EFFECTS } from '../effects.ts';
import { dependents, missing } from '../relations.ts';

/** A column that goes because its type goes. */
export interface LostColumn {
  readonly table: RelationKey;
  readonly column: string;
}

/** CASCADE from a type or an extension takes columns: ACCESS EXCLUSIVE, the values are gone, and so is every statement that names them. */
export function losesColumns(catalog: Catalog, columns: readonly LostColumn[]): Part {
  return combine(
    ...columns.map(
      ({ table, column }): Part => ({
        locks: [lock(catalog, table, 'ACCESS EXCLUSIVE')],
        loses: [loses('column', table, { column, how: 'cascaded', data: isExisting(catalog, table) && rowsOf(catalog, table) !== 'none' })],
        breaks: isExisting(catalog, table)
          ? [breaks(table, 'select', '42703', column), breaks(table, 'insert', '42703', column), breaks(table, 'prepared', '42703', column)]
          : [],
      }),
    ),
  );
}

/** DROP TYPE and DROP DOMAIN: 2BP01 while a column, a domain or a function's signature has the type; CASCADE drops the columns. */
export const dropType: EffectsOf<'dropType'> = (operation, catalog) => {
  const found = findType(catalog, operation.type);
  if (found.is === 'absent') return absentType(displayName(operation.type), operation.ifExists);
  const key = typeKey(catalog, operation.type);
  const columns = tablesUsing(catalog, key).map(({ table, column }) => ({ table: relationKey(table.schema, table.name), column: column.name }));
  const functions = functionsUsing(catalog, key);
  if (operation.cascade) return combine(losesColumns(catalog, columns), castsTo(catalog, key), { notes: functions.map((each) => `${each} goes with it`) });
  const names = [...columns.map(({ table, column }) => `column ${column} of table ${table}`), ...functions];
  return combine({ fails: names.length === 0 ? [] : [dependents(`type ${displayName(operation.type)}`, names)] }, castsTo(catalog, key));
};

/** Statements of the deployed client that cast to an enum by name: 42704 once it is gone, also where no column has the type any more. */
export function castsTo(catalog: Catalog, key: RelationKey): Part {
  const type = catalog.types.get(key);
  if (type?.kind !== 'enum' || type.bornIn?.migration === catalog.migration) return {};
  return { breaks: [{ table: null, column: null, client: 'enum', sqlstate: '42704', type: type.nameBefore ?? key }] };
}

function absentType(name: string, ifExists: boolean): Effects {
  return ifExists ? { ...NO_EFFECTS, notes: [`type ${name} does not exist: nothing is done`] } : combine({ fails: [missing('type', name, '42704')] });
}

const functionsUsing = (catalog: Catalog, key: RelationKey): readonly string[] =>
  [...catalog.functions.values()].flat().flatMap((entry) => {
    const types = [...entry.parameters.map((parameter) => parameter.type), ...(entry.returns ? [entry.returns] : [])];
    return types.some((type) => catalog.types.has(key) && typeKey(catalog, type) === key) ? [`function ${entry.schema}.${entry.name}()`] : [];
  });
