import { type Catalog, descendantsOf, primaryKeyOf } from '../../catalog/index.ts';
import type { DropNotNull, SetNotNull } from '../../operation/index.ts';
import { combine, type Part, work } from '../build.ts';
import { type Addition, nullRows, provesNotNull, refusesNullInserts } from '../constraints/addition.ts';
import type { Effects, Server } from '../effects.ts';
import { refused, storageOf } from '../relations.ts';
import { type ColumnTarget, exclusiveLocks, nothingToDo, onColumn } from './column.ts';

/** SET NOT NULL: a scan for NULLs, unless a valid CHECK proves (since 12) that there are none. */
export function setNotNull(operation: SetNotNull, catalog: Catalog, server: Server): Effects {
  return onColumn(operation, catalog, (target) => {
    const { column, table } = target;
    if (column.notNull) return nothingToDo(catalog, target, operation.only, `no scan: ${column.name} is NOT NULL already`);
    if (operation.only && table.partitionedBy && descendantsOf(catalog, target.key).length > 0)
      return refused('NOT NULL must be set on the partitions too', '42P16');
    const addition: Addition = { target, catalog, server, only: operation.only };
    return combine(exclusiveLocks(catalog, target, operation.only), nullScan(target, addition), refusesNullInserts(addition, [column.name]));
  });
}

function nullScan({ column, table }: ColumnTarget, addition: Addition): Part {
  const proof = addition.server.version >= 12 ? provesNotNull(table, column.name) : null;
  if (proof !== null) return { notes: [`no scan: the valid CHECK ${proof} proves that ${column.name} holds no NULL`] };
  const tables = storageOf(addition.catalog, addition.target.key, addition.only);
  return combine({ work: tables.flatMap((key) => work(addition.catalog, key, 'scan', 'ACCESS EXCLUSIVE')) }, nullRows(addition, [column.name]));
}

/** DROP NOT NULL. Source: ATExecDropNotNull(). */
export function dropNotNull(operation: DropNotNull, catalog: Catalog, server: Server): Effects {
  return onColumn(operation, catalog, (target) => {
    const { column, table } = target;
    if (column.identity) return refused(`column ${column.name} of ${target.key} is an identity column`, '42601');
    if (primaryKeyOf(table)?.columns.includes(column.name)) return refused(`column ${column.name} of ${target.key} is in a primary key`, '42P16');
    if ((table.partitionOf || server.version >= 18) && inheritsNotNull(catalog, target))
      return refused(`column ${column.name} is NOT NULL in the parent table`, '42P16');
    return combine(exclusiveLocks(catalog, target, operation.only));
  });
}

/** Since 18 a NOT NULL is inherited as the constraint that it is; before, only partitions were bound to their parent's. */
function inheritsNotNull(catalog: Catalog, { table, column }: ColumnTarget): boolean {
  const parents = table.partitionOf ? [table.partitionOf.parent] : table.inherits;
  return parents.some((parent) => catalog.tables.get(parent)?.columns.find((candidate) => candidate.name === column.name)?.notNull === true);
}
