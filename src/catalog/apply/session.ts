import type { QualifiedName } from '../../core/index.ts';
import type { AlterObject, Opaque, Select, SetVariable } from '../../operation/index.ts';
import { assumedTable } from '../assumed.ts';
import type { Catalog } from '../catalog.ts';
import { putTable, withGap } from '../change.ts';
import { functionKey, tableKey } from '../lookup.ts';
import type { Origin } from '../model.ts';
import { moveFunction } from '../rename.ts';
import { applyRows } from '../row-knowledge/index.ts';
import type { Handler, Handlers } from './handler.ts';
import { moveToSchema } from './tables.ts';
import { moveTypeToSchema } from './types.ts';

const DEFAULT_PATH = ['public'];

/** What migrations make: no schema is named like the role, and pg_catalog is searched anyway. */
const ownSchemas = (names: readonly string[]): readonly string[] => names.filter((name) => name !== '' && name !== '$user' && name !== 'pg_catalog');

/** The text of a list of identifiers, as set_config() gets it: `"$user", App` is [$user, app]. */
function splitIdentifiers(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/g)].map(([, quoted, word]) => quoted?.replaceAll('""', '"') ?? word?.toLowerCase() ?? '');
}

const setVariable: Handler<'setVariable'> = (catalog, operation) =>
  operation.all ? { ...catalog, searchPath: DEFAULT_PATH, timeZone: null } : withVariable(catalog, operation);

function withVariable(catalog: Catalog, { name, value }: Pick<SetVariable, 'name' | 'value'>): Catalog {
  switch (name.toLowerCase()) {
    case 'search_path':
      return { ...catalog, searchPath: value === null ? DEFAULT_PATH : ownSchemas(value.split(',').map((name) => name.trim())) };
    case 'timezone':
      return { ...catalog, timeZone: value };
    default:
      return catalog;
  }
}

/** `SELECT set_config('search_path', '', false)`: how pg_dump writes SET. */
const select: Handler<'select'> = (catalog, operation, at) => applyRows(configured(catalog, operation), operation, at);

function configured(catalog: Catalog, { query }: Select): Catalog {
  return query.targets.reduce((sum, { expression }) => {
    if (expression.kind !== 'call' || expression.function.name !== 'set_config') return sum;
    const [name, value] = expression.arguments;
    if (name?.kind !== 'literal' || value?.kind !== 'literal') return sum;
    const isPath = name.value.toLowerCase() === 'search_path';
    return withVariable(sum, { name: name.value, value: isPath ? splitIdentifiers(value.value).join(',') : value.value });
  }, catalog);
}

const doBlock: Handler<'doBlock'> = (catalog, operation, at) => {
  const next = applyRows(catalog, operation, at);
  return operation.dynamic ? withGap(next, `a DO block in ${at.migration} runs SQL that it puts together itself`) : next;
};

const callProcedure: Handler<'callProcedure'> = (catalog, operation, at) =>
  withGap(catalog, `CALL ${operation.procedure.name} in ${at.migration}: what the procedure does is not known`);

/** Marks the tables that something nobody understood names. */
export function obscure(catalog: Catalog, names: readonly QualifiedName[], because: string): Catalog {
  return names.reduce((sum, name) => {
    const key = tableKey(sum, name);
    const table = sum.tables.get(key) ?? (sum.views.has(key) || sum.sequences.has(key) || sum.indexOwners.has(key) ? null : assumedTable(key));
    return table ? putTable(sum, { ...table, obscuredBy: because }) : sum;
  }, catalog);
}

/** It is there and new, whatever it may be like. */
function withUnknownTable(catalog: Catalog, name: QualifiedName, bornIn: Origin): Catalog {
  const key = tableKey(catalog, name);
  return catalog.tables.has(key) ? catalog : putTable(catalog, { ...assumedTable(key), assumed: false, bornIn });
}

const opaque: Handler<'opaque'> = (catalog, operation, at) => {
  const because = whyOpaque(operation, at);
  const known = operation.tables.length === 0 || operation.hasBody ? withGap(catalog, because) : catalog;
  return obscure(operation.creates ? withUnknownTable(known, operation.creates, at) : known, operation.tables, because);
};

const whyOpaque = ({ node, because }: Opaque, { migration, statement }: Origin): string =>
  `${node} in ${migration}, statement ${statement + 1}, is not understood: ${because}`;

const alterObject: Handler<'alterObject'> = (catalog, operation) => {
  if (operation.newName === null) return catalog;
  if (operation.action === 'set schema') return setSchema(catalog, operation, operation.newName);
  const isRoutine = operation.objectType === 'function' || operation.objectType === 'procedure';
  if (operation.action !== 'rename' || !isRoutine) return catalog;
  const key = functionKey(catalog, operation.name);
  return moveFunction(catalog, key, { schema: key.slice(0, key.indexOf('.')), name: operation.newName });
};

function setSchema(catalog: Catalog, { objectType, name }: AlterObject, schema: string): Catalog {
  switch (objectType) {
    case 'table':
    case 'foreign table':
    case 'view':
    case 'materialized view':
    case 'sequence':
      return moveToSchema(catalog, tableKey(catalog, name), schema);
    case 'type':
    case 'domain':
      return moveTypeToSchema(catalog, name, schema);
    case 'function':
    case 'procedure':
      return moveFunction(catalog, functionKey(catalog, name), { schema, name: name.name });
    default:
      return catalog;
  }
}

export const session = { setVariable, select, doBlock, callProcedure, opaque, alterObject } satisfies Partial<Handlers>;
