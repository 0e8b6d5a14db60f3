import type { IndexElement } from '../operation/index.ts';
import type { Catalog } from './catalog.ts';
import { editAllTables, putSequence, putTable } from './change.ts';
import { relationKey } from './lookup.ts';
import { editViews, replaceInTable, replaceInView } from './mentions.ts';
import type { Constraint, Index, RelationKey, Table } from './model.ts';
import { followReferenced, replaceInProofs } from './proofs.ts';
import { changed, mapAll, type Replacement } from './replace.ts';

const replaceName = (names: readonly string[], from: string, to: string): readonly string[] => mapAll(names, (name) => (name === from ? to : name));

/** A table's own mentions of its column, renamed. `key` is the table that expressions mean by the column. */
export function renameColumnOf(catalog: Catalog, table: Table, from: string, to: string): Table {
  const key = relationKey(table.schema, table.name);
  const names = (list: readonly string[]): readonly string[] => replaceName(list, from, to);
  const elements = (list: readonly IndexElement[]): readonly IndexElement[] =>
    mapAll(list, (element) => (element.column === from ? { ...element, column: to } : element));
  const next = replaceInTable(catalog, table, columnReplacement(key, from, to));
  return changed(next, {
    columns: mapAll(next.columns, (column) => (column.name === from ? { ...column, name: to } : column)),
    constraints: mapAll(next.constraints, (constraint) => renameInConstraint(constraint, key, from, to)),
    indexes: mapAll(next.indexes, (index): Index => changed(index, { elements: elements(index.elements), include: names(index.include) })),
    triggers: mapAll(next.triggers, (trigger) => changed(trigger, { updateOf: names(trigger.updateOf) })),
    partitionedBy: next.partitionedBy && changed(next.partitionedBy, { elements: elements(next.partitionedBy.elements) }),
    proofs: replaceInProofs(next.proofs, { expression: (expression) => expression, columns: names }),
  });
}

function columnReplacement(key: RelationKey, from: string, to: string): Replacement {
  return { column: (reference, relation) => (reference.name === from && relation === key ? { ...reference, name: to } : reference) };
}

function renameInConstraint(constraint: Constraint, key: RelationKey, from: string, to: string): Constraint {
  const columns = replaceName(constraint.columns, from, to);
  if (constraint.kind !== 'foreignKey' || constraint.references.table !== key) return columns === constraint.columns ? constraint : { ...constraint, columns };
  return changed(constraint, { columns, references: changed(constraint.references, { columns: replaceName(constraint.references.columns, from, to) }) });
}

/** Mentions of a relation's column elsewhere: foreign keys, views, policies of other tables, owned sequences. */
export function renameColumnElsewhere(before: Catalog, catalog: Catalog, key: RelationKey, from: string, to: string): Catalog {
  const replacement = columnReplacement(key, from, to);
  let result = editAllTables(catalog, (table) => changed(table, { proofs: followReferenced(table.proofs, key, key, (name) => (name === from ? to : name)) }));
  for (const other of before.mentionedBy.get(key) ?? []) {
    const table = result.tables.get(other);
    if (!table || other === key) continue;
    const constraints = mapAll(table.constraints, (constraint) =>
      constraint.kind === 'foreignKey' && constraint.references.table === key
        ? changed(constraint, { references: changed(constraint.references, { columns: replaceName(constraint.references.columns, from, to) }) })
        : constraint,
    );
    result = putTable(result, replaceInTable(before, changed(table, { constraints }), replacement));
  }
  result = editViews(result, (view) => {
    if (!view.dependsOn.some((dependency) => dependency.relation === key)) return view;
    return replaceInView(before, view, replacement, (dependency) =>
      dependency.relation === key && dependency.columns ? changed(dependency, { columns: replaceName(dependency.columns, from, to) }) : dependency,
    );
  });
  for (const sequence of before.sequences.values()) {
    if (sequence.ownedBy?.table === key && sequence.ownedBy.column === from) result = putSequence(result, { ...sequence, ownedBy: { table: key, column: to } });
  }
  return result;
}
