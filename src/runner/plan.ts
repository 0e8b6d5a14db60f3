import type { Script, Statement, TransactionControl } from '../operation/index.ts';
import type { ExecutionPlan, Runner, Transaction } from './model.ts';
import { firstUnsplittable } from './splitter.ts';

/**
 * Cuts a file into transactions as the server will see them. Of statements that share one message (a "simple query"), PostgreSQL
 * makes one implicit transaction block; BEGIN in the middle of it turns that block, with what ran in it already, into an
 * explicit one; COMMIT and ROLLBACK end it either way, and what follows starts the next (exec_simple_query in postgres.c,
 * BeginTransactionBlock and EndTransactionBlock in xact.c).
 */
export function planExecution(script: Script, runner: Runner): ExecutionPlan {
  const unsplittable = runner.name === 'prisma-per-statement' ? firstUnsplittable(script) : null;
  const wholeFile = runner.name === 'prisma-one-transaction' || unsplittable !== null;
  return { transactions: cut(script.statements, wholeFile && script.statements.length > 1), wholeFile, unsplittable };
}

/** A transaction while its statements are collected. */
interface Draft {
  explicit: boolean;
  readonly statements: Statement[];
}

function cut(statements: readonly Statement[], implicitBlock: boolean): readonly Transaction[] {
  const drafts: Draft[] = [];
  let open: Draft | null = null;
  for (const statement of statements) {
    const control = controlOf(statement);
    if (!open) {
      open = { explicit: false, statements: [] };
      drafts.push(open);
    }
    open.statements.push(statement);
    if (control?.action === 'begin') open.explicit = true;
    const ends = control?.action === 'commit' || control?.action === 'rollback';
    if (ends && control.chain) {
      open = { explicit: true, statements: [] };
      drafts.push(open);
    } else if (ends || !(implicitBlock || open.explicit)) open = null;
  }
  return drafts.flatMap((draft, id) => {
    const transaction: Transaction = { id, explicit: draft.explicit, block: draft.explicit || implicitBlock };
    return draft.statements.map(() => transaction);
  });
}

/** BEGIN, COMMIT or ROLLBACK; savepoints do not end a transaction. */
function controlOf(statement: Statement): TransactionControl | null {
  const [operation] = statement.operations;
  return operation?.kind === 'transaction' ? operation : null;
}
