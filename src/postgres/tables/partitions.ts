import { type Catalog, columnNamed, type Index, type RelationKey, type Table } from '../../catalog/index.ts';
import { columnsOf, conjuncts, equalExpressions, type Expression } from '../../operation/index.ts';
import { combine, fails, lock, lockIndex, notSupported, type Part, refusal, rowsOf, work } from '../build.ts';
import { validateExisting } from '../constraints/foreign-key.ts';
import type { EffectsOf } from '../dispatch.ts';
import type { Effects, Server } from '../effects.ts';
import { implies } from '../implication.ts';
import { defaultPartition, onTable, storageOf, type Target } from '../relations.ts';
import { duplicateRows } from '../unique-rows.ts';
import { partners, referencing, searchesDefault } from './create.ts';

/**
 * ATTACH PARTITION: since 12 the parent stays readable and writable; the new partition and the default one are closed while they
 * are scanned (ATExecAttachPartition(), measured).
 */
export const attachPartition: EffectsOf<'attachPartition'> = (operation, catalog, server) =>
  onTable(operation, catalog, (parent) =>
    onTable({ table: operation.partition }, catalog, (partition) =>
      combine(
        {
          locks: [
            lock(catalog, parent.key, server.version >= 12 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE'),
            lock(catalog, partition.key, 'ACCESS EXCLUSIVE'),
          ],
        },
        operation.isDefault ? null : fitsBounds(operation.bound, parent.table, partition, catalog),
        operation.isDefault ? null : searchesDefault(catalog, parent.key),
        { notes: operation.isDefault ? ['the new default partition is scanned for rows that belong to others'] : [] },
        operation.isDefault && parent.table.partitionedBy ? scanned(partition, catalog) : null,
        ...parent.table.indexes.map((index) => partOfIndex(index, parent, partition, catalog, server)),
        copiesForeignKeys(parent, partition, catalog, server),
      ),
    ),
  );

/** Every row must lie within the bounds: a scan and 23514, unless a valid CHECK says so already. */
function fitsBounds(bound: Expression | null, parent: Table, partition: Target, catalog: Catalog): Part {
  if (bound === null ? namesWholeKey(parent, partition.table) : implied(bound, partition.table))
    return { notes: ['no scan: valid constraints of the partition imply its bounds'] };
  return scanned(partition, catalog);
}

function scanned(partition: Target, catalog: Catalog): Part {
  const scans = storageOf(catalog, partition.key, false).flatMap((key) => work(catalog, key, 'scan', 'ACCESS EXCLUSIVE'));
  return { work: scans, fails: scans.length === 0 ? [] : [fails({ what: 'check-violations', table: partition.key, constraint: null }, '23514', 'data')] };
}

/** The bounds are not at hand: a valid CHECK over the whole partition key, none of whose columns can be NULL, is taken for them. */
function namesWholeKey(parent: Table, table: Table): boolean {
  const keys = (parent.partitionedBy?.elements ?? []).map((element) => element.column);
  const checks = table.constraints.filter((constraint) => constraint.kind === 'check' && constraint.validated && constraint.enforced);
  const named = new Set(checks.flatMap((constraint) => (constraint.kind === 'check' ? columnsOf(constraint.expression) : [])));
  const notNull = (key: string): boolean =>
    columnNamed(table, key)?.notNull === true ||
    checks.some(
      (constraint) =>
        constraint.kind === 'check' &&
        conjuncts(constraint.expression).some(
          (part) => part.kind === 'nullTest' && part.negated && part.operand.kind === 'column' && part.operand.name === key,
        ),
    );
  return keys.length > 0 && keys.every((key) => key !== null && named.has(key) && notNull(key));
}

/** Each part of the bounds is a part of a valid CHECK, or says NOT NULL of a column that is (ConstraintImpliedByRelConstraint()). */
function implied(bound: Expression, table: Table): boolean {
  const given = table.constraints.flatMap((constraint) =>
    constraint.kind === 'check' && constraint.validated && constraint.enforced ? conjuncts(constraint.expression) : [],
  );
  return conjuncts(bound).every((part) => implies(given, part) || saysNotNull(part, table));
}

const saysNotNull = (part: Expression, table: Table): boolean =>
  part.kind === 'nullTest' && part.negated && part.operand.kind === 'column' && columnNamed(table, part.operand.name)?.notNull === true;

/** Indexes of the parent: the partition's own is taken where one fits, else built. */
function partOfIndex(index: Index, parent: Target, partition: Target, catalog: Catalog, server: Server): Part {
  const locked: Part =
    server.version >= 12 ? { locks: [lockIndex(catalog, `${parent.table.schema}.${index.name}`, parent.key, 'SHARE UPDATE EXCLUSIVE')] } : {};
  if (partition.table.indexes.some((own) => own.valid && fits(own, index))) return locked;
  const built = storageOf(catalog, partition.key, false).flatMap((key) => work(catalog, key, 'index-build', 'ACCESS EXCLUSIVE', index.name));
  const rows = index.unique
    ? duplicateRows(catalog, { ...partition, elements: index.elements, where: index.where, nullsNotDistinct: index.nullsNotDistinct, name: index.name })
    : null;
  return combine(locked, { work: built }, rows);
}

function fits(own: Index, wanted: Index): boolean {
  const same = (a: Expression | null, b: Expression | null): boolean => (a === null || b === null ? a === b : equalExpressions(a, b));
  const keys =
    own.elements.length === wanted.elements.length &&
    own.elements.every((element, at) => element.column === wanted.elements[at]?.column && same(element.expression, wanted.elements[at]?.expression ?? null));
  return keys && own.unique === wanted.unique && own.method === wanted.method && same(own.where, wanted.where);
}

/** Foreign keys of the parent bind the partition's rows, too: they are validated, writes to the referenced table wait. */
function copiesForeignKeys(parent: Target, partition: Target, catalog: Catalog, server: Server): Part {
  const addition = { target: partition, catalog, server, only: false };
  const validated = parent.table.constraints.map((constraint) =>
    constraint.kind === 'foreignKey' ? validateExisting(constraint, addition, 'ACCESS EXCLUSIVE', 'SHARE ROW EXCLUSIVE') : null,
  );
  const others: readonly RelationKey[] = [...partners(parent.table), ...referencing(catalog, parent.key)];
  return combine({ locks: others.map((key) => lock(catalog, key, 'SHARE ROW EXCLUSIVE')) }, ...validated);
}

/** DETACH PARTITION: ACCESS EXCLUSIVE on the parent and (14+) the partition; CONCURRENTLY keeps the parent usable (measured). */
export const detachPartition: EffectsOf<'detachPartition'> = (operation, catalog, server) =>
  onTable(operation, catalog, (parent) =>
    onTable({ table: operation.partition }, catalog, (partition) => {
      if (operation.concurrently || operation.finalize) return detachSlowly(parent.key, partition.key, operation.concurrently, catalog, server);
      const other = defaultPartition(catalog, parent.key);
      return combine(
        {
          locks: [
            lock(catalog, parent.key, 'ACCESS EXCLUSIVE'),
            lock(catalog, partition.key, server.version >= 14 ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE'),
          ],
        },
        other === null ? null : { locks: [lock(catalog, other, 'ACCESS EXCLUSIVE')] },
        { locks: partners(parent.table).map((key) => lock(catalog, key, 'SHARE ROW EXCLUSIVE')) },
        { locks: referencing(catalog, parent.key).map((key) => lock(catalog, key, 'ACCESS EXCLUSIVE')) },
        stillReferenced(parent, partition, catalog),
        { notes: [`rows of ${partition.key} are no longer seen through ${parent.key}`] },
      );
    }),
  );

function detachSlowly(parent: RelationKey, partition: RelationKey, concurrently: boolean, catalog: Catalog, server: Server): Effects {
  if (server.version < 14) return combine({ fails: [notSupported('DETACH PARTITION CONCURRENTLY', 14)] });
  if (concurrently && defaultPartition(catalog, parent) !== null)
    return combine({ fails: [refusal('cannot detach partitions concurrently when a default partition exists', '55000')] });
  return combine({ locks: [lock(catalog, parent, 'SHARE UPDATE EXCLUSIVE'), lock(catalog, partition, 'ACCESS EXCLUSIVE')] });
}

/** Rows of the partition that a foreign key onto the parent references keep it there: 23503 (RI_PartitionRemove_Check()). */
function stillReferenced(parent: Target, partition: Target, catalog: Catalog): Part {
  if (rowsOf(catalog, partition.key) === 'none') return {};
  const holders = referencing(catalog, parent.key).filter((key) => rowsOf(catalog, key) !== 'none');
  return {
    fails: holders.map((key) =>
      fails({ what: 'write-rejected', table: partition.key, constraint: null, reason: `rows of ${key} reference rows of the partition` }, '23503', 'data'),
    ),
  };
}
