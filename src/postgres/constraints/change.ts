import { type Catalog, type Constraint, type ForeignKey, foreignKeysTo, type RelationKey, type Table } from '../../catalog/index.ts';
import { combine, lock, lockIndex, loses, notSupported, type Part } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import type { Failure } from '../effects.ts';
import { dependents, duplicate, keyOfTable, missing, onTable, refused, type Target, withDescendants } from '../relations.ts';
import { isKnown } from './addition.ts';
import { validateExisting } from './foreign-key.ts';

const constraintOf = (table: Table, name: string): Constraint | null => table.constraints.find((constraint) => constraint.name === name) ?? null;

/** 42704, where the table's constraints are all known. */
export const missingConstraint = (target: Target, name: string): readonly Failure[] =>
  isKnown(target.table) ? [missing('constraint', `${name} on ${target.key}`, '42704')] : [];

/**
 * DROP CONSTRAINT: ACCESS EXCLUSIVE, also on the table that a foreign key references (its triggers stand there, RemoveTriggerById()).
 * The lock is taken even where IF EXISTS finds nothing.
 */
export const dropConstraint: EffectsOf<'dropConstraint'> = (operation, catalog, server) =>
  onTable(operation, catalog, (target) => {
    const constraint = constraintOf(target.table, operation.constraint);
    const own: Part = { locks: withDescendants(catalog, target.key, operation.only).map((key) => lock(catalog, key, 'ACCESS EXCLUSIVE')) };
    if (!constraint)
      return combine(own, {
        fails:
          operation.ifExists || (server.version >= 18 && isNotNullName(target.table, operation.constraint))
            ? []
            : missingConstraint(target, operation.constraint),
      });
    if (isInherited(constraint, target.table, catalog)) return refused(`cannot drop inherited constraint ${constraint.name} of ${target.key}`, '42P16');
    switch (constraint.kind) {
      case 'foreignKey':
        return combine(own, { locks: withDescendants(catalog, constraint.references.table, false).map((key) => lock(catalog, key, 'ACCESS EXCLUSIVE')) });
      case 'primaryKey':
      case 'unique':
        return combine(
          own,
          indexLock(catalog, target, constraint.index, 'ACCESS EXCLUSIVE'),
          withoutKey(catalog, target.key, constraint.name, constraint.columns, operation.cascade),
        );
      case 'exclude':
        return combine(own, indexLock(catalog, target, constraint.index, 'ACCESS EXCLUSIVE'));
      default:
        return combine(own);
    }
  });

/** A parent has the same CHECK or foreign key, or a partitioned parent a key over the same columns: it can only be dropped there. */
function isInherited(constraint: Constraint, table: Table, catalog: Catalog): boolean {
  const parents = [...(table.partitionOf ? [table.partitionOf.parent] : []), ...table.inherits].flatMap((key) => catalog.tables.get(key) ?? []);
  return parents.some((parent) =>
    parent.constraints.some((other) => {
      if (other.kind !== constraint.kind) return false;
      if (other.kind === 'check') return other.name === constraint.name;
      return parent.kind === 'partitioned table' && sameColumns(other.columns, constraint.columns);
    }),
  );
}

/** Since 18 every NOT NULL is a constraint, whose name the catalog does not keep: PostgreSQL's own, or any name for a column that is not NOT NULL by its key. */
function isNotNullName(table: Table, name: string): boolean {
  const inKey = table.constraints.flatMap((constraint) => (constraint.kind === 'primaryKey' ? constraint.columns : []));
  return table.columns.some((column) => column.notNull && (name.endsWith('_not_null') || !inKey.includes(column.name)));
}

function indexLock(catalog: Catalog, target: Target, index: string, mode: 'ACCESS EXCLUSIVE' | 'SHARE UPDATE EXCLUSIVE'): Part {
  return { locks: [lockIndex(catalog, `${target.table.schema}.${index}`, target.key, mode)] };
}

/** Foreign keys that lean on a unique key: 2BP01, or they go with it. Only the last key over these columns holds them. */
export function withoutKey(catalog: Catalog, key: RelationKey, name: string, columns: readonly string[], cascade: boolean): Part {
  const leaning = foreignKeysTo(catalog, key).filter(({ foreignKey }) => usesKey(foreignKey, columns) && !hasOtherKey(catalog, key, name, columns));
  if (leaning.length === 0) return { notes: [`an ON CONFLICT (${columns.join(', ')}) of the deployed client fails without it (42P10)`] };
  if (!cascade)
    return {
      fails: [
        dependents(
          `constraint ${name} on table ${key}`,
          leaning.map(({ table, foreignKey }) => `constraint ${foreignKey.name} on table ${keyOfTable(table)}`),
        ),
      ],
    };
  return {
    locks: leaning.map(({ table }) => lock(catalog, keyOfTable(table), 'ACCESS EXCLUSIVE')),
    loses: leaning.map(({ table, foreignKey }) => loses('constraint', keyOfTable(table), { object: foreignKey.name, how: 'cascaded' })),
  };
}

const sameColumns = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((column) => b.includes(column));
const usesKey = (foreignKey: ForeignKey, columns: readonly string[]): boolean => sameColumns(foreignKey.references.columns, columns);

/** Is another unique index older? A foreign key leans on the oldest that fits (transformFkeyCheckAttrs(), tablecmds.c). */
function hasOtherKey(catalog: Catalog, key: RelationKey, name: string, columns: readonly string[]): boolean {
  const indexes = catalog.tables.get(key)?.indexes ?? [];
  const oldest = indexes.find(
    (index) =>
      index.unique &&
      index.where === null &&
      sameColumns(
        index.elements.flatMap((element) => element.column ?? []),
        columns,
      ),
  );
  return oldest !== undefined && oldest.name !== name;
}

/** RENAME CONSTRAINT: ACCESS EXCLUSIVE on the table, and the index behind a key changes its name with it. */
export const renameConstraint: EffectsOf<'renameConstraint'> = (operation, catalog, server) =>
  onTable(operation, catalog, (target) => {
    const constraint = constraintOf(target.table, operation.constraint);
    const own: Part = {
      locks: withDescendants(catalog, target.key, operation.only || (constraint !== null && constraint.kind !== 'check')).map((key) =>
        lock(catalog, key, 'ACCESS EXCLUSIVE'),
      ),
    };
    if (!constraint) return combine(own, { fails: missingConstraint(target, operation.constraint) });
    const taken = constraintOf(target.table, operation.newName) ? [duplicate('constraint', operation.newName, '42710')] : [];
    const index =
      'index' in constraint ? indexLock(catalog, target, constraint.index, server.version >= 12 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE') : null;
    return combine(own, index, { fails: taken });
  });

/** ALTER CONSTRAINT: ACCESS EXCLUSIVE (measured); [NOT] ENFORCED (18) reaches the referenced table, and ENFORCED verifies the rows. */
export const alterConstraint: EffectsOf<'alterConstraint'> = (operation, catalog, server) =>
  onTable(operation, catalog, (target) => {
    const constraint = constraintOf(target.table, operation.constraint);
    const own: Part = { locks: withDescendants(catalog, target.key, operation.only).map((key) => lock(catalog, key, 'ACCESS EXCLUSIVE')) };
    if (!constraint) return combine(own, { fails: missingConstraint(target, operation.constraint) });
    if (operation.enforced !== null && server.version < 18) return combine({ fails: [notSupported('ALTER CONSTRAINT … ENFORCED', 18)] });
    if (constraint.kind !== 'foreignKey' && (operation.deferrable !== null || operation.initiallyDeferred !== null))
      return refused(`constraint ${constraint.name} is not a foreign key`, '42809');
    if (operation.enforced === null || operation.enforced === constraint.enforced) return combine(own);
    const addition = { target, catalog, server, only: operation.only };
    if (constraint.kind !== 'foreignKey') return refused(`cannot alter enforceability of constraint ${constraint.name}`, '42809');
    const partner = constraint.references.table;
    if (!operation.enforced) return combine(own, { locks: [lock(catalog, partner, 'ACCESS EXCLUSIVE')] });
    return combine(
      own,
      { locks: [lock(catalog, partner, 'SHARE ROW EXCLUSIVE')] },
      validateExisting(constraint, addition, 'ACCESS EXCLUSIVE', 'SHARE ROW EXCLUSIVE'),
    );
  });
