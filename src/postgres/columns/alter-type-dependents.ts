import { type Catalog, columnNamed, foreignKeysTo, type ForeignKey, type Index, type RelationKey, type Table } from '../../catalog/index.ts';
import type { AlterColumnType } from '../../operation/index.ts';
import { changesCollation } from '../collations.ts';
import type { Server } from '../effects.ts';
import { isComparableForeignKey, type KeyFate, keyFate } from '../operator-classes.ts';
import { keyOfTable } from '../relations.ts';
import type { TypeChange } from '../type-change.ts';
import { type ResolvedType, resolveType } from '../types.ts';
import type { ColumnTarget } from './column.ts';
import { indexMentions } from './drop.ts';

/** A type change, and all that one needs to follow it to what depends on the column. */
export interface AlteredColumn {
  readonly target: ColumnTarget;
  readonly operation: AlterColumnType;
  readonly change: TypeChange;
  readonly catalog: Catalog;
  readonly server: Server;
}

export interface AffectedIndex {
  readonly name: string;
  readonly unique: boolean;
  /** Its file serves on. */
  readonly kept: boolean;
  /** Worst of its keys on the column. */
  readonly fate: KeyFate;
  readonly index: Index;
}

/** Indexes of one table that are made again because they mention the column. Source: TryReuseIndex(), CheckIndexCompatible(). */
export function affectedIndexes(altered: AlteredColumn, key: RelationKey): readonly AffectedIndex[] {
  const column = altered.operation.column;
  const table = altered.catalog.tables.get(key);
  const fromParent = inheritedIndexes(altered.catalog, table);
  return (table?.indexes ?? [])
    .filter((index) => indexMentions(index, column))
    .map((index) => {
      const fate = fateOf(index, altered);
      // Expressions and predicates may mean something else now: such an index is always built anew.
      const simple = !fromParent.has(index.name) && index.where === null && index.elements.every((element) => element.expression === null) && index.valid;
      return { name: index.name, unique: index.unique, kept: simple && fate === 'same' && !altered.change.rewrite, fate, index };
    });
}

/** Indexes that a partition has because its parent has them: made again with the parent's, which hands no file down. */
function inheritedIndexes(catalog: Catalog, table: Table | undefined): ReadonlySet<string> {
  const parent = table?.partitionOf ? catalog.tables.get(table.partitionOf.parent) : undefined;
  if (!table || !parent) return new Set();
  const shapes = new Set(parent.indexes.map(shapeOf));
  return new Set(table.indexes.filter((index) => shapes.has(shapeOf(index))).map((index) => index.name));
}

const shapeOf = ({ method, unique, elements }: Index): string => JSON.stringify([method, unique, elements]);

const WORST: readonly KeyFate[] = ['no-class', 'refused', 'changed', 'unknown', 'same'];

function fateOf(index: Index, { operation, change, target }: AlteredColumn): KeyFate {
  const collation = changesCollation(target.column, change.from, change.to, operation.collation);
  const fates = index.elements
    .filter((element) => element.column === operation.column)
    .map((element) => {
      const fate = keyFate(change.from, change.to, index.method, element.operatorClass);
      return fate === 'same' && collation && element.collation === null ? 'changed' : fate;
    });
  return WORST.find((fate) => fates.includes(fate)) ?? 'same';
}

export interface AffectedForeignKey {
  readonly name: string;
  readonly from: RelationKey;
  readonly to: RelationKey;
  /** Rows are looked up again. */
  readonly validated: boolean;
  /** The two sides can be compared after the change; null: nobody can tell. */
  readonly comparable: boolean | null;
  readonly columns: readonly string[];
}

/** Foreign keys that the column is part of, at either end. Source: TryReuseForeignKey(), ATAddForeignKeyConstraint(). */
export function affectedForeignKeys(altered: AlteredColumn): readonly AffectedForeignKey[] {
  const { target, catalog, operation } = altered;
  const own = target.table.constraints.filter(
    (constraint): constraint is ForeignKey => constraint.kind === 'foreignKey' && constraint.columns.includes(operation.column),
  );
  const leading = foreignKeysTo(catalog, target.key).filter(({ foreignKey }) => foreignKey.references.columns.includes(operation.column));
  return [
    ...own.map((foreignKey) => again(altered, target.key, foreignKey)),
    ...leading
      .filter(({ table, foreignKey }) => !(keyOfTable(table) === target.key && own.includes(foreignKey)))
      .map(({ table, foreignKey }) => again(altered, keyOfTable(table), foreignKey)),
  ];
}

function again(altered: AlteredColumn, from: RelationKey, foreignKey: ForeignKey): AffectedForeignKey {
  const { change } = altered;
  const to = foreignKey.references.table;
  const pairs = foreignKey.columns.map(
    (name, index) => [typeAfter(altered, from, name), typeAfter(altered, to, foreignKey.references.columns[index] ?? '')] as const,
  );
  const comparable = pairs.map(([referencing, referenced]) => (referencing && referenced ? isComparableForeignKey(referencing, referenced) : null));
  const sameOperators =
    altered.target.key === to && foreignKey.references.columns.includes(altered.operation.column)
      ? keyFate(change.from, change.to, 'btree', null) === 'same'
      : keepsOperator(change.from, change.to);
  return {
    name: foreignKey.name,
    from,
    to,
    columns: foreignKey.columns,
    validated: foreignKey.validated && foreignKey.enforced && (change.rewrite || !sameOperators),
    comparable: comparable.includes(false) ? false : comparable.includes(null) ? null : true,
  };
}

/** Without a rewrite the bytes are the same, so that the comparison is too unless the types belong to different operators. */
const keepsOperator = (from: ResolvedType, to: ResolvedType): boolean =>
  keyFate(from, to, 'btree', null) === 'same' || to.name === 'citext' || from.name === 'citext';

function typeAfter({ target, operation, change, catalog }: AlteredColumn, key: RelationKey, name: string): ResolvedType | null {
  if (key === target.key && name === operation.column) return change.to;
  const table = catalog.tables.get(key);
  const column = table ? columnNamed(table, name) : null;
  return column ? resolveType(column.type, catalog) : null;
}
