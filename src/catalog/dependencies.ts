import { type Expression, type Query, someExpression } from '../operation/index.ts';
import type { Catalog } from './catalog.ts';
import { tableKey } from './lookup.ts';
import type { Dependency, RelationKey } from './model.ts';
import { replaceInQuery } from './replace.ts';

/** Does the expression mention a column of this name, in sub-selects too? */
export const mentionsColumn = (expression: Expression | null, name: string): boolean =>
  expression !== null && someExpression(expression, (part) => part.kind === 'column' && part.name === name);

/** The tables and views that queries read, with their columns: through aliases, CTEs and sub-selects. */
export function dependenciesOf(catalog: Catalog, queries: readonly Query[]): readonly Dependency[] {
  const read = new Map<RelationKey, Set<string> | null>();
  const note = (relation: RelationKey, columns: readonly string[] | null): void => {
    const known = read.get(relation) ?? (read.has(relation) ? null : new Set<string>());
    for (const column of columns ?? []) known?.add(column);
    read.set(relation, columns === null ? null : known);
  };
  for (const query of queries) {
    replaceInQuery(catalog, query, {
      table: (name) => {
        note(tableKey(catalog, name), []);
        return name;
      },
      column: (reference, relation) => {
        if (relation !== null) note(relation, [reference.name]);
        return reference;
      },
      star: (sources) => {
        for (const { relation, columns } of sources) if (relation !== null) note(relation, columns?.map((column) => column.name) ?? null);
      },
    });
  }
  return [...read].map(([relation, columns]) => ({ relation, columns: columns && [...columns] }));
}
