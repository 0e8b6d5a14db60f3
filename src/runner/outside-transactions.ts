import { type Catalog, findFunction, keyOf } from '../catalog/index.ts';
import type { Operation, Statement } from '../operation/index.ts';
import type { Failure, Server } from '../postgres/index.ts';
import type { Transaction } from './model.ts';

/** The failure of a command that does not run where this transaction puts it, or null. */
export function refusedInTransaction(operation: Operation, statement: Statement, transaction: Transaction, catalog: Catalog, server: Server): Failure | null {
  const command = commandOutside(operation, catalog, server);
  const ends = command === null && endsTransaction(operation, catalog);
  if (command === null && !ends) return null;
  const inFunction = statement.operations.some((other) => other.kind === 'doBlock');
  if (!transaction.block && !inFunction) return null;
  return {
    cause: { what: 'in-transaction', command: command ?? 'COMMIT inside a procedure' },
    sqlstate: ends ? '2D000' : '25001',
    when: 'always',
    unlikelyBecause: null,
    ruledOutBefore: false,
    preflight: null,
  };
}

/** A procedure that ends its transaction cannot be called in a block: "invalid transaction termination" (2D000, measured). */
function endsTransaction(operation: Operation, catalog: Catalog): boolean {
  if (operation.kind !== 'callProcedure') return false;
  const found = findFunction(catalog, operation.procedure);
  return (
    found.is === 'present' &&
    found.value.some(({ procedure, text }) => procedure && text !== null && /(^|[\s;])(commit|rollback)\s*(and\s+(no\s+)?chain\s*)?;/i.test(text))
  );
}

/**
 * Names the command if PostgreSQL refuses it inside of a transaction block (callers of PreventInTransactionBlock: utility.c,
 * indexcmds.c, vacuum.c, cluster.c, tablecmds.c, typecmds.c), else null.
 */
function commandOutside(operation: Operation, catalog: Catalog, server: Server): string | null {
  switch (operation.kind) {
    case 'createIndex':
      return operation.concurrently ? 'CREATE INDEX CONCURRENTLY' : null;
    case 'dropIndex':
      return operation.concurrently ? 'DROP INDEX CONCURRENTLY' : null;
    case 'reindex':
      if (operation.concurrently) return 'REINDEX CONCURRENTLY';
      if (operation.target === 'table') return isPartitioned(operation.name, catalog) && server.version >= 14 ? 'REINDEX TABLE of a partitioned table' : null;
      return operation.target === 'index' ? null : `REINDEX ${operation.target.toUpperCase()}`;
    case 'vacuum':
      return 'VACUUM';
    case 'cluster':
      return operation.table === null || (isPartitioned(operation.table, catalog) && server.version >= 15) ? 'CLUSTER' : null;
    case 'detachPartition':
      return operation.concurrently ? 'ALTER TABLE … DETACH CONCURRENTLY' : null;
    case 'addEnumValue':
      return server.version < 12 && !isBornHere(catalog, keyOf(catalog, operation.type)) ? 'ALTER TYPE … ADD' : null;
    case 'administer':
      return operation.outsideTransaction ? operation.command : null;
    default:
      return null;
  }
}

const isPartitioned = (name: Parameters<typeof keyOf>[1] | null, catalog: Catalog): boolean =>
  name !== null && catalog.tables.get(keyOf(catalog, name))?.kind === 'partitioned table';

/** Types of this very file: near enough to "of this transaction", since 11 accepts nothing else in a block. */
const isBornHere = (catalog: Catalog, type: string): boolean => {
  const bornIn = catalog.types.get(type)?.bornIn;
  return bornIn !== undefined && bornIn !== null && bornIn.migration === catalog.migration;
};
