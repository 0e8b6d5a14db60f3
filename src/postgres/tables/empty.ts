import { NO_PROOFS } from '../../catalog/index.ts';
import type { Catalog, Column, RelationKey, Table } from '../../catalog/index.ts';
import type { ColumnDefinition, TableDefinition } from '../../operation/index.ts';

const serial = (column: ColumnDefinition): boolean => /^(small|big)?serial[248]?$/.test(column.type.name) && column.type.schema === null;

/**
 * The table that CREATE TABLE is about to make, as far as its foreign keys ask: columns, types and nullability. The
 * catalog has it only afterwards.
 */
export function emptyTable(definition: TableDefinition, key: RelationKey, catalog: Catalog): Table {
  const keys = [...definition.constraints, ...definition.columns.flatMap((column) => column.constraints)].flatMap((constraint) =>
    constraint.kind === 'primaryKey' ? constraint.columns : [],
  );
  const column = (given: ColumnDefinition): Column => ({
    name: given.name,
    type: given.type,
    collation: null,
    notNull: given.notNull || given.identity !== null || serial(given) || keys.includes(given.name),
    default: given.default,
    generated: null,
    identity: given.identity,
    bornIn: null,
    rows: { holds: 'anything' },
    filled: null,
    ownedSequence: null,
  });
  const dot = key.indexOf('.');
  return {
    kind: definition.partitionBy ? 'partitioned table' : definition.foreign ? 'foreign table' : 'table',
    schema: key.slice(0, dot),
    name: key.slice(dot + 1),
    persistence: definition.persistence,
    bornIn: catalog.migration === null ? null : { migration: catalog.migration, statement: 0 },
    assumed: false,
    complete: definition.like.length === 0 && definition.inherits.length === 0 && definition.partitionOf === null && definition.query === null,
    rows: 'none',
    columns: definition.columns.map(column),
    constraints: [],
    indexes: [],
    triggers: [],
    policies: [],
    rowSecurity: false,
    partitionedBy: definition.partitionBy,
    partitionOf: null,
    inherits: [],
    proofs: NO_PROOFS,
    writtenBy: [],
    obscuredBy: null,
    nameBefore: null,
  };
}
