import { type Catalog, columnNamed, type ForeignKey, type RelationKey, tableKey, type Table } from '../../catalog/index.ts';
import { assertNever } from '../../core/index.ts';
import type { ReferentialAction } from '../../operation/index.ts';
import { combine, isExisting, lock, lockIndex, loses, type Part, rowsOf, work } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { onTable } from '../relations.ts';
import { isFewRows } from './extent.ts';
import { readsFrom } from './query.ts';
import { type Referencing, referencedBy, rejected, unknownIn, written, writtenThrough } from './writes.ts';

/** DELETE: rows are gone, and what foreign keys say happens to rows that reference them. */
export const deleteRows: EffectsOf<'delete'> = (operation, catalog) => {
  const viewKey = tableKey(catalog, operation.table);
  const reads = readsFrom(operation.using, operation.where ? [operation.where] : [], catalog, operation.ctes);
  const view = catalog.views.get(viewKey);
  if (view) return combine(writtenThrough(catalog, view), reads);
  return onTable(operation, catalog, ({ key, table }) => {
    const absent = operation.using.length === 0 && operation.where ? unknownIn([operation.where], { key, table }, operation.alias) : [];
    if (absent.length > 0) return combine({ fails: absent });
    const none = rowsOf(catalog, key) === 'none';
    return combine(
      written(catalog, key, table),
      reads,
      isFewRows(table, operation.where) ? null : { work: work(catalog, key, 'rows-written', 'ROW EXCLUSIVE') },
      none || !isExisting(catalog, key) ? null : { loses: [loses('rows', key)] },
      none ? null : combine(...removedReferences(catalog, key, new Set([key]))),
    );
  });
};

/** The trigger's query on the referencing table: it looks (ROW SHARE), or it writes. */
const visited = (catalog: Catalog, child: RelationKey, table: Table, action: ReferentialAction): Part =>
  action === 'no action' || action === 'restrict'
    ? { locks: [lock(catalog, child, 'ROW SHARE'), ...table.indexes.map((index) => lockIndex(catalog, `${table.schema}.${index.name}`, child, 'ROW SHARE'))] }
    : written(catalog, child, table);

/** By the action of each foreign key: 23503, rows that go too, or values set to NULL. */
const removedReferences = (catalog: Catalog, key: RelationKey, seen: ReadonlySet<RelationKey>): readonly Part[] =>
  referencedBy(catalog, key).flatMap((reference) => removedReference(catalog, key, reference, seen));

function removedReference(catalog: Catalog, key: RelationKey, { child, table, foreignKey }: Referencing, seen: ReadonlySet<RelationKey>): readonly Part[] {
  const { onDelete } = foreignKey.references;
  const reached = visited(catalog, child, table, onDelete);
  if (rowsOf(catalog, child) === 'none') return [reached];
  if (foreignKey.columns.every((name) => columnNamed(table, name)?.rows.holds === 'null')) return [];
  switch (onDelete) {
    case 'no action':
    case 'restrict':
      return [{ ...reached, fails: [rejected(key, foreignKey.name, `rows of ${child} may reference it`, '23503', 'data')] }];
    case 'cascade': {
      const own: Part = { ...reached, loses: isExisting(catalog, child) ? [loses('rows', child, { how: 'cascaded' })] : [] };
      return seen.has(child) ? [own] : [own, ...removedReferences(catalog, child, new Set([...seen, child]))];
    }
    case 'set null':
    case 'set default':
      return [{ ...reached, ...emptiedReference(child, table, foreignKey) }];
    default:
      return assertNever(onDelete);
  }
}

/** SET NULL: 23502 for a required column, otherwise its values are gone. */
function emptiedReference(child: RelationKey, table: Table, { name, columns, references }: ForeignKey): Part {
  const column = columns[0] ?? null;
  const required = references.onDelete === 'set null' && columns.some((each) => columnNamed(table, each)?.notNull === true);
  return {
    fails: required ? [rejected(child, name, `${column ?? ''} is NOT NULL and would be set to NULL`, '23502', 'data')] : [],
    loses: [loses('values', child, { column, how: 'cascaded', data: false })],
  };
}
