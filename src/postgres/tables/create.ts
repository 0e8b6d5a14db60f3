import { type Catalog, findTable, type ForeignKey, foreignKeysTo, tableKey, type RelationKey, type Table, newKey } from '../../catalog/index.ts';
import { displayName, type QualifiedName } from '../../core/index.ts';
import type { ColumnDefinition, ConstraintDefinition, CreateTable, ForeignKeyDefinition, TableDefinition } from '../../operation/index.ts';
import { combine, fails, lock, type Part, work } from '../build.ts';
import { addForeignKey } from '../constraints/index.ts';
import type { EffectsOf } from '../dispatch.ts';
import { type Effects, type Failure, NO_EFFECTS, type Server } from '../effects.ts';
import { missingType } from '../columns/column.ts';
import { defaultFailures, latentDefault } from '../columns/default.ts';
import { isSerial, resolveType } from '../types.ts';
import { emptyTable } from './empty.ts';
import { defaultPartition, duplicate, keyOfTable, missing, missingSchema, nameCollision, refused, relationKind } from '../relations.ts';
import { queryEffects } from '../rows/query.ts';

/** CREATE TABLE works on nothing that is there, except on tables that it references, copies, inherits from or joins as a partition. */
export const createTable: EffectsOf<'createTable'> = (operation, catalog, server) => {
  const key = newKey(catalog, operation.table);
  const { definition } = operation;
  const temporary = definition.persistence === 'temporary';
  if (!temporary && relationKind(catalog, key) !== null) return taken(operation, catalog, key);
  if (!temporary && catalog.types.has(key)) return combine({ fails: [duplicate('type', key, '42710')] });
  return combine(
    { fails: [...missingSchema(catalog, operation.table.schema), ...twiceNamed(definition, key), ...takenIndexes(definition, key, catalog)] },
    { fails: definition.columns.flatMap((column) => refusedColumn(column, key, catalog, server)) },
    {
      latent: definition.columns.flatMap((column) =>
        column.default ? latentDefault(column.default, { table: key, column: column.name, type: column.type }, catalog) : [],
      ),
    },
    ...foreignKeysOf(definition).map((foreignKey) => reference(foreignKey, definition, key, catalog, server)),
    ...definition.like.map((like) => readsTable(like.table, catalog, 'ACCESS SHARE')),
    ...definition.inherits.map((parent) => readsTable(parent, catalog, 'SHARE UPDATE EXCLUSIVE')),
    definition.partitionOf ? joinsPartitions(definition.partitionOf, catalog) : null,
    definition.query ? queryEffects(definition.query, catalog) : null,
  );
};

function taken(operation: CreateTable, catalog: Catalog, key: RelationKey): Effects {
  return operation.ifNotExists
    ? { ...NO_EFFECTS, notes: [`${key} exists: nothing is done, even if it is defined otherwise`] }
    : combine({ fails: nameCollision(catalog, key) });
}

function twiceNamed(definition: TableDefinition, key: RelationKey): readonly Failure[] {
  const seen = new Set<string>();
  return definition.columns
    .filter((column) => seen.has(column.name) || !seen.add(column.name))
    .map((column) => duplicate('column', `${key}.${column.name}`, '42701'));
}

/** 42704 for a type that does not exist, and what its default is refused with. */
function refusedColumn(column: ColumnDefinition, key: RelationKey, catalog: Catalog, server: Server): readonly Failure[] {
  const absent = missingType(column.type, resolveType(column.type, catalog), catalog);
  if (absent.length > 0 || column.default === null) return absent;
  if (isSerial(column.type)) return refused(`${column.name} has two defaults: its type brings one`, '42601').fails;
  return defaultFailures(column.default, { table: key, column: column.name, type: column.type }, catalog, server, 'stored');
}

/** An index is named like its constraint, and shares its names with tables: 42P07. Names that PostgreSQL chooses itself give way. */
function takenIndexes(definition: TableDefinition, key: RelationKey, catalog: Catalog): readonly Failure[] {
  const schema = key.slice(0, key.indexOf('.'));
  return definition.persistence === 'temporary'
    ? []
    : constraintsOf(definition).flatMap(({ kind, name }) =>
        name !== null && (kind === 'primaryKey' || kind === 'unique' || kind === 'exclude') ? nameCollision(catalog, `${schema}.${name}`) : [],
      );
}

const constraintsOf = (definition: TableDefinition): readonly ConstraintDefinition[] => [
  ...definition.columns.flatMap((column: ColumnDefinition) => column.constraints),
  ...definition.constraints,
];

// ── References ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function foreignKeysOf(definition: TableDefinition): readonly ForeignKeyDefinition[] {
  return constraintsOf(definition).filter((constraint) => constraint.kind === 'foreignKey');
}

/** SHARE ROW EXCLUSIVE on the referenced table, which keeps writes to it waiting until the transaction ends (measured). */
function reference(foreignKey: ForeignKeyDefinition, definition: TableDefinition, key: RelationKey, catalog: Catalog, server: Server): Effects {
  if (tableKey(catalog, foreignKey.references.table) === key) return NO_EFFECTS;
  return addForeignKey(foreignKey, { target: { key, table: emptyTable(definition, key, catalog) }, catalog, server, only: true }, true);
}

/** A table that is read for its definition only. */
function readsTable(name: QualifiedName, catalog: Catalog, mode: 'ACCESS SHARE' | 'SHARE UPDATE EXCLUSIVE'): Part {
  const key = tableKey(catalog, name);
  if (catalog.views.has(key)) return { locks: [lock(catalog, key, mode)] };
  return findTable(catalog, key).is === 'absent' ? { fails: [missing('table', displayName(name), '42P01')] } : { locks: [lock(catalog, key, mode)] };
}

// ── PARTITION OF ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** ACCESS EXCLUSIVE on the parent (unlike ATTACH), and on a default partition, whose rows are searched for those that belong elsewhere now. */
function joinsPartitions(partitionOf: { readonly parent: QualifiedName; readonly isDefault: boolean }, catalog: Catalog): Part {
  const key = tableKey(catalog, partitionOf.parent);
  const parent = findTable(catalog, key);
  if (parent.is === 'absent') return { fails: [missing('table', displayName(partitionOf.parent), '42P01')] };
  return combine(
    { locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')] },
    partitionOf.isDefault ? null : searchesDefault(catalog, key),
    parent.is === 'present' ? { locks: partners(parent.value).map((partner) => lock(catalog, partner, 'SHARE ROW EXCLUSIVE')) } : null,
    { locks: referencing(catalog, key).map((table) => lock(catalog, table, 'SHARE ROW EXCLUSIVE')) },
  );
}

/** The default partition is scanned for rows of the new bounds: 23514 if there are any (check_default_partition_contents(), partbounds.c). */
export function searchesDefault(catalog: Catalog, parent: RelationKey): Part {
  const key = defaultPartition(catalog, parent);
  if (key === null) return {};
  const found = work(catalog, key, 'scan', 'ACCESS EXCLUSIVE');
  return {
    locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')],
    work: found,
    fails: found.length === 0 ? [] : [fails({ what: 'check-violations', table: key, constraint: null }, '23514', 'data')],
  };
}

/** Tables that a table's foreign keys reference; a new partition copies the keys. */
export const partners = (table: Table): readonly RelationKey[] =>
  table.constraints.filter((constraint): constraint is ForeignKey => constraint.kind === 'foreignKey').map((foreignKey) => foreignKey.references.table);

/** Tables with foreign keys onto this one. */
export const referencing = (catalog: Catalog, key: RelationKey): readonly RelationKey[] =>
  [...new Set(foreignKeysTo(catalog, key).map(({ table }) => keyOfTable(table)))].filter((other) => other !== key);
