import { assumedTable, type Catalog, columnNamed, findTable, type Index, tableKey, type RelationKey, type Table, type View } from '../../catalog/index.ts';
import { displayName } from '../../core/index.ts';
import { columnsOf, type CreateIndex, equalExpressions, type IndexDefinition, type IndexElement, type LockMode, queriesOf } from '../../operation/index.ts';
import { combine, fails, lock, notSupported, refusal, rowsOf, work } from '../build.ts';
import { isKnown, missingColumns } from '../constraints/addition.ts';
import type { EffectsOf } from '../dispatch.ts';
import type { Effects, Failure, Server } from '../effects.ts';
import { missing, nameCollision, refused, storageOf, type Target, withDescendants } from '../relations.ts';
import { resolveType, underlying } from '../types.ts';
import { duplicateRows } from '../unique-rows.ts';
import { mutablePart } from './immutable.ts';
import { methodFailures, operatorClassFailures } from './operator-class.ts';
import { missingPartitionKey } from './partitioned.ts';

/** CREATE INDEX: SHARE on the table while the index is built; CONCURRENTLY lets writes go on. */
export const createIndex: EffectsOf<'createIndex'> = (operation, catalog, server) => {
  const key = tableKey(catalog, operation.table);
  const found = findTable(catalog, key);
  if (found.is === 'present') return createOn({ key, table: found.value }, operation, catalog, server);
  const view = catalog.views.get(key);
  if (view)
    return view.kind === 'view'
      ? refused(`cannot create an index on view ${displayName(operation.table)}`, '42809')
      : createOn({ key, table: asTable(view) }, operation, catalog, server);
  if (found.is === 'absent') return combine({ fails: [missing('table', displayName(operation.table), '42P01')] });
  return createOn({ key, table: assumedTable(key) }, operation, catalog, server);
};

/** A materialized view is a table as far as an index is concerned; the types of its columns are not known. */
const asTable = (view: View): Table => ({ ...assumedTable(`${view.schema}.${view.name}`), bornIn: view.bornIn, indexes: view.indexes });

function createOn(target: Target, operation: CreateIndex, catalog: Catalog, server: Server): Effects {
  const { index } = operation;
  const view = catalog.views.get(target.key);
  const mode: LockMode = operation.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  const name = index.name === null ? null : `${target.table.schema}.${index.name}`;
  if (name !== null && nameCollision(catalog, name).length > 0) return taken(name, target, operation, catalog, mode);
  const refusals = refusalsOf(target, operation, catalog, server);
  if (refusals.length > 0) return combine({ fails: refusals });
  const keys = withDescendants(catalog, target.key, operation.only || target.table.kind !== 'partitioned table');
  const built = operation.only && target.table.kind === 'partitioned table' ? [] : storageOf(catalog, target.key, target.table.kind !== 'partitioned table');
  return combine(
    { locks: keys.map((each) => lock(catalog, each, mode)) },
    { work: built.flatMap((each) => work(catalog, each, 'index-build', mode, index.name)) },
    index.unique
      ? view
        ? { notes: ['whether the query of the view yields duplicates is not looked into'] }
        : duplicateRows(catalog, { ...target, elements: index.elements, where: index.where, nullsNotDistinct: index.nullsNotDistinct, name: index.name })
      : null,
    { notes: leftBehind(operation), fails: rowsOf(catalog, target.key) === 'none' ? [] : longKeys(target, index, catalog) },
  );
}

/** IF NOT EXISTS looks at the name alone, after the lock is taken (measured); without it 42P07. */
function taken(name: RelationKey, target: Target, operation: CreateIndex, catalog: Catalog, mode: LockMode): Effects {
  if (!operation.ifNotExists) return combine({ fails: nameCollision(catalog, name) });
  const there = target.table.indexes.find((candidate) => candidate.name === operation.index.name);
  const same = there !== undefined && sameDefinition(there, operation.index);
  const note = same ? `index ${name} exists: nothing is done` : `index ${name} exists with another definition, which stays`;
  return combine({ locks: [lock(catalog, target.key, mode)], notes: [there?.valid === false ? `${note}; it is not valid` : note] });
}

function sameDefinition(index: Index, definition: IndexDefinition): boolean {
  const sameElement = (a: IndexElement, b: IndexElement | undefined): boolean =>
    b !== undefined &&
    a.column === b.column &&
    a.descending === b.descending &&
    (a.expression === null || b.expression === null ? a.expression === b.expression : equalExpressions(a.expression, b.expression));
  const sameWhere = index.where === null || definition.where === null ? index.where === definition.where : equalExpressions(index.where, definition.where);
  return (
    index.unique === definition.unique &&
    index.method === definition.method &&
    sameWhere &&
    index.elements.length === definition.elements.length &&
    index.elements.every((element, at) => sameElement(element, definition.elements[at]))
  );
}

// ── Refusals, whatever the rows are ──────────────────────────────────────────────────────────────────────────────────────

function refusalsOf(target: Target, operation: CreateIndex, catalog: Catalog, server: Server): readonly Failure[] {
  const { index } = operation;
  const expressions = [...index.elements.flatMap((element) => element.expression ?? []), ...(index.where ? [index.where] : [])];
  const named = [
    ...index.elements.flatMap((element) => element.column ?? []),
    ...index.include,
    ...expressions.flatMap((expression) => [...columnsOf(expression)]),
  ];
  const absent = missingColumns({ target }, [...new Set(named)]);
  if (absent.length > 0) return absent;
  const mutable = expressions.map((expression) => mutablePart(expression, target.table, catalog)).find((part) => part !== null);
  return [
    ...(index.nullsNotDistinct && server.version < 15 ? [notSupported('NULLS NOT DISTINCT', 15)] : []),
    ...(operation.concurrently && target.table.kind === 'partitioned table'
      ? [refusal(`cannot create index on partitioned table ${target.key} concurrently`, '0A000')]
      : []),
    ...(expressions.some((expression) => queriesOf(expression).length > 0) ? [refusal('cannot use a sub-select in an index', '0A000')] : []),
    ...(mutable == null ? [] : [refusal(`${mutable} is not IMMUTABLE, as an index needs it`, '42P17')]),
    ...methodFailures(index),
    ...operatorClassFailures(catalog, target.table, index.method, index.elements),
    ...(index.unique ? missingPartitionKey(target.table, index.elements) : []),
    ...(index.elements.some((element) => isVirtual(target.table, element))
      ? [fails({ what: 'not-supported', feature: 'an index on a virtual generated column', since: null }, '0A000', 'always')]
      : []),
  ];
}

const isVirtual = (table: Table, element: IndexElement): boolean =>
  element.column !== null && columnNamed(table, element.column)?.generated?.storage === 'virtual';

// ── Notes ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** index_concurrently_build() commits in between: a failure leaves the index there, not valid, and writes still maintain it. */
const leftBehind = (operation: CreateIndex): readonly string[] => (operation.concurrently ? ['a failure leaves an INVALID index behind'] : []);

const UNLIMITED: ReadonlySet<string> = new Set(['text', 'varchar', 'citext', 'bytea', 'jsonb', 'xml']);

/** A b-tree entry holds about 2,700 bytes (BTMaxItemSize, nbtree.h), after compression: 54000 for a longer value. */
function longKeys(target: Target, index: IndexDefinition, catalog: Catalog): readonly Failure[] {
  if (index.method !== 'btree' || index.unique || !isKnown(target.table)) return [];
  const unlimited = index.elements
    .flatMap((element) => (element.column === null ? [] : (columnNamed(target.table, element.column) ?? [])))
    .filter((column) => {
      const type = underlying(resolveType(column.type, catalog));
      return UNLIMITED.has(type.name) && !type.array && type.modifiers.length === 0 && column.rows.holds === 'anything';
    });
  const cause = { what: 'index-row-too-large', table: target.key, index: index.name } as const;
  return unlimited
    .slice(0, 1)
    .map((column) => fails(cause, '54000', 'data', { unlikelyBecause: `values of ${column.name} are hardly longer than 2,700 bytes` }));
}
