import { editAllTables, withGap } from '../change.ts';
import { extensionContents } from '../builtin-types.ts';
import type { Catalog } from '../catalog.ts';
import { dropColumn, dropFunction, dropSequence, dropTable, dropType, dropView, withoutCallsOf } from '../drop.ts';
import { columnNamed, relationKey } from '../lookup.ts';
import { moveFunction, moveType } from '../rename.ts';
import type { Handler, Handlers } from './handler.ts';
import { moveRelation } from './tables.ts';
import { typesIn } from './types.ts';
import { viewsIn } from './views.ts';

const createSchema: Handler<'createSchema'> = (catalog, operation) =>
  catalog.schemas.has(operation.schema) ? catalog : { ...catalog, schemas: new Set(catalog.schemas).add(operation.schema) };

const without = (names: ReadonlySet<string>, name: string): ReadonlySet<string> => new Set([...names].filter((other) => other !== name));

const keysIn = (keys: Iterable<readonly [string, unknown]>, schema: string): readonly string[] =>
  [...keys].map(([key]) => key).filter((key) => key.startsWith(`${schema}.`));

/** Everything in it goes, and with CASCADE what depends on that. */
const dropSchema: Handler<'dropSchema'> = (catalog, { schema }) => {
  let result: Catalog = { ...catalog, schemas: without(catalog.schemas, schema) };
  for (const key of viewsIn(catalog, schema)) result = dropView(result, key, true);
  for (const key of keysIn(catalog.tables.entries(), schema)) result = dropTable(result, key, true);
  for (const key of typesIn(catalog, schema)) result = dropType(result, key, true);
  for (const key of keysIn(catalog.sequences.entries(), schema)) result = dropSequence(result, key, true);
  for (const key of keysIn(catalog.functions.entries(), schema)) result = dropFunction(result, key, () => true, true);
  return result;
};

const renameSchema: Handler<'renameSchema'> = (catalog, { schema, newName }) => {
  const to = (key: string): { readonly schema: string; readonly name: string } => ({ schema: newName, name: key.slice(schema.length + 1) });
  let result: Catalog = { ...catalog, schemas: new Set(without(catalog.schemas, schema)).add(newName) };
  for (const key of keysIn(catalog.types.entries(), schema)) result = moveType(result, key, to(key));
  for (const key of keysIn(catalog.tables.entries(), schema)) result = moveRelation(result, key, to(key));
  for (const key of keysIn(catalog.views.entries(), schema)) result = moveRelation(result, key, to(key));
  for (const key of keysIn(catalog.sequences.entries(), schema)) result = moveRelation(result, key, to(key));
  for (const key of keysIn(catalog.functions.entries(), schema)) result = moveFunction(result, key, to(key));
  return result;
};

const createExtension: Handler<'createExtension'> = (catalog, operation) =>
  catalog.extensions.has(operation.extension) ? catalog : { ...catalog, extensions: new Set(catalog.extensions).add(operation.extension) };

/** With CASCADE, columns of its types go, defaults that call its functions, and indexes with its operator classes. */
const dropExtension: Handler<'dropExtension'> = (catalog, { extension, cascade }) => {
  const result: Catalog = { ...catalog, extensions: without(catalog.extensions, extension) };
  if (!cascade) return result;
  const contents = extensionContents(extension);
  if (!contents) return withGap(result, `DROP EXTENSION ${extension} CASCADE: nobody knows what depended on it`);
  const withoutCalls = withoutCallsOf(withoutIndexesOf(result, new Set(contents.operatorClasses)), new Set(contents.functions), () => false);
  return withoutColumnsOf(withoutCalls, new Set(contents.types));
};

function withoutIndexesOf(catalog: Catalog, operatorClasses: ReadonlySet<string>): Catalog {
  return editAllTables(catalog, (table) => {
    const kept = table.indexes.filter(
      (index) => !index.elements.some((element) => element.operatorClass !== null && operatorClasses.has(element.operatorClass.name)),
    );
    return kept.length === table.indexes.length ? table : { ...table, indexes: kept };
  });
}

function withoutColumnsOf(catalog: Catalog, types: ReadonlySet<string>): Catalog {
  let result = catalog;
  for (const [key, table] of catalog.tables.entries()) {
    for (const column of table.columns) {
      const current = result.tables.get(key);
      const isOurs = types.has(column.type.name) && !catalog.types.has(relationKey(column.type.schema ?? 'public', column.type.name));
      if (isOurs && current && columnNamed(current, column.name)) result = dropColumn(result, current, column.name, true);
    }
  }
  return result;
}

export const schemas = { createSchema, dropSchema, renameSchema, createExtension, dropExtension } satisfies Partial<Handlers>;
