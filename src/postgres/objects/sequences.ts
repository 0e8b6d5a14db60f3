import { type Catalog, findSequence, newKey, relationKey, type RelationKey, tableKey } from '../../catalog/index.ts';
import { displayName, type QualifiedName } from '../../core/index.ts';
import { callsOf, type Expression } from '../../operation/index.ts';
import { breaks, combine, isExisting, lock, type Part } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { type Effects, NO_EFFECTS } from '../effects.ts';
import { sequenceNamed } from '../rows/query.ts';
import { dependents, missing, missingSchema, nameCollision } from '../relations.ts';

type Owner = { readonly table: QualifiedName; readonly column: string } | 'none' | null;

/** Making a sequence a column's own reads the table's definition. */
const ownedBy = (owner: Owner, catalog: Catalog): Part =>
  owner === null || owner === 'none' ? {} : { locks: [lock(catalog, tableKey(catalog, owner.table), 'ACCESS SHARE')] };

export const createSequence: EffectsOf<'createSequence'> = (operation, catalog) => {
  const key = newKey(catalog, operation.sequence);
  const taken = nameCollision(catalog, key);
  if (taken.length > 0 && operation.ifNotExists) return { ...NO_EFFECTS, notes: [`${key} exists: nothing is done`] };
  return combine({ fails: [...missingSchema(catalog, operation.sequence.schema), ...taken] }, ownedBy(operation.ownedBy, catalog));
};

function onSequence(name: QualifiedName, ifExists: boolean, catalog: Catalog, effect: (key: RelationKey) => Effects): Effects {
  const key = tableKey(catalog, name);
  if (findSequence(catalog, key).is !== 'absent') return effect(key);
  return ifExists
    ? { ...NO_EFFECTS, notes: [`sequence ${displayName(name)} does not exist: nothing is done`] }
    : combine({ fails: [missing('sequence', displayName(name), '42P01')] });
}

const locked = (catalog: Catalog, key: RelationKey, mode: 'SHARE ROW EXCLUSIVE' | 'ACCESS EXCLUSIVE'): Part => ({
  locks: [{ ...lock(catalog, key, mode), on: 'sequence', rows: 'none' }],
});

/** ALTER SEQUENCE: SHARE ROW EXCLUSIVE, so that nextval() waits (sequence.c). One row: no work. */
export const alterSequence: EffectsOf<'alterSequence'> = (operation, catalog) =>
  onSequence(operation.sequence, operation.ifExists, catalog, (key) =>
    combine(locked(catalog, key, 'SHARE ROW EXCLUSIVE'), ownedBy(operation.ownedBy, catalog)),
  );

export const renameSequence: EffectsOf<'renameSequence'> = (operation, catalog) =>
  onSequence(operation.sequence, operation.ifExists, catalog, (key) =>
    combine(locked(catalog, key, 'ACCESS EXCLUSIVE'), { fails: nameCollision(catalog, `${key.slice(0, key.indexOf('.'))}.${operation.newName}`) }),
  );

/** DROP SEQUENCE: 2BP01 while a default takes values from it, and always under an identity column; CASCADE drops the default, and INSERTs that leave the column out fail. */
export const dropSequence: EffectsOf<'dropSequence'> = (operation, catalog) =>
  onSequence(operation.sequence, operation.ifExists, catalog, (key) => {
    const used = usesOf(catalog, key);
    const own: Part = combine(locked(catalog, key, 'ACCESS EXCLUSIVE'), {
      loses: [{ what: 'sequence', table: key, column: null, object: operation.sequence.name, how: null, data: false }],
    });
    if (used.length === 0) return combine(own);
    if (used.some(({ identity }) => identity) || !operation.cascade)
      return combine({
        fails: [
          dependents(
            `sequence ${displayName(operation.sequence)}`,
            used.map(({ table, column }) => `default value for column ${column} of table ${table}`),
          ),
        ],
      });
    return combine(
      own,
      ...used.map(
        ({ table, column, notNull }): Part => ({
          locks: [lock(catalog, table, 'ACCESS EXCLUSIVE')],
          breaks: notNull && isExisting(catalog, table) ? [breaks(table, 'insert', '23502', column)] : [],
        }),
      ),
    );
  });

/** Columns whose default is nextval() of the sequence, and identity columns over it. */
function usesOf(
  catalog: Catalog,
  key: RelationKey,
): readonly { readonly table: RelationKey; readonly column: string; readonly notNull: boolean; readonly identity: boolean }[] {
  return [...catalog.tables.values()].flatMap((table) =>
    table.columns
      .filter((column) => (column.default !== null && takesFrom(column.default, key, catalog)) || (column.identity !== null && column.ownedSequence === key))
      .map((column) => ({ table: relationKey(table.schema, table.name), column: column.name, notNull: column.notNull, identity: column.identity !== null })),
  );
}

function takesFrom(expression: Expression, key: RelationKey, catalog: Catalog): boolean {
  return callsOf(expression).some((call) => call.function.name === 'nextval' && sequenceNamed(call.arguments[0], catalog) === key);
}
