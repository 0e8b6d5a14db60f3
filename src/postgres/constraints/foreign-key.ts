import {
  type Catalog,
  columnNamed,
  findTable,
  type ForeignKey,
  tableKey,
  primaryKeyOf,
  provesReference,
  type RelationKey,
  type Table,
} from '../../catalog/index.ts';
import { displayName } from '../../core/index.ts';
import type { ForeignKeyDefinition, LockMode } from '../../operation/index.ts';
import { combine, fails, lock, notSupported, type Part, rowsOf, work } from '../build.ts';
import type { Effects, Failure } from '../effects.ts';
import { isComparableForeignKey } from '../operator-classes.ts';
import { findOrphans } from '../preflight.ts';
import { missing, storageOf, type Target, withDescendants } from '../relations.ts';
import { resolveType } from '../types.ts';
import { type Addition, isKnown, missingColumns, takenName } from './addition.ts';
import { refusedActions } from './referential-actions.ts';

/** The referenced side of a foreign key. `table` null: nobody knows it. */
interface Referenced {
  readonly key: RelationKey;
  readonly table: Table | null;
  readonly columns: readonly string[];
}

/**
 * FOREIGN KEY: SHARE ROW EXCLUSIVE on both tables; every row is looked up unless it is NOT VALID or NOT ENFORCED.
 * `inCreateTable`: the table is being created, so nothing is there to look up.
 */
export function addForeignKey(definition: ForeignKeyDefinition, addition: Addition, inCreateTable = false): Effects {
  const { catalog, target } = addition;
  const key = tableKey(catalog, definition.references.table);
  const found = key === target.key ? target.table : findTable(catalog, key);
  const wrong = [...missingColumns(addition, definition.columns), ...absentTable(definition, catalog, key, target.key)];
  if (wrong.length > 0) return combine({ fails: wrong });
  const table = 'is' in found ? (found.is === 'present' ? found.value : null) : found;
  const referenced: Referenced = { key, table, columns: referencedColumns(definition, table) };
  const refusal = [
    ...unsupported(definition, addition, referenced),
    ...targetFailures(definition, addition, referenced),
    ...persistence(target.table, referenced),
  ];
  if (refusal.length > 0) return combine({ fails: refusal });
  return combine(
    { locks: inCreateTable ? locksOn(catalog, key) : [...locksOn(catalog, target.key, addition.only), ...locksOn(catalog, key)] },
    { fails: takenName(addition, definition.name) },
    inCreateTable || definition.notValid || !definition.enforced
      ? null
      : validateReference(definition, referenced, addition, 'SHARE ROW EXCLUSIVE', 'SHARE ROW EXCLUSIVE'),
    { latent: refusedActions(definition, target, key) },
  );
}

const locksOn = (catalog: Catalog, key: RelationKey, only = false): Effects['locks'] =>
  withDescendants(catalog, key, only).map((each) => lock(catalog, each, 'SHARE ROW EXCLUSIVE'));

/** What is referenced, as the catalog keeps it for constraints that are there. */
export function validateExisting(foreignKey: ForeignKey, addition: Addition, under: LockMode, underReferenced: LockMode): Part {
  const found = findTable(addition.catalog, foreignKey.references.table);
  const referenced: Referenced = {
    key: foreignKey.references.table,
    table: found.is === 'present' ? found.value : null,
    columns: foreignKey.references.columns,
  };
  return validateReference(foreignKey, referenced, addition, under, underReferenced);
}

interface Reference {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly references: { readonly match: 'simple' | 'full' };
}

/**
 * RI_Initial_Check() joins the two tables whatever is known about the rows (measured: also when the column is NULL in
 * every row), so the work is there even where no orphan can be. An empty table costs nothing.
 */
function validateReference(reference: Reference, referenced: Referenced, addition: Addition, under: LockMode, underReferenced: LockMode): Part {
  const { catalog, target } = addition;
  if (rowsOf(catalog, target.key) === 'none') return {};
  return combine(
    { work: storageOf(catalog, target.key, addition.only).flatMap((key) => work(catalog, key, 'validate-foreign-key', under, reference.name)) },
    looksNothingUp(reference, target)
      ? null
      : { work: storageOf(catalog, referenced.key, false).flatMap((key) => work(catalog, key, 'validate-foreign-key', underReferenced, reference.name)) },
    orphanRows(reference, referenced, addition),
  );
}

/** The column is NULL in every row: the rows are read, and nothing is looked up. */
const looksNothingUp = (reference: Reference, target: Target): boolean =>
  reference.columns.some((name) => columnNamed(target.table, name)?.rows.holds === 'null');

function orphanRows(reference: Reference, referenced: Referenced, { catalog, target }: Addition): Part {
  const columns = reference.columns.map((name) => columnNamed(target.table, name));
  if (looksNothingUp(reference, target)) return { notes: ['no orphans: the referencing column is NULL in every row'] };
  if (isSelf(reference, referenced, target)) return { notes: ['no orphans: every row references itself'] };
  const given = target.table.constraints.find(
    (constraint): constraint is ForeignKey =>
      constraint.kind === 'foreignKey' &&
      constraint.validated &&
      constraint.enforced &&
      constraint.name !== reference.name &&
      sameReference(constraint, reference, referenced),
  );
  if (given) return { notes: [`no orphans: ${given.name} guarantees the same`] };
  const proof = provesReference(target.table, reference.columns, referenced.key, referenced.columns);
  if (proof?.strength === 'proven') return { notes: [`no orphans: ${proof.because}`] };
  const cause = { what: 'orphans', table: target.key, columns: reference.columns, referenced: referenced.key, referencedColumns: referenced.columns } as const;
  const nobodyThere =
    rowsOf(catalog, referenced.key) === 'none' &&
    columns.every((column) => column && (column.notNull || column.rows.holds === 'constant' || column.rows.holds === 'distinct'));
  const preflight = findOrphans(target.key, reference.columns, referenced.key, referenced.columns);
  return {
    fails: [fails(cause, '23503', nobodyThere ? 'rows' : 'data', { unlikelyBecause: proof?.because ?? null, ruledOutBefore: proof?.aged ?? false, preflight })],
  };
}

const isSelf = (reference: Reference, referenced: Referenced, target: Target): boolean =>
  referenced.key === target.key &&
  reference.columns.length === referenced.columns.length &&
  reference.columns.every((column, index) => column === referenced.columns[index]);

const sameReference = (foreignKey: ForeignKey, reference: Reference, referenced: Referenced): boolean =>
  foreignKey.references.table === referenced.key &&
  foreignKey.columns.join() === reference.columns.join() &&
  foreignKey.references.columns.join() === referenced.columns.join();

// ── Refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function absentTable(definition: ForeignKeyDefinition, catalog: Catalog, key: RelationKey, self: RelationKey): readonly Failure[] {
  if (key === self) return [];
  if (catalog.views.has(key))
    return [fails({ what: 'not-allowed', reason: `referenced relation ${displayName(definition.references.table)} is not a table` }, '42809', 'always')];
  return findTable(catalog, key).is === 'absent' ? [missing('table', displayName(definition.references.table), '42P01')] : [];
}

function referencedColumns(definition: ForeignKeyDefinition, table: Table | null): readonly string[] {
  if (definition.references.columns.length > 0) return definition.references.columns;
  return (table && primaryKeyOf(table)?.columns) ?? [];
}

function unsupported(definition: ForeignKeyDefinition, { target, server }: Addition, referenced: Referenced): readonly Failure[] {
  const { version } = server;
  const no = (feature: string, since: 12 | 18, sqlstate: string): readonly Failure[] => [notSupported(feature, since, sqlstate)];
  if (!definition.enforced && version < 18) return no('NOT ENFORCED', 18, '42601');
  if (referenced.table?.kind === 'partitioned table' && version < 12) return no('a foreign key to a partitioned table', 12, '42809');
  if (definition.notValid && target.table.kind === 'partitioned table' && version < 18)
    return no('a NOT VALID foreign key on a partitioned table', 18, '42809');
  return [];
}

/** 42830 without a unique key over exactly these columns, 42804 without an operator between the types (transformFkeyCheckAttrs(), ATAddForeignKeyConstraint()). */
function targetFailures(definition: ForeignKeyDefinition, addition: Addition, referenced: Referenced): readonly Failure[] {
  const { table, columns } = referenced;
  if (!table || !isKnown(table)) return [];
  const absent = missingColumns({ target: { key: referenced.key, table } }, columns);
  if (absent.length > 0) return absent;
  const noTarget = (sqlstate: string): readonly Failure[] => [fails({ what: 'no-unique-target', table: referenced.key, columns }, sqlstate, 'always')];
  if (columns.length === 0) return noTarget('42704');
  if (columns.length !== definition.columns.length || !hasUniqueKey(table, columns)) return noTarget('42830');
  const mismatch = definition.columns.some((name, index) => cannotCompare(addition, name, table, columns[index]));
  return mismatch
    ? [fails({ what: 'type-mismatch', table: addition.target.key, columns: definition.columns, referenced: referenced.key }, '42804', 'always')]
    : [];
}

function hasUniqueKey(table: Table, columns: readonly string[]): boolean {
  return table.indexes.some((index) => {
    const keys = index.elements.map((element) => element.column);
    return index.unique && index.valid && index.where === null && keys.length === columns.length && columns.every((column) => keys.includes(column));
  });
}

function cannotCompare({ target, catalog }: Addition, name: string, table: Table, referencedName: string | undefined): boolean {
  const [from, to] = [columnNamed(target.table, name), referencedName === undefined ? null : columnNamed(table, referencedName)];
  return from && to ? isComparableForeignKey(resolveType(from.type, catalog), resolveType(to.type, catalog)) === false : false;
}

/** Constraints on permanent tables may reference only permanent tables (42P16). */
function persistence(table: Table, referenced: Referenced): readonly Failure[] {
  const order = ['permanent', 'unlogged', 'temporary'] as const;
  const refers = referenced.table?.persistence ?? table.persistence;
  const allowed = table.persistence === refers || (table.persistence === 'unlogged' && refers === 'permanent');
  return allowed || !order.includes(refers)
    ? []
    : [fails({ what: 'not-allowed', reason: `a ${table.persistence} table cannot reference a ${refers} one` }, '42P16', 'always')];
}
