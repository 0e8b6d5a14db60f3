import { callsOf, type Expression, expressionsOfQuery, someExpression } from '../operation/index.ts';
import { isBuiltInType } from './builtin-types.ts';
import type { Catalog } from './catalog.ts';
import { editAllTables, putFunctions, putTable, removeSequence, removeTable, removeType, removeView } from './change.ts';
import { mentionsColumn } from './dependencies.ts';
import { childrenOf, domainsOver, foreignKeysTo, partitionsOf, tablesUsing, viewsOnDeep } from './dependents.ts';
import { columnNamed, relationKey, typeKey } from './lookup.ts';
import type { Constraint, FunctionEntry, Index, RelationKey, Table } from './model.ts';
import { proofsWithoutColumn } from './proofs.ts';
import { changed, mapAll } from './replace.ts';

// What goes with a thing that is dropped. Where PostgreSQL would refuse (no CASCADE), only what cannot outlive it goes: the
// migration fails there, or our knowledge of the dependents is out of date.

/** Does the index need the column: as a key, included, in an expression or in its predicate? */
function indexUses(index: Index, column: string): boolean {
  const isKey = index.elements.some((element) => element.column === column || mentionsColumn(element.expression, column));
  return isKey || index.include.includes(column) || mentionsColumn(index.where, column);
}

const constraintUses = (constraint: Constraint, column: string): boolean =>
  constraint.columns.includes(column) || (constraint.kind === 'check' && mentionsColumn(constraint.expression, column));

/** The table without a column, its indexes (also partial ones whose predicate uses it), constraints and proofs. */
function withoutColumn(table: Table, column: string): Table {
  const lost = new Set(table.indexes.filter((index) => indexUses(index, column)));
  const isLost = (constraint: Constraint): boolean =>
    constraintUses(constraint, column) || ('index' in constraint && [...lost].some((index) => index.name === constraint.index));
  return {
    ...table,
    columns: table.columns.filter((each) => each.name !== column),
    constraints: keep(table.constraints, (constraint) => !isLost(constraint)),
    indexes: lost.size === 0 ? table.indexes : table.indexes.filter((index) => !lost.has(index)),
    proofs: proofsWithoutColumn(table.proofs, column),
  };
}

function keep<Value>(values: readonly Value[], wanted: (value: Value) => boolean): readonly Value[] {
  const kept = values.filter(wanted);
  return kept.length === values.length ? values : kept;
}

/** DROP COLUMN of one table: foreign keys on it, its sequence, and with CASCADE views, generated columns, triggers and policies go, too. */
export function dropColumn(catalog: Catalog, table: Table, name: string, cascade: boolean): Catalog {
  const key = relationKey(table.schema, table.name);
  const column = columnNamed(table, name);
  let result = dropForeignKeysTo(catalog, key, (columns) => columns.includes(name));
  let next = withoutColumn(result.tables.get(key) ?? table, name);
  if (cascade) next = withoutDependents(next, name);
  result = putTable(result, next);
  if (cascade) result = dropViewsOn(result, key, name);
  return column?.ownedSequence ? removeSequence(result, column.ownedSequence) : result;
}

function withoutDependents(table: Table, name: string): Table {
  const uses = (expression: Expression | null): boolean => mentionsColumn(expression, name);
  const generated = table.columns.filter((column) => column.generated && uses(column.generated.expression));
  const next = {
    ...table,
    triggers: keep(table.triggers, (trigger) => !trigger.updateOf.includes(name) && !uses(trigger.when)),
    policies: keep(table.policies, (policy) => !uses(policy.using) && !uses(policy.check)),
  };
  return generated.reduce((sum, column) => withoutColumn(sum, column.name), next);
}

/** Takes away foreign keys of other tables (and its own) whose referenced columns satisfy the condition. */
export function dropForeignKeysTo(catalog: Catalog, key: RelationKey, which: (columns: readonly string[]) => boolean): Catalog {
  let result = catalog;
  for (const { table, foreignKey } of foreignKeysTo(catalog, key)) {
    if (!which(foreignKey.references.columns)) continue;
    const current = result.tables.get(relationKey(table.schema, table.name));
    if (current) result = putTable(result, { ...current, constraints: keep(current.constraints, (constraint) => constraint !== foreignKey) });
  }
  return result;
}

/** Takes away the views that read a relation (or one column of it), and those on them. */
const dropViewsOn = (catalog: Catalog, key: RelationKey, column?: string): Catalog =>
  viewsOnDeep(catalog, key, column).reduce((sum, view) => removeView(sum, relationKey(view.schema, view.name)), catalog);

/** A table with its sequences, its partitions, foreign keys to it; with CASCADE also views, functions and inheriting tables. */
export function dropTable(catalog: Catalog, key: RelationKey, cascade: boolean): Catalog {
  const table = catalog.tables.get(key);
  if (!table) return catalog;
  let result = dropForeignKeysTo(catalog, key, () => true);
  if (cascade) result = dropFunctionsOn(dropViewsOn(result, key), key);
  for (const child of [...partitionsOf(result, key), ...(cascade ? childrenOf(result, key) : [])])
    result = dropTable(result, relationKey(child.schema, child.name), cascade);
  result = removeTable(result, key);
  for (const column of table.columns) if (column.ownedSequence !== null) result = removeSequence(result, column.ownedSequence);
  for (const sequence of catalog.sequences.values())
    if (sequence.ownedBy?.table === key) result = removeSequence(result, relationKey(sequence.schema, sequence.name));
  return result;
}

export function dropView(catalog: Catalog, key: RelationKey, cascade: boolean): Catalog {
  const result = cascade ? dropFunctionsOn(dropViewsOn(catalog, key), key) : catalog;
  return removeView(result, key);
}

/** Functions with an SQL-standard body that read a relation. */
function dropFunctionsOn(catalog: Catalog, key: RelationKey): Catalog {
  let result = catalog;
  for (const [name, entries] of catalog.functions.entries()) {
    const kept = entries.filter((entry) => !entry.dependsOn.some((dependency) => dependency.relation === key));
    if (kept.length < entries.length) result = putFunctions(result, name, kept);
  }
  return result;
}

/** A type; with CASCADE the columns of it (also of arrays and domains of it), the domains over it, and what casts to it. */
export function dropType(catalog: Catalog, key: RelationKey, cascade: boolean): Catalog {
  if (!cascade) return removeType(catalog, key);
  let result = catalog;
  for (const { table, column } of tablesUsing(catalog, key)) {
    const current = result.tables.get(relationKey(table.schema, table.name));
    if (current) result = dropColumn(result, current, column.name, true);
  }
  for (const domain of domainsOver(catalog, key)) result = dropType(result, relationKey(domain.schema, domain.name), true);
  return removeType(withoutCastsTo(result, key), key);
}

/** Defaults, checks, indexes and policies whose expressions cast to a type; views, too. */
function withoutCastsTo(catalog: Catalog, key: RelationKey): Catalog {
  const isCast = (part: Expression): boolean => part.kind === 'cast' && !isBuiltInType(part.type) && typeKey(catalog, part.type) === key;
  const casts = (expression: Expression | null): boolean => expression !== null && someExpression(expression, isCast);
  let result = catalog;
  for (const other of catalog.mentionedBy.get(key) ?? []) {
    const table = result.tables.get(other);
    if (!table) continue;
    result = putTable(
      result,
      changed(table, {
        columns: mapAll(table.columns, (column) => (casts(column.default) ? { ...column, default: null } : column)),
        constraints: keep(table.constraints, (constraint) => constraint.kind !== 'check' || !casts(constraint.expression)),
        indexes: keep(table.indexes, (index) => !casts(index.where) && !index.elements.some((element) => casts(element.expression))),
        policies: keep(table.policies, (policy) => !casts(policy.using) && !casts(policy.check)),
      }),
    );
  }
  for (const view of catalog.views.values()) {
    if (expressionsOfQuery(view.query).some(casts)) result = dropView(result, relationKey(view.schema, view.name), true);
  }
  return result;
}

/** A sequence; defaults that draw from it go with it. */
export function dropSequence(catalog: Catalog, key: RelationKey, cascade: boolean): Catalog {
  const sequence = catalog.sequences.get(key);
  const owner = sequence?.ownedBy ? catalog.tables.get(sequence.ownedBy.table) : undefined;
  const result = removeSequence(catalog, key);
  if (!cascade || !owner) return result;
  const columns = mapAll(owner.columns, (column) => (column.ownedSequence === key ? { ...column, ownedSequence: null, default: null } : column));
  return putTable(result, { ...owner, columns });
}

/** Overloads of a function; with CASCADE the triggers and defaults that call it. */
export function dropFunction(catalog: Catalog, key: RelationKey, which: (entry: FunctionEntry) => boolean, cascade: boolean): Catalog {
  const entries = catalog.functions.get(key) ?? [];
  const kept = entries.filter((entry) => !which(entry));
  const result = kept.length === entries.length ? catalog : putFunctions(catalog, key, kept);
  if (!cascade || kept.length > 0) return result;
  return withoutCallsOf(result, new Set([key.slice(key.indexOf('.') + 1)]), (name) => name === key);
}

/** Tables without defaults that call one of the functions, without triggers that run one. */
export function withoutCallsOf(catalog: Catalog, functions: ReadonlySet<string>, runs: (trigger: RelationKey) => boolean): Catalog {
  const calls = (expression: Expression | null): boolean => expression !== null && callsOf(expression).some((call) => functions.has(call.function.name));
  return editAllTables(catalog, (table) => {
    const triggers = keep(table.triggers, (trigger) => !runs(trigger.function));
    const columns = mapAll(table.columns, (column) => (calls(column.default) ? { ...column, default: null } : column));
    return triggers === table.triggers && columns === table.columns ? table : { ...table, triggers, columns };
  });
}
