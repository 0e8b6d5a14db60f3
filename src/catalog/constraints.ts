import {
  columnsOf,
  type CheckDefinition,
  type ConstraintDefinition,
  type ExcludeDefinition,
  type ForeignKeyDefinition,
  type IndexElement,
  type NotNullDefinition,
  type PrimaryKeyDefinition,
  type UniqueDefinition,
} from '../operation/index.ts';
import type { Catalog } from './catalog.ts';
import { keyColumnsOf, primaryKeyOf } from './keys.ts';
import { relationKey, tableKey } from './lookup.ts';
import type { Column, Constraint, Index, Origin, RelationKey, Table } from './model.ts';
import { chooseName, joinColumnNames, truncateName } from './object-names.ts';
import { mapAll } from './replace.ts';

/** An index key that is a plain column, everything else at its default. */
export const plainElement = (column: string): IndexElement => ({
  column,
  expression: null,
  operatorClass: null,
  collation: null,
  descending: false,
  nulls: null,
});

/** Tables, indexes, views and sequences of a schema share their names. */
export function isRelationNameTaken(catalog: Catalog, table: Table, name: string): boolean {
  const key = relationKey(table.schema, name);
  const elsewhere = catalog.tables.has(key) || catalog.views.has(key) || catalog.sequences.has(key) || catalog.indexOwners.has(key);
  return elsewhere || name === table.name || table.indexes.some((index) => index.name === name);
}

/** PostgreSQL avoids a default name that any constraint of the schema has. */
function isConstraintNameTaken(catalog: Catalog, table: Table, name: string): boolean {
  if (hasConstraint(table, name)) return true;
  for (const other of catalog.tables.values()) if (other.schema === table.schema && hasConstraint(other, name)) return true;
  return false;
}

function hasConstraint({ constraints }: Table, name: string): boolean {
  for (const constraint of constraints) if (constraint.name === name) return true;
  return false;
}

/** `t_pkey`, `t_a_b_key`, `t_a_idx`: the name of an index that was not named. */
export function chooseIndexName(catalog: Catalog, table: Table, columns: readonly string[] | null, label: 'pkey' | 'key' | 'excl' | 'idx'): string {
  const joined = columns === null ? null : joinColumnNames(columns);
  return chooseName(
    table.name,
    joined,
    label,
    (name) => isRelationNameTaken(catalog, table, name) || (label !== 'idx' && isConstraintNameTaken(catalog, table, name)),
  );
}

/** NOT NULL for these columns, as a primary key brings it. */
export function withNotNull(table: Table, columns: readonly string[]): Table {
  const next = mapAll(table.columns, (column): Column => (columns.includes(column.name) && !column.notNull ? { ...column, notNull: true } : column));
  const open = table.constraints.filter((constraint) => constraint.kind !== 'notNull' || !constraint.columns.every((column) => columns.includes(column)));
  return { ...table, columns: next, constraints: open.length === table.constraints.length ? table.constraints : open };
}

export interface Addition {
  /** The database around the table. The table in it may be older than the one that is changed. */
  readonly catalog: Catalog;
  readonly at: Origin;
  /** Part of CREATE TABLE: NOT VALID has no meaning there. */
  readonly creating: boolean;
}

/** The table with one constraint more, its index and its name included. A name that is taken: the table as it was. */
export function addConstraintTo(table: Table, definition: ConstraintDefinition, addition: Addition): Table {
  if (isRefused(table, definition, addition)) return table;
  switch (definition.kind) {
    case 'primaryKey':
    case 'unique':
      return definition.usingIndex === null ? addKey(table, definition, addition) : adoptIndex(table, definition, definition.usingIndex, addition);
    case 'check':
      return addCheck(table, definition, addition);
    case 'notNull':
      return addNotNull(table, definition, addition);
    case 'foreignKey':
      return addForeignKey(table, definition, addition);
    case 'exclude':
      return addExclude(table, definition, addition);
  }
}

/** The name is taken: by a constraint of the table, or for a key's index by any relation of the schema. */
function isRefused(table: Table, definition: ConstraintDefinition, { catalog }: Addition): boolean {
  if (definition.name === null) return false;
  const name = truncateName(definition.name);
  const adopted = 'usingIndex' in definition ? definition.usingIndex : null;
  const makesIndex = definition.kind === 'primaryKey' || definition.kind === 'unique' || definition.kind === 'exclude';
  return table.constraints.some((constraint) => constraint.name === name) || (makesIndex && adopted !== name && isRelationNameTaken(catalog, table, name));
}

const common = (definition: ConstraintDefinition, name: string, { at, creating }: Addition) => ({
  name,
  validated: definition.enforced && (creating || !definition.notValid),
  enforced: definition.enforced,
  deferrable: definition.deferrable,
  initiallyDeferred: definition.initiallyDeferred,
  bornIn: at,
});

const withConstraint = (table: Table, constraint: Constraint): Table => ({ ...table, constraints: [...table.constraints, constraint] });

function addKey(table: Table, definition: PrimaryKeyDefinition | UniqueDefinition, addition: Addition): Table {
  const { kind, columns } = definition;
  if (kind === 'primaryKey' && primaryKeyOf(table)) return table;
  const label = kind === 'primaryKey' ? 'pkey' : 'key';
  const name =
    definition.name === null ? chooseIndexName(addition.catalog, table, kind === 'primaryKey' ? null : columns, label) : truncateName(definition.name);
  const index: Index = {
    name,
    unique: true,
    method: definition.withoutOverlaps ? 'gist' : 'btree',
    elements: columns.map(plainElement),
    include: [],
    where: null,
    nullsNotDistinct: kind === 'unique' && definition.nullsNotDistinct,
    valid: true,
    builtConcurrently: false,
    constraint: name,
    bornIn: addition.at,
  };
  const next = withConstraint({ ...table, indexes: [...table.indexes, index] }, { ...common(definition, name, addition), kind, columns, index: name });
  return kind === 'primaryKey' ? withNotNull(next, columns) : next;
}

/** USING INDEX: the index takes the constraint's name, and belongs to it from now on. */
function adoptIndex(table: Table, definition: PrimaryKeyDefinition | UniqueDefinition, indexName: string, addition: Addition): Table {
  const index = table.indexes.find((candidate) => candidate.name === indexName);
  const columns = index && keyColumnsOf(index);
  if (!index || !columns || index.constraint !== null || (definition.kind === 'primaryKey' && primaryKeyOf(table))) return table;
  const name = definition.name === null ? index.name : truncateName(definition.name);
  const indexes = mapAll(table.indexes, (each) => (each === index ? { ...each, name, constraint: name } : each));
  const next = withConstraint({ ...table, indexes }, { ...common(definition, name, addition), kind: definition.kind, columns, index: name });
  return definition.kind === 'primaryKey' ? withNotNull(next, columns) : next;
}

function addCheck(table: Table, definition: CheckDefinition, addition: Addition): Table {
  const known = new Set(table.columns.map((column) => column.name));
  const columns = columnsOf(definition.expression).filter((column) => !table.complete || known.has(column));
  const [only] = columns;
  const label = columns.length === 1 && only !== undefined ? only : null;
  const name =
    definition.name === null
      ? chooseName(table.name, label, 'check', (taken) => isConstraintNameTaken(addition.catalog, table, taken))
      : truncateName(definition.name);
  return withConstraint(table, { ...common(definition, name, addition), kind: 'check', expression: definition.expression, columns });
}

/** A valid NOT NULL is a property of the column; one that is NOT VALID is kept by its name. */
function addNotNull(table: Table, definition: NotNullDefinition, addition: Addition): Table {
  if (!definition.notValid || addition.creating) return withNotNull(table, definition.columns);
  const [column] = definition.columns;
  const name = definition.name ?? chooseName(table.name, column ?? null, 'not_null', (taken) => isConstraintNameTaken(addition.catalog, table, taken));
  return withConstraint(table, { ...common(definition, truncateName(name), addition), kind: 'notNull', columns: definition.columns });
}

function addForeignKey(table: Table, definition: ForeignKeyDefinition, addition: Addition): Table {
  const { references, columns } = definition;
  const self = relationKey(table.schema, table.name);
  const target = referencedKey(table, definition, addition.catalog);
  const referenced = target === self ? table : addition.catalog.tables.get(target);
  const name =
    definition.name === null
      ? chooseName(table.name, joinColumnNames(columns), 'fkey', (taken) => isConstraintNameTaken(addition.catalog, table, taken))
      : truncateName(definition.name);
  return withConstraint(table, {
    ...common(definition, name, addition),
    kind: 'foreignKey',
    columns,
    references: {
      table: target,
      columns: references.columns.length > 0 ? references.columns : ((referenced && primaryKeyOf(referenced)?.columns) ?? []),
      onDelete: references.onDelete,
      onUpdate: references.onUpdate,
      match: references.match,
    },
  });
}

/** In CREATE TABLE the table may reference itself before anybody can look it up. */
function referencedKey(table: Table, { references }: ForeignKeyDefinition, catalog: Catalog): RelationKey {
  const isSelf = references.table.name === table.name && (references.table.schema ?? table.schema) === table.schema;
  const key = tableKey(catalog, references.table);
  return isSelf && !catalog.tables.has(key) ? relationKey(table.schema, table.name) : key;
}

function addExclude(table: Table, definition: ExcludeDefinition, addition: Addition): Table {
  const elements = definition.elements.map(({ element }) => element);
  const columns = elements.flatMap((element) => (element.column === null ? [] : [element.column]));
  const name = definition.name === null ? chooseIndexName(addition.catalog, table, elementNames(elements), 'excl') : truncateName(definition.name);
  const index: Index = {
    name,
    unique: false,
    method: definition.method,
    elements,
    include: [],
    where: definition.where,
    nullsNotDistinct: false,
    valid: true,
    builtConcurrently: false,
    constraint: name,
    bornIn: addition.at,
  };
  return withConstraint({ ...table, indexes: [...table.indexes, index] }, { ...common(definition, name, addition), kind: 'exclude', columns, index: name });
}

/** What stands for each key in a default name: the column, the function of an expression, `expr`. Source: ChooseIndexColumnNames(). */
export function elementNames(elements: readonly IndexElement[]): readonly string[] {
  const names: string[] = [];
  for (const { column, expression } of elements) {
    const base = column ?? nameOfKey(expression) ?? 'expr';
    let name = base;
    for (let count = 1; names.includes(name); count++) name = `${base}${count}`;
    names.push(name);
  }
  return names;
}

function nameOfKey(expression: IndexElement['expression']): string | null {
  if (expression?.kind === 'call') return expression.function.name;
  if (expression?.kind === 'coalesce') return 'coalesce';
  if (expression?.kind === 'case') return (expression.otherwise && nameOfKey(expression.otherwise)) ?? 'case';
  if (expression?.kind === 'cast')
    return nameOfKey(expression.operand) ?? (expression.operand.kind === 'column' ? expression.operand.name : expression.type.name);
  if (expression?.kind === 'collate') return nameOfKey(expression.operand) ?? (expression.operand.kind === 'column' ? expression.operand.name : null);
  return null;
}

/** Takes a constraint away, and its index. */
export function dropConstraintFrom(table: Table, name: string): Table {
  const constraint = table.constraints.find((candidate) => candidate.name === name);
  if (!constraint) return dropNotNullNamed(table, name);
  return {
    ...table,
    constraints: table.constraints.filter((candidate) => candidate !== constraint),
    indexes: 'index' in constraint ? table.indexes.filter((index) => index.name !== constraint.index) : table.indexes,
  };
}

/** PostgreSQL 18 names every NOT NULL `table_column_not_null`. */
function dropNotNullNamed(table: Table, name: string): Table {
  const column = table.columns.find((candidate) => candidate.notNull && name === chooseName(table.name, candidate.name, 'not_null', () => false));
  return column ? { ...table, columns: mapAll(table.columns, (each) => (each === column ? { ...each, notNull: false } : each)) } : table;
}
