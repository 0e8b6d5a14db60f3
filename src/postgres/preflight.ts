import type { RelationKey } from '../catalog/index.ts';
import { quoteIdentifier } from '../core/index.ts';
import { type Expression, renderExpression } from '../operation/index.ts';

/** `"schema"."name"` of a key. */
const relation = (key: RelationKey): string => {
  const dot = key.indexOf('.');
  return `${quoteIdentifier(key.slice(0, dot))}.${quoteIdentifier(key.slice(dot + 1))}`;
};

const list = (columns: readonly string[]): string => columns.map(quoteIdentifier).join(', ');

/** Rows with NULL in one of the columns. */
export const findNulls = (table: RelationKey, columns: readonly string[]): string =>
  `SELECT * FROM ${relation(table)} WHERE ${columns.map((column) => `${quoteIdentifier(column)} IS NULL`).join(' OR ')} LIMIT 10;`;

/** A key of a unique index: a column's name or an expression. */
export type KeyPart = string | Expression;

const render = (part: KeyPart): string => (typeof part === 'string' ? quoteIdentifier(part) : renderExpression(part));

/** Values that occur more than once. NULLs are distinct unless `nullsEqual`; `where` is the predicate of a partial index. */
export function findDuplicates(table: RelationKey, key: readonly KeyPart[], where: Expression | null, nullsEqual: boolean): string {
  const present = nullsEqual ? [] : key.map((part) => `${render(part)} IS NOT NULL`);
  const conditions = [...(where === null ? [] : [`(${renderExpression(where)})`]), ...present];
  const keys = key.map(render).join(', ');
  return `SELECT ${keys}, count(*) FROM ${relation(table)}${conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''} GROUP BY ${keys} HAVING count(*) > 1 LIMIT 10;`;
}

/** Rows of `table` whose reference leads nowhere. A NULL in any referencing column satisfies MATCH SIMPLE. */
export function findOrphans(table: RelationKey, columns: readonly string[], referenced: RelationKey, referencedColumns: readonly string[]): string | null {
  if (columns.length === 0 || columns.length !== referencedColumns.length) return null;
  const join = columns.map((column, index) => `p.${quoteIdentifier(referencedColumns[index] ?? '')} = c.${quoteIdentifier(column)}`).join(' AND ');
  const present = columns.map((column) => `c.${quoteIdentifier(column)} IS NOT NULL`).join(' AND ');
  return `SELECT c.* FROM ${relation(table)} c WHERE ${present} AND NOT EXISTS (SELECT 1 FROM ${relation(referenced)} p WHERE ${join}) LIMIT 10;`;
}

/** Rows that make a CHECK false. Those that make it NULL pass. */
export const findViolations = (table: RelationKey, check: Expression): string =>
  `SELECT * FROM ${relation(table)} WHERE NOT (${renderExpression(check)}) LIMIT 10;`;

/** Rows whose value is one of these labels. */
export const findValues = (table: RelationKey, column: string, values: readonly string[]): string =>
  `SELECT ${list([column])}, count(*) FROM ${relation(table)} WHERE ${quoteIdentifier(column)}::text IN (${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')}) GROUP BY ${list([column])};`;
