import type { Query } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { relationKey } from '../lookup.ts';
import type { Table } from '../model.ts';

/**
 * The query that a table was made of, when it read the very table whose rows are looked at, and neither has changed since: a list
 * of duplicates that is kept aside says as much as the query itself.
 */
export function madeFrom({ madeOf, writtenBy }: Table, subject: Table | null, catalog: Catalog): Query | null {
  if (!madeOf || writtenBy.length > 1 || subject === null || !madeOf.sources.has(relationKey(subject.schema, subject.name))) return null;
  return [...madeOf.sources].every(([key, then]) => catalog.tables.get(key) === then) ? madeOf.query : null;
}
