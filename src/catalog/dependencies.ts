import type { Expression, Query } from '../operation/index.ts';
import type { Catalog } from './catalog.ts';
import { tableKey } from './lookup.ts';
import type { Dependency, RelationKey } from './model.ts';
import { replaceIn, replaceInQuery } from './replace.ts';

/** Names of the columns that an expression mentions, whatever table they belong to, each once. */
export function columnNamesIn(catalog: Catalog, expression: Expression | null): ReadonlySet<string> {
  const names = new Set<string>();
  if (!expression || expression.kind === 'literal') return names;
  replaceIn(catalog, expression, {
    column: (reference) => {
      names.add(reference.name);
      return reference;
    },
  });
  return names;
}

/** Names of the functions that an expression calls, without schema. */
export function functionNamesIn(catalog: Catalog, expression: Expression | null): ReadonlySet<string> {
  const names = new Set<string>();
  if (!expression || expression.kind === 'literal') return names;
  replaceIn(catalog, expression, {
    function: (name) => {
      names.add(name.name);
      return name;
    },
  });
  return names;
}

/** The tables and views that queries read, with their columns: through aliases, CTEs and sub-selects. */
export function dependenciesOf(catalog: Catalog, queries: readonly Query[]): readonly Dependency[] {
  const read = new Map<RelationKey, Set<string> | null>();
  const note = (relation: RelationKey, columns: readonly string[] | null): void => {
    const known = read.get(relation);
    if (columns === null || known === null) read.set(relation, null);
    else read.set(relation, new Set([...(known ?? []), ...columns]));
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
