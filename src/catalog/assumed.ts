import type { RelationKey, Table } from './model.ts';
import { NO_PROOFS } from './proofs.ts';

/** Schema and name of a key. Schemas with a dot in their name do not occur in practice; the first dot parts the two. */
export function splitKey(key: RelationKey): { readonly schema: string; readonly name: string } {
  const dot = key.indexOf('.');
  return { schema: key.slice(0, dot), name: key.slice(dot + 1) };
}

/** A table without columns, constraints and rows. */
export const bareTable = (schema: string, name: string): Table => ({
  kind: 'table',
  schema,
  name,
  persistence: 'permanent',
  bornIn: null,
  assumed: false,
  complete: true,
  rows: 'none',
  columns: [],
  constraints: [],
  indexes: [],
  triggers: [],
  policies: [],
  rowSecurity: false,
  partitionedBy: null,
  partitionOf: null,
  inherits: [],
  proofs: NO_PROOFS,
  writtenBy: [],
  obscuredBy: null,
  nameBefore: null,
});

/** Stands in for a table that no known migration creates: it exists, holds rows, and may have any columns. */
export function assumedTable(key: RelationKey): Table {
  const { schema, name } = splitKey(key);
  return { ...bareTable(schema, name), assumed: true, complete: false, rows: 'unknown' };
}
