import { type Catalog, columnNamed, descendantsOf } from '../../catalog/index.ts';
import type { LockMode, RenameColumn, SetColumnProperty, SetGenerated, SetIdentity } from '../../operation/index.ts';
import { breaks, combine, fails, isExisting, lock, loses, type Part, work } from '../build.ts';
import type { Effects, PostgresVersion, Server } from '../effects.ts';
import { duplicate, refused, storageOf, withDescendants } from '../relations.ts';
import { columnGone, type ColumnTarget, exclusiveLocks, inheritsColumn, isRequired, nothingToDo, onColumn } from './column.ts';
import { rewriteTable } from './rewrite.ts';
import { isIdentityType, resolveType } from '../types.ts';

/** RENAME COLUMN: views, indexes and constraints follow; whoever writes the old name does not. */
export function renameColumn(operation: RenameColumn, catalog: Catalog): Effects {
  return onColumn(operation, catalog, (target) => {
    const { column, table } = target;
    if (columnNamed(table, operation.newName)) return combine({ fails: [duplicate('column', `${target.key}.${operation.newName}`, '42701')] });
    if (inheritsColumn(catalog, table, column.name)) return refused(`column ${column.name} is inherited: rename it in the parent table`, '42P16');
    if (operation.only && descendantsOf(catalog, target.key).length > 0) return refused('an inherited column must be renamed in child tables too', '42P16');
    return combine(exclusiveLocks(catalog, target, operation.only), columnGone(catalog, target));
  });
}

/** Source: AlterTableGetLockLevel(), tablecmds.c. */
const PROPERTY_LOCKS: Readonly<Record<SetColumnProperty['property'], LockMode>> = {
  statistics: 'SHARE UPDATE EXCLUSIVE',
  options: 'SHARE UPDATE EXCLUSIVE',
  storage: 'ACCESS EXCLUSIVE',
  compression: 'ACCESS EXCLUSIVE',
};

export function setColumnProperty(operation: SetColumnProperty, catalog: Catalog, server: Server): Effects {
  if (operation.property === 'compression' && server.version < 14) return unsupported('SET COMPRESSION', 14);
  return onColumn(operation, catalog, (target) =>
    combine({ locks: withDescendants(catalog, target.key, operation.only).map((key) => lock(catalog, key, PROPERTY_LOCKS[operation.property])) }),
  );
}

const unsupported = (feature: string, since: PostgresVersion): Effects =>
  combine({ fails: [fails({ what: 'not-supported', feature, since }, '42601', 'always')] });

/** SET EXPRESSION writes a stored column anew; DROP EXPRESSION makes it a plain one. Source: ATExecSetExpression(), ATExecDropExpression(). */
export function setGenerated(operation: SetGenerated, catalog: Catalog, server: Server): Effects {
  const drops = operation.expression === null;
  if (server.version < (drops ? 13 : 17)) return drops ? unsupported('DROP EXPRESSION', 13) : unsupported('SET EXPRESSION', 17);
  return onColumn(operation, catalog, (target) => {
    const { generated, name } = target.column;
    if (!generated && operation.ifExists) return nothingToDo(catalog, target, operation.only, `${name} is not a generated column`);
    if (!generated) return refused(`column ${name} of ${target.key} is not a generated column`, '55000');
    if (drops)
      return generated.storage === 'virtual'
        ? refused('DROP EXPRESSION is not supported for virtual generated columns', '0A000')
        : combine(exclusiveLocks(catalog, target, operation.only));
    if (generated.storage === 'virtual' && target.table.constraints.some(({ kind }) => kind === 'check'))
      return refused('SET EXPRESSION is not supported for virtual generated columns in tables with check constraints', '0A000');
    const again = generated.storage === 'stored' ? rewriteTable(catalog, target.key, operation.only) : verifiedAgain(catalog, target, operation.only);
    return combine(exclusiveLocks(catalog, target, operation.only), again);
  });
}

/** A virtual column's NOT NULL is looked at again. */
function verifiedAgain(catalog: Catalog, { column, key }: ColumnTarget, only: boolean): Part {
  return column.notNull ? { work: storageOf(catalog, key, only).flatMap((each) => work(catalog, each, 'scan', 'ACCESS EXCLUSIVE')) } : {};
}

/** ADD, SET and DROP IDENTITY. Source: ATExecAddIdentity(), ATExecSetIdentity(), ATExecDropIdentity(). */
export function setIdentity(operation: SetIdentity, catalog: Catalog, server: Server): Effects {
  return onColumn(operation, catalog, (target) => {
    const early = refusedIdentity(operation, target, catalog, server);
    if (early) return early;
    if (operation.action !== 'add' && !target.column.identity)
      return nothingToDo(catalog, target, operation.only, `${target.column.name} is not an identity column`);
    return combine(exclusiveLocks(catalog, target, operation.only), sequenceEffects(operation, target, catalog), identityBreaks(operation, target, catalog));
  });
}

function refusedIdentity(operation: SetIdentity, { key, table, column }: ColumnTarget, catalog: Catalog, server: Server): Effects | null {
  const of = `column ${column.name} of ${key}`;
  if (table.partitionedBy && server.version < 17)
    return combine({ fails: [fails({ what: 'not-supported', feature: 'identity column of a partitioned table', since: 17 }, '42P16', 'always')] });
  if (operation.action !== 'add') return column.identity || operation.ifExists ? null : refused(`${of} is not an identity column`, '55000');
  if (!isIdentityType(resolveType(column.type, catalog))) return refused(`${of} must be smallint, integer or bigint to be an identity column`, '22023');
  if (!column.notNull) return refused(`${of} must be declared NOT NULL before identity can be added`, '55000');
  if (column.identity) return refused(`${of} is an identity column already`, '55000');
  return column.default ? refused(`${of} has a default value already`, '55000') : null;
}

function sequenceEffects(operation: SetIdentity, { column, key }: ColumnTarget, catalog: Catalog): Part {
  const sequence = column.ownedSequence;
  if (sequence === null || operation.action === 'add') return {};
  if (operation.action === 'set') return { locks: [lock(catalog, sequence, 'SHARE ROW EXCLUSIVE')] };
  return { locks: [lock(catalog, sequence, 'ACCESS EXCLUSIVE')], loses: [loses('sequence', key, { column: column.name, object: sequence, data: false })] };
}

/** GENERATED ALWAYS refuses the value that a client sends (428C9); without identity a value must be sent. */
function identityBreaks(operation: SetIdentity, { column, key }: ColumnTarget, catalog: Catalog): Part {
  if (!isExisting(catalog, key)) return {};
  if (operation.action === 'drop') return isRequired({ ...column, identity: null }) ? { breaks: [breaks(key, 'insert', '23502', column.name)] } : {};
  if (operation.identity !== 'always' || column.identity === 'always') return {};
  // A client that left the value to BY DEFAULT is not hurt; one of a column without default always sends it.
  return { breaks: [breaks(key, 'insert', '428C9', column.name, operation.action === 'add' ? 'always' : 'values')] };
}
