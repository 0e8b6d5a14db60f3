import { type Catalog, type Constraint, descendantsOf, type Index, type RelationKey } from '../../catalog/index.ts';
import type { DropColumn } from '../../operation/index.ts';
import { combine, lock, loses, type Part } from '../build.ts';
import type { Effects, Server } from '../effects.ts';
import { dependents, refused, type Target, withDescendants } from '../relations.ts';
import { columnsIn } from '../volatility.ts';
import { columnGone, type ColumnTarget, exclusiveLocks, holdsData, inheritsColumn, isPartitionKey, nothingToDo, onColumn } from './column.ts';
import { dependentsOn, generatedFrom } from './dependents.ts';
import { indexLock } from './rewrite.ts';

/** DROP COLUMN: instant, and silent about all that goes with the column. Source: ATExecDropColumn(); dependency types of pg_depend. */
export function dropColumn(operation: DropColumn, catalog: Catalog, server: Server): Effects {
  const absent = operation.ifExists
    ? (target: Target): Effects => nothingToDo(catalog, target, operation.only, `column ${operation.column} does not exist: nothing is dropped`)
    : null;
  const drop = (target: ColumnTarget): Effects => {
    const refusal = refusedDrop(target, operation.only, catalog);
    if (refusal) return refusal;
    const needed = dependentsOn(catalog, target, 'drop', server);
    if (needed.length > 0 && !operation.cascade)
      return combine({
        fails: [
          dependents(
            `${target.key}.${target.column.name}`,
            needed.map(({ name }) => name),
          ),
        ],
      });
    const tables = withDescendants(catalog, target.key, operation.only);
    return combine(
      exclusiveLocks(catalog, target, operation.only),
      { loses: tables.map((key) => loses('column', key, { column: target.column.name, data: holdsData({ ...target, key }) })) },
      ...tables.map((key) => goesAlong(catalog, key, target.column.name)),
      ...needed.map(({ loss, locks }) => ({ loses: loss === null ? [] : [loss], locks })),
      silentlyGone(target, server),
      columnGone(catalog, target),
    );
  };
  return onColumn(operation, catalog, drop, absent);
}

function refusedDrop(target: ColumnTarget, only: boolean, catalog: Catalog): Effects | null {
  const { table, column, key } = target;
  if (isPartitionKey(table, column.name)) return refused(`column ${column.name} is in the partition key of ${key}`, '42P16');
  if (only && table.partitionedBy && descendantsOf(catalog, key).length > 0)
    return refused('a column cannot be dropped from the partitioned table alone', '42P16');
  return inheritsColumn(catalog, table, column.name) ? refused(`column ${column.name} is inherited: drop it in the parent table`, '42P16') : null;
}

/** Indexes, constraints and the owned sequence go without a word, and the tables that foreign keys lead to are locked. */
function goesAlong(catalog: Catalog, key: RelationKey, column: string): Part {
  const table = catalog.tables.get(key);
  if (!table) return {};
  const indexes = table.indexes.filter((index) => indexMentions(index, column));
  const constraints = table.constraints.filter((constraint) => constraintMentions(constraint, column));
  const sequence = table.columns.find((candidate) => candidate.name === column)?.ownedSequence ?? null;
  return {
    locks: [
      ...indexes.map((index) => indexLock(catalog, key, index.name)),
      ...constraints.flatMap((constraint) => (constraint.kind === 'foreignKey' ? [lock(catalog, constraint.references.table, 'ACCESS EXCLUSIVE')] : [])),
      ...(sequence === null ? [] : [lock(catalog, sequence, 'ACCESS EXCLUSIVE')]),
    ],
    loses: [
      ...indexes.filter((index) => index.constraint === null).map((index) => loses('index', key, { column, object: index.name, data: false })),
      ...constraints.map((constraint) => loses('constraint', key, { column, object: constraint.name, data: false })),
      ...(sequence === null ? [] : [loses('sequence', key, { column, object: sequence, data: false })]),
    ],
  };
}

/** Does an index need the column: as a key, in an expression, in its predicate, or as payload? */
export function indexMentions(index: Index, column: string): boolean {
  const inKeys = index.elements.some((element) => element.column === column || (element.expression !== null && columnsIn(element.expression).has(column)));
  return inKeys || index.include.includes(column) || (index.where !== null && columnsIn(index.where).has(column));
}

function constraintMentions(constraint: Constraint, column: string): boolean {
  return constraint.columns.includes(column) || (constraint.kind === 'check' && columnsIn(constraint.expression).has(column));
}

/** 12 to 14 drop a generated column along with the column it is computed from; later versions refuse. */
function silentlyGone(target: ColumnTarget, server: Server): Part {
  if (server.version >= 15) return {};
  return { loses: generatedFrom(target.table, target.column.name).map((name) => loses('column', target.key, { column: name, data: holdsData(target) })) };
}
