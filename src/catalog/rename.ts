import type { QualifiedName } from '../core/index.ts';
import { expressionsOfQuery, type Query, someExpression, type TypeName } from '../operation/index.ts';
import { isBuiltInType } from './builtin-types.ts';
import type { Catalog } from './catalog.ts';
import { editAllTables, nameOf, putFunctions, putSequence, putTable, putType, putView, removeTable, removeView } from './change.ts';
import { relationKey, tableKey, typeKey } from './lookup.ts';
import { editFunctions, editViews, replaceInTable, replaceInView } from './mentions.ts';
import type { Dependency, RelationKey, Table, Type, View } from './model.ts';
import { followReferenced } from './proofs.ts';
import { changed, mapAll, type Replacement } from './replace.ts';

// References follow what they mean, not the name: PostgreSQL stores them by number.

/** A name as the catalog writes it: without schema in `public`. */
function written(key: RelationKey): QualifiedName {
  const { schema, name } = nameOf(key);
  return { schema: schema === 'public' ? null : schema, name };
}

// ── Tables and views ─────────────────────────────────────────────────────────────────────────────────────────────────

const follow = (key: RelationKey, from: RelationKey, to: RelationKey): RelationKey => (key === from ? to : key);

/** Mentions of a table or view in other tables. */
function followInTable(table: Table, from: RelationKey, to: RelationKey): Table {
  return changed(table, {
    constraints: mapAll(table.constraints, (constraint) =>
      constraint.kind === 'foreignKey'
        ? changed(constraint, { references: changed(constraint.references, { table: follow(constraint.references.table, from, to) }) })
        : constraint,
    ),
    partitionOf: table.partitionOf && changed(table.partitionOf, { parent: follow(table.partitionOf.parent, from, to) }),
    inherits: mapAll(table.inherits, (parent) => follow(parent, from, to)),
    proofs: followReferenced(table.proofs, from, to),
  });
}

/** Everything that mentions a relation under its old key, with the new one. */
function followRelation(before: Catalog, catalog: Catalog, from: RelationKey, to: RelationKey): Catalog {
  const replacement: Replacement = { table: (name) => (tableKey(before, name) === from ? written(to) : name) };
  const dependency = (each: Dependency): Dependency => changed(each, { relation: follow(each.relation, from, to) });
  let result = editAllTables(catalog, (table) => followInTable(table, from, to));
  for (const table of result.tables.values()) {
    if (table.policies.length > 0) result = putTable(result, replaceInTable(before, table, replacement));
  }
  result = editViews(result, (view) => (view.dependsOn.some((each) => each.relation === from) ? replaceInView(before, view, replacement, dependency) : view));
  for (const sequence of before.sequences.values()) {
    if (sequence.ownedBy?.table === from) result = putSequence(result, { ...sequence, ownedBy: { ...sequence.ownedBy, table: to } });
  }
  return editFunctions(result, (entry) => changed(entry, { dependsOn: mapAll(entry.dependsOn, dependency) }));
}

/** Tables, views, sequences and indexes of a schema share their names. */
const isTaken = (catalog: Catalog, key: RelationKey): boolean =>
  catalog.tables.has(key) || catalog.views.has(key) || catalog.sequences.has(key) || catalog.indexOwners.has(key);

/** Indexes go to the other schema with their table. */
const indexesFit = (catalog: Catalog, owner: Table | View, schema: string): boolean =>
  owner.schema === schema || owner.indexes.every((index) => !isTaken(catalog, relationKey(schema, index.name)));

/** Gives a table another name or schema. What refers to it, and its own rows, indexes and proofs, stay with it. */
export function moveTable(catalog: Catalog, from: RelationKey, to: QualifiedName & { readonly schema: string }): Catalog {
  const table = catalog.tables.get(from);
  const key = relationKey(to.schema, to.name);
  if (!table || isTaken(catalog, key) || !indexesFit(catalog, table, to.schema)) return catalog;
  const isOld = table.bornIn === null || table.bornIn.migration !== catalog.migration;
  const moved: Table = { ...table, schema: to.schema, name: to.name, nameBefore: nameBeforeMove(table, isOld, from, key) };
  return followRelation(catalog, putTable(removeTable(catalog, from), moved), from, key);
}

/** Back under its old name, it was not renamed. */
function nameBeforeMove(subject: { readonly nameBefore: RelationKey | null }, isOld: boolean, from: RelationKey, to: RelationKey): RelationKey | null {
  const before = subject.nameBefore ?? (isOld ? from : null);
  return before === to ? null : before;
}

export function moveView(catalog: Catalog, from: RelationKey, to: QualifiedName & { readonly schema: string }): Catalog {
  const view = catalog.views.get(from);
  const key = relationKey(to.schema, to.name);
  if (!view || isTaken(catalog, key) || !indexesFit(catalog, view, to.schema)) return catalog;
  return followRelation(catalog, putView(removeView(catalog, from), { ...view, schema: to.schema, name: to.name }), from, key);
}

/** The literal names a sequence: inside nextval('…') and the like. */
function namesSequence(catalog: Catalog, text: string, key: RelationKey): boolean {
  const parts = text.split('.').map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase()));
  const [first, second] = parts;
  if (first === undefined) return false;
  return tableKey(catalog, second === undefined ? { schema: null, name: first } : { schema: first, name: second }) === key;
}

/** A sequence's name as nextval() gets it: regclass text. */
export function sequenceText(key: RelationKey): string {
  const { schema, name } = nameOf(key);
  const quoted = (part: string): string => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`);
  return schema === 'public' || schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

export function moveSequence(catalog: Catalog, from: RelationKey, to: QualifiedName & { readonly schema: string }): Catalog {
  const sequence = catalog.sequences.get(from);
  const key = relationKey(to.schema, to.name);
  if (!sequence || isTaken(catalog, key)) return catalog;
  const replacement: Replacement = {
    literal: (literal, within) =>
      /^(nextval|currval|setval)$/.test(within.name) && namesSequence(catalog, literal.value, from) ? { ...literal, value: sequenceText(key) } : literal,
  };
  const without: Catalog = { ...catalog, sequences: catalog.sequences.delete(from) };
  return editAllTables(putSequence(without, { ...sequence, schema: to.schema, name: to.name }), (table) =>
    replaceInTable(
      catalog,
      changed(table, { columns: mapAll(table.columns, (column) => (column.ownedSequence === from ? { ...column, ownedSequence: key } : column)) }),
      replacement,
    ),
  );
}

// ── Types and functions ──────────────────────────────────────────────────────────────────────────────────────────────

/** Gives a type another name or schema: columns, casts, domains and parameters follow. */
export function moveType(catalog: Catalog, from: RelationKey, to: QualifiedName & { readonly schema: string }): Catalog {
  const type = catalog.types.get(from);
  const key = relationKey(to.schema, to.name);
  if (!type || key === from || catalog.types.has(key)) return catalog;
  const followType = (name: TypeName): TypeName => (!isBuiltInType(name) && typeKey(catalog, name) === from ? { ...name, ...written(key) } : name);
  const replacement: Replacement = { type: followType };
  const without: Catalog = { ...catalog, types: catalog.types.delete(from) };
  let result = putType(without, movedType(type, to, catalog, from));
  for (const [name, other] of result.types.entries()) {
    if (other.kind !== 'domain' || name === key) continue;
    const base = followType(other.base);
    if (base !== other.base) result = putType(result, { ...other, base });
  }
  for (const other of catalog.mentionedBy.get(from) ?? []) {
    const table = result.tables.get(other);
    if (!table) continue;
    const columns = mapAll(table.columns, (column) => changed(column, { type: followType(column.type) }));
    result = putTable(result, replaceInTable(catalog, changed(table, { columns }), replacement));
  }
  const { name } = nameOf(from);
  result = editViews(result, (view) => (typesCastTo(view.query).has(name) ? replaceInView(catalog, view, replacement, (dependency) => dependency) : view));
  return editFunctions(result, (entry) =>
    changed(entry, {
      returns: entry.returns && followType(entry.returns),
      parameters: mapAll(entry.parameters, (parameter) => changed(parameter, { type: followType(parameter.type) })),
    }),
  );
}

/** A view stays as it is while one type after the other is replaced, as Prisma does for every change of an enum. */
const CASTS = new WeakMap<Query, ReadonlySet<string>>();

/** Names of the types that a query casts to. */
function typesCastTo(query: Query): ReadonlySet<string> {
  const known = CASTS.get(query);
  if (known) return known;
  const names = new Set<string>();
  for (const part of expressionsOfQuery(query)) {
    someExpression(part, (inner) => {
      if (inner.kind === 'cast') names.add(inner.type.name);
      return false;
    });
  }
  CASTS.set(query, names);
  return names;
}

function movedType(type: Type, to: QualifiedName & { readonly schema: string }, catalog: Catalog, from: RelationKey): Type {
  const named = { schema: to.schema, name: to.name };
  if (type.kind !== 'enum') return { ...type, ...named };
  const isOld = type.bornIn === null || type.bornIn.migration !== catalog.migration;
  return { ...type, ...named, nameBefore: nameBeforeMove(type, isOld, from, relationKey(to.schema, to.name)) };
}

/** Gives a function another name or schema: defaults and triggers follow. */
export function moveFunction(catalog: Catalog, from: RelationKey, to: QualifiedName & { readonly schema: string }): Catalog {
  const entries = catalog.functions.get(from);
  const key = relationKey(to.schema, to.name);
  if (!entries || key === from) return catalog;
  const isIt = (name: QualifiedName): boolean => relationKey(name.schema ?? nameOf(from).schema ?? 'public', name.name) === from;
  const replacement: Replacement = { function: (name) => (isIt(name) ? written(key) : name) };
  const result = putFunctions(putFunctions(catalog, from, []), key, [
    ...(catalog.functions.get(key) ?? []),
    ...entries.map((entry) => ({ ...entry, schema: to.schema, name: to.name })),
  ]);
  return editAllTables(result, (table) =>
    replaceInTable(
      catalog,
      changed(table, { triggers: mapAll(table.triggers, (trigger) => (trigger.function === from ? { ...trigger, function: key } : trigger)) }),
      replacement,
    ),
  );
}
