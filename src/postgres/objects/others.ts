import { type Catalog, columnNamed, findIndex, findTable, keyOf, tableKey, typeKey } from '../../catalog/index.ts';
import { displayName, type QualifiedName } from '../../core/index.ts';
import type { LockMode, ObjectType } from '../../operation/index.ts';
import { combine, lock, lockIndex, type Part } from '../build.ts';
import { isKnown } from '../constraints/addition.ts';
import type { EffectsOf } from '../dispatch.ts';
import { NO_EFFECTS } from '../effects.ts';
import { missing, missingSchema, onTable } from '../relations.ts';
import { unreachable } from '../tables/rename.ts';
import { typeElsewhere } from './enums.ts';
import { renamedView } from './view-cascade.ts';

const RELATIONS: ReadonlySet<ObjectType> = new Set(['table', 'foreign table', 'view', 'materialized view', 'sequence']);

/** A lock on what the name means, with its indexes where PostgreSQL locks those, too. */
function onRelation(objectType: ObjectType, name: QualifiedName, catalog: Catalog, mode: LockMode, withIndexes: boolean): Part {
  if (objectType === 'index') {
    const found = findIndex(catalog, name);
    const owner = found.is === 'present' ? `${found.value.owner.schema}.${found.value.owner.name}` : null;
    return { locks: [lockIndex(catalog, keyOf(catalog, name), owner, mode)] };
  }
  if (!RELATIONS.has(objectType)) return {};
  const key = tableKey(catalog, name);
  if (findTable(catalog, key).is === 'absent' && !catalog.views.has(key) && !catalog.sequences.has(key))
    return { fails: [missing(objectType, displayName(name), '42P01')] };
  const indexes = withIndexes ? (catalog.tables.get(key) ?? catalog.views.get(key))?.indexes : undefined;
  const schema = key.slice(0, key.indexOf('.'));
  return { locks: [lock(catalog, key, mode), ...(indexes ?? []).map((index) => lockIndex(catalog, `${schema}.${index.name}`, key, mode))] };
}

/** OWNER TO takes ACCESS EXCLUSIVE on relations and their indexes (ATExecChangeOwner()); SET SCHEMA and RENAME move the object away from the deployed client. */
export const alterObject: EffectsOf<'alterObject'> = (operation, catalog) => {
  const { objectType, name, action } = operation;
  if (action === 'owner') return combine(onRelation(objectType, name, catalog, 'ACCESS EXCLUSIVE', true));
  if (action !== 'set schema' && action !== 'rename') return combine(onRelation(objectType, name, catalog, 'ACCESS EXCLUSIVE', false));
  const there: Part = action === 'set schema' ? { fails: missingSchema(catalog, operation.newName) } : {};
  if (objectType === 'type' || objectType === 'domain') return combine(typeElsewhere(catalog, typeKey(catalog, name)), there);
  if (objectType === 'view' || objectType === 'materialized view') return combine(renamedView(catalog, tableKey(catalog, name)), there);
  if (objectType === 'table')
    return onTable({ table: name }, catalog, ({ key }) => combine({ locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')] }, unreachable(catalog, key), there));
  return combine(onRelation(objectType, name, catalog, 'ACCESS EXCLUSIVE', false), there);
};

/** Collations, casts, roles and the like: no table is locked. */
export const dropObject: EffectsOf<'dropObject'> = () => NO_EFFECTS;

/** COMMENT: SHARE UPDATE EXCLUSIVE on the relation that it is about (CommentObject()). */
export const comment: EffectsOf<'comment'> = (operation, catalog) =>
  combine(
    unknownColumns(operation.objectType === 'column' ? operation.name : null, operation.column === null ? [] : [operation.column], catalog),
    onRelation(operation.objectType === 'column' ? 'table' : operation.objectType, operation.name, catalog, 'SHARE UPDATE EXCLUSIVE', false),
  );

/** 42703 for columns that the table certainly lacks. */
function unknownColumns(name: QualifiedName | null, columns: readonly string[], catalog: Catalog): Part {
  const key = name === null ? '' : tableKey(catalog, name);
  const table = catalog.tables.get(key);
  if (!table || !isKnown(table)) return {};
  return { fails: columns.filter((column) => !columnNamed(table, column)).map((column) => missing('column', `${key}.${column}`, '42703')) };
}

/** GRANT and REVOKE take no lock that anybody notices; since 18 ACCESS SHARE on what they name (measured). */
export const grant: EffectsOf<'grant'> = (operation, catalog, server) =>
  server.version < 18 ? NO_EFFECTS : combine(...operation.names.map((name) => onRelation(operation.objectType, name, catalog, 'ACCESS SHARE', false)));

export const createStatistics: EffectsOf<'createStatistics'> = (operation, catalog) =>
  onTable(operation, catalog, ({ key }) =>
    combine({ locks: [lock(catalog, key, 'SHARE UPDATE EXCLUSIVE')] }, unknownColumns(operation.table, operation.columns, catalog)),
  );

/** The table is locked as for CREATE STATISTICS; which one it is, the catalog does not keep. */
export const dropStatistics: EffectsOf<'dropStatistics'> = () => NO_EFFECTS;

/** Tables that join or leave a publication: SHARE UPDATE EXCLUSIVE. FOR ALL TABLES locks none. */
export const alterPublication: EffectsOf<'alterPublication'> = (operation, catalog) =>
  combine(...operation.tables.map((table) => onTable({ table }, catalog, ({ key }) => combine({ locks: [lock(catalog, key, 'SHARE UPDATE EXCLUSIVE')] }))));
