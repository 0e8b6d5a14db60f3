import { isBuiltInType } from './builtin-types.ts';
import type { Catalog } from './catalog.ts';
import { relationKey, typeKey } from './lookup.ts';
import type { Column, Dependency, DomainType, ForeignKey, RelationKey, Table, View } from './model.ts';

function* tablesMentioning(catalog: Catalog, key: RelationKey): IterableIterator<Table> {
  for (const other of catalog.mentionedBy.get(key) ?? []) {
    const table = catalog.tables.get(other);
    if (table) yield table;
  }
}

/** Foreign keys that reference the table, its own included. */
export function foreignKeysTo(catalog: Catalog, key: RelationKey): readonly { readonly table: Table; readonly foreignKey: ForeignKey }[] {
  const found: { table: Table; foreignKey: ForeignKey }[] = [];
  for (const table of tablesMentioning(catalog, key)) {
    for (const constraint of table.constraints) {
      if (constraint.kind === 'foreignKey' && constraint.references.table === key) found.push({ table, foreignKey: constraint });
    }
  }
  return found;
}

/** Partitions right below a partitioned table. */
export const partitionsOf = (catalog: Catalog, key: RelationKey): readonly Table[] =>
  [...tablesMentioning(catalog, key)].filter((table) => table.partitionOf?.parent === key);

/** Tables that inherit from it (INHERITS), without partitions. */
export const childrenOf = (catalog: Catalog, key: RelationKey): readonly Table[] =>
  [...tablesMentioning(catalog, key)].filter((table) => table.inherits.includes(key));

const NONE: readonly RelationKey[] = [];

/** Partitions and inheriting tables on every level: what ALTER TABLE without ONLY reaches. */
export function descendantsOf(catalog: Catalog, key: RelationKey): readonly RelationKey[] {
  if (!catalog.mentionedBy.has(key)) return NONE;
  const seen = new Set<RelationKey>();
  const visit = (parent: RelationKey): void => {
    for (const table of tablesMentioning(catalog, parent)) {
      const child = relationKey(table.schema, table.name);
      const descends = table.partitionOf?.parent === parent || table.inherits.includes(parent);
      if (!descends || child === key || seen.has(child)) continue;
      seen.add(child);
      visit(child);
    }
  };
  visit(key);
  return [...seen];
}

const reads = (dependency: Dependency, key: RelationKey, column: string | undefined): boolean =>
  dependency.relation === key && (column === undefined || dependency.columns === null || dependency.columns.includes(column));

/** Views that read the table or view itself; with `column`, those that read it or may read it. */
export function viewsOn(catalog: Catalog, key: RelationKey, column?: string): readonly View[] {
  const found: View[] = [];
  for (const other of catalog.mentionedBy.get(key) ?? []) {
    const view = catalog.views.get(other);
    if (view?.dependsOn.some((dependency) => reads(dependency, key, column))) found.push(view);
  }
  return found;
}

/** The same, with the views on these views, and so on. Nearest first. */
export function viewsOnDeep(catalog: Catalog, key: RelationKey, column?: string): readonly View[] {
  const found = new Map<RelationKey, View>();
  let level = viewsOn(catalog, key, column);
  while (level.length > 0) {
    const next = level.filter((view) => !found.has(relationKey(view.schema, view.name)));
    for (const view of next) found.set(relationKey(view.schema, view.name), view);
    level = next.flatMap((view) => viewsOn(catalog, relationKey(view.schema, view.name)));
  }
  return [...found.values()];
}

/** Domains right over a type. */
export function domainsOver(catalog: Catalog, key: RelationKey): readonly DomainType[] {
  const found: DomainType[] = [];
  for (const type of catalog.types.values()) {
    if (type.kind === 'domain' && !isBuiltInType(type.base) && typeKey(catalog, type.base) === key) found.push(type);
  }
  return found;
}

/** Columns of a type, of arrays of it, and of domains over it. */
export function tablesUsing(catalog: Catalog, key: RelationKey): readonly { readonly table: Table; readonly column: Column }[] {
  const found: { table: Table; column: Column }[] = [];
  for (const table of tablesMentioning(catalog, key)) {
    for (const column of table.columns) if (!isBuiltInType(column.type) && typeKey(catalog, column.type) === key) found.push({ table, column });
  }
  return [...found, ...domainsOver(catalog, key).flatMap((domain) => tablesUsing(catalog, relationKey(domain.schema, domain.name)))];
}
