import { displayName, type QualifiedName, quoteIdentifier, quoteLiteral, quoteName, type RunnerName } from '../core/index.ts';
import type { RelationKey } from '../catalog/index.ts';
import { type Operation, renderConstraint } from '../operation/index.ts';

// How messages are put together. A message's `todo` is prose with SQL in it; SQL lines are indented by four blanks, and a
// line `-- migration: <name>` starts another migration file.

/** SQL as messages print it. */
export const sql = (...lines: readonly string[]): string =>
  lines
    .flatMap((line) => line.split('\n'))
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');

/** SQL that belongs into a migration of its own; `name` without the timestamp. */
export const migration = (name: string, ...lines: readonly string[]): string => sql(`-- migration: ${name}`, ...lines);

/** `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** A relation as people call it: `User`, and `billing.Invoice` outside of public. */
export const label = (relation: RelationKey | QualifiedName): string =>
  (typeof relation === 'string' ? relation : displayName(relation)).replace(/^public\./, '');

/** The same of a text that names relations: `view public.Totals` is `view Totals`. */
export const unqualified = (text: string): string => text.replaceAll(/(^|\s)public\./g, '$1');

/** `User.email`. */
export const columnLabel = (relation: RelationKey | QualifiedName, column: string): string => `${label(relation)}.${column}`;

/** `"a", "b"`. */
export const quotedList = (columns: readonly string[]): string => columns.map(quoteIdentifier).join(', ');

/** A name for a migration or constraint, from parts: `drop_user_name`. */
export const slug = (...parts: readonly string[]): string =>
  parts
    .join('_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toLowerCase();

/** `1 column`, `3 columns`. */
export const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

/** A value of the type that makes the example run; the reader knows the right one. */
export function exampleValue(type: string): string {
  if (type.endsWith('[]')) return "'{}'";
  if (/^(SMALLINT|INTEGER|BIGINT|DECIMAL|NUMERIC|REAL|DOUBLE)/.test(type)) return '0';
  if (type === 'BOOLEAN') return 'false';
  if (/^(TIMESTAMP|DATE|TIME)/.test(type)) return 'CURRENT_TIMESTAMP';
  if (/^JSON/.test(type)) return "'{}'";
  if (type === 'UUID') return 'gen_random_uuid()';
  return /^(TEXT|VARCHAR|CHAR|CITEXT)/.test(type) ? quoteLiteral('') : quoteLiteral('…');
}

/** The three migrations that make a column without NULLs required and keep every lock short. */
export function requireColumnSteps(data: { readonly table: RelationKey; readonly quotedTable: string; readonly column: string }): readonly string[] {
  const check = quoteIdentifier(`${label(data.table).replaceAll('.', '_')}_${data.column}_not_null`);
  const column = quoteIdentifier(data.column);
  return [
    migration(
      slug('check', label(data.table), data.column),
      `ALTER TABLE ${data.quotedTable} ADD CONSTRAINT ${check} CHECK (${column} IS NOT NULL) NOT VALID;`,
    ),
    migration(slug('validate', label(data.table), data.column), `ALTER TABLE ${data.quotedTable} VALIDATE CONSTRAINT ${check};`),
    migration(
      slug('require', label(data.table), data.column),
      `ALTER TABLE ${data.quotedTable} ALTER COLUMN ${column} SET NOT NULL;`,
      `ALTER TABLE ${data.quotedTable} DROP CONSTRAINT ${check};`,
    ),
  ];
}

/**
 * How to build an index without stopping writes: `create` is the CREATE INDEX CONCURRENTLY statement. Up to Prisma 7.3 it
 * must be alone in its file; from 7.4 on it may share one.
 */
export function concurrentIndexSteps(create: string, index: string, runner: RunnerName): readonly string[] {
  const why =
    runner === 'prisma-one-transaction'
      ? 'alone in its file, because Prisma runs several statements as one transaction, where CONCURRENTLY is refused (25001)'
      : 'in a migration of its own, so that a failure leaves nothing else behind';
  return [
    `CREATE INDEX CONCURRENTLY, ${why}:`,
    migration(slug('create', index || 'index'), `${create};`),
    `If it ever fails, it leaves an INVALID index: drop that (DROP INDEX CONCURRENTLY ${index === '' ? '…' : quoteIdentifier(index)}), then \`prisma migrate resolve --rolled-back\` and deploy again.`,
  ];
}

/** The two migrations that add a foreign key and let writes go on: NOT VALID, then VALIDATE. Empty for other operations. */
export function foreignKeySteps(operation: Operation): readonly string[] {
  if (!('table' in operation) || !operation.table) return [];
  const definition =
    operation.kind === 'addConstraint'
      ? operation.constraint
      : operation.kind === 'addColumn'
        ? operation.definition.constraints.find(({ kind }) => kind === 'foreignKey')
        : undefined;
  if (definition?.kind !== 'foreignKey') return [];
  const name = definition.name ?? `${operation.table.name}_${definition.columns.join('_')}_fkey`;
  const table = quoteName(operation.table);
  return [
    migration(slug('add', name), `ALTER TABLE ${table} ADD ${renderConstraint({ ...definition, name, notValid: true })};`),
    migration(slug('validate', name), `ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoteIdentifier(name)};`),
  ];
}
