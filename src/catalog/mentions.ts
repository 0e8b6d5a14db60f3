import type { Expression, IndexElement } from '../operation/index.ts';
import type { Catalog } from './catalog.ts';
import { putFunctions, putView } from './change.ts';
import { relationKey } from './lookup.ts';
import type { Column, Dependency, FunctionEntry, Table, View } from './model.ts';
import { replaceInProofs } from './proofs.ts';
import { changed, mapAll, type Replacement, replaceIn, replaceInQuery } from './replace.ts';
import { scopeOfRelation } from './scope.ts';

// Where tables, views and functions mention names, so that a rename reaches all of them.

/** The table with the names inside all of its expressions replaced. `catalog` is the one before the change. */
export function replaceInTable(catalog: Catalog, table: Table, replacement: Replacement): Table {
  const scope = scopeOfRelation(catalog, relationKey(table.schema, table.name), table.name);
  const each = (expression: Expression): Expression => replaceIn(catalog, expression, replacement, scope);
  const orNull = (expression: Expression | null): Expression | null => expression && each(expression);
  const elements = (list: readonly IndexElement[]): readonly IndexElement[] =>
    mapAll(list, (element) => changed(element, { expression: orNull(element.expression) }));
  return changed(table, {
    columns: mapAll(table.columns, (column) => replaceInColumn(column, each)),
    constraints: mapAll(table.constraints, (constraint) =>
      constraint.kind === 'check' ? changed(constraint, { expression: each(constraint.expression) }) : constraint,
    ),
    indexes: mapAll(table.indexes, (index) => changed(index, { elements: elements(index.elements), where: orNull(index.where) })),
    triggers: mapAll(table.triggers, (trigger) => changed(trigger, { when: orNull(trigger.when) })),
    policies: mapAll(table.policies, (policy) => changed(policy, { using: orNull(policy.using), check: orNull(policy.check) })),
    partitionedBy: table.partitionedBy && changed(table.partitionedBy, { elements: elements(table.partitionedBy.elements) }),
    proofs: replaceInProofs(table.proofs, { expression: each, columns: (names) => names }),
  });
}

function replaceInColumn(column: Column, each: (expression: Expression) => Expression): Column {
  const next = changed(column, {
    default: column.default && each(column.default),
    generated: column.generated && changed(column.generated, { expression: each(column.generated.expression) }),
  });
  return column.filledWhere ? changed(next, { filledWhere: changed(column.filledWhere, { conditions: mapAll(column.filledWhere.conditions, each) }) }) : next;
}

/** The same in the queries of a view, and in what it depends on. */
export function replaceInView(catalog: Catalog, view: View, replacement: Replacement, dependency: (dependency: Dependency) => Dependency): View {
  return changed(view, { query: replaceInQuery(catalog, view.query, replacement), dependsOn: mapAll(view.dependsOn, dependency) });
}

export function editViews(catalog: Catalog, edit: (view: View) => View): Catalog {
  let result = catalog;
  for (const view of catalog.views.values()) {
    const next = edit(view);
    if (next !== view) result = putView(result, next);
  }
  return result;
}

export function editFunctions(catalog: Catalog, edit: (entry: FunctionEntry) => FunctionEntry): Catalog {
  let result = catalog;
  for (const [key, entries] of catalog.functions.entries()) {
    const next = mapAll(entries, edit);
    if (next !== entries) result = putFunctions(result, key, next);
  }
  return result;
}
