import { type Catalog, type RelationKey, relationKey, type Table } from '../../catalog/index.ts';
import { combine, type Part } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { NO_EFFECTS } from '../effects.ts';
import { dependents, duplicate, missing, missingSchema } from '../relations.ts';
import { goneTable, outsideDependents } from '../tables/drop.ts';
import { unreachable } from '../tables/rename.ts';
import { isOldType, typeElsewhere } from './enums.ts';
import { goneView, keyOfView, renamedView } from './view-cascade.ts';

export const createSchema: EffectsOf<'createSchema'> = (operation, catalog) => {
  if (!catalog.schemas.has(operation.schema)) return NO_EFFECTS;
  return operation.ifNotExists
    ? { ...NO_EFFECTS, notes: [`schema ${operation.schema} is there already`] }
    : combine({ fails: [duplicate('schema', operation.schema, '42P06')] });
};

const tablesIn = (catalog: Catalog, schema: string): readonly { readonly key: RelationKey; readonly table: Table }[] =>
  [...catalog.tables.values()].filter((table) => table.schema === schema).map((table) => ({ key: relationKey(schema, table.name), table }));

const objectsIn = (catalog: Catalog, schema: string): readonly string[] => [
  ...tablesIn(catalog, schema).map(({ key }) => `table ${key}`),
  ...[...catalog.views.values()].filter((view) => view.schema === schema).map((view) => `${view.kind} ${keyOfView(view)}`),
  ...[...catalog.sequences.values()]
    .filter((sequence) => sequence.schema === schema && sequence.ownedBy === null)
    .map((sequence) => `sequence ${schema}.${sequence.name}`),
  ...[...catalog.types.values()].filter((type) => type.schema === schema).map((type) => `type ${schema}.${type.name}`),
  ...[...catalog.functions.values()]
    .flat()
    .filter((entry) => entry.schema === schema)
    .map((entry) => `function ${schema}.${entry.name}()`),
];

/** DROP SCHEMA: 2BP01 unless it is empty; CASCADE takes everything in it, and what leans on that. */
export const dropSchema: EffectsOf<'dropSchema'> = (operation, catalog) => {
  const { schema } = operation;
  const absent = missingSchema(catalog, schema);
  if (absent.length > 0)
    return operation.ifExists
      ? { ...NO_EFFECTS, notes: [`schema ${schema} does not exist: nothing is done`] }
      : combine({ fails: [missing('schema', schema, '3F000')] });
  const inside = objectsIn(catalog, schema);
  if (!operation.cascade) return combine({ fails: inside.length === 0 ? [] : [dependents(`schema ${schema}`, inside)] });
  const tables = tablesIn(catalog, schema);
  const together = new Set(tables.map(({ key }) => key));
  return combine(
    ...tables.map(({ key, table }): Part => goneTable(catalog, key, table)),
    ...tables.map(({ key }): Part => outsideDependents(catalog, key, key, true, together)),
    ...[...catalog.views.values()].filter((view) => view.schema === schema).map((view) => goneView(catalog, view, 'cascaded')),
  );
};

/** ALTER SCHEMA … RENAME locks no table, and nothing in it is found any more under the name that the deployed client uses. */
export const renameSchema: EffectsOf<'renameSchema'> = (operation, catalog) => {
  const absent = missingSchema(catalog, operation.schema);
  if (absent.length > 0) return combine({ fails: absent });
  const taken = catalog.schemas.has(operation.newName) ? [duplicate('schema', operation.newName, '42P06')] : [];
  const views = [...catalog.views.values()].filter((view) => view.schema === operation.schema);
  const types = [...catalog.types.values()].filter((type) => type.schema === operation.schema).map((type) => relationKey(type.schema, type.name));
  return combine(
    { fails: taken },
    ...tablesIn(catalog, operation.schema).map(({ key }) => unreachable(catalog, key)),
    ...views.map((view): Part => ({ breaks: renamedView(catalog, keyOfView(view)).breaks ?? [] })),
    ...types.filter((key) => isOldType(catalog, key)).map((key) => typeElsewhere(catalog, key)),
  );
};
