import { conjuncts, defineRule, isRealCondition, keyOf, label, type Operation } from '../src/rule/index.ts';

interface Held {
  readonly table: string;
  readonly since: number;
  readonly reads: boolean;
  readonly statement: string;
  readonly whole: boolean;
}

export const workUnderHeldLock = defineRule({
  id: 'work-under-held-lock',
  meta: {
    summary: 'Rows are written while an earlier statement of the same transaction locks the table',
    harms: ['blocks'],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    works: (data: Held) => ({
      what: `This ${data.statement} runs while statement ${data.since + 1} of the same transaction keeps ${data.reads ? 'reads and writes' : 'writes'} of ${label(data.table)} waiting.`,
      why: `A lock is held until its transaction ends. ${data.whole ? 'Prisma sends this file as one transaction' : 'BEGIN … COMMIT makes them one transaction'}, so a lock that would have lasted milliseconds lasts as long as the ${data.statement}.`,
      todo: `Put the change of the table and the ${data.statement} into two migrations: each is a transaction of its own, and the lock is gone before the rows are touched. On a large table run the ${data.statement} in batches, outside of a migration.`,
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        const { operation } = step;
        if (operation.kind !== 'update' && operation.kind !== 'delete' && operation.kind !== 'insert' && operation.kind !== 'merge') return [];
        const table = keyOf(step.before, operation.table);
        const held = step.blocking.find((blocking) => blocking.work.table === table && blocking.heldSince !== null);
        if (held?.heldSince == null) return [];
        const data = {
          table,
          since: held.heldSince,
          reads: held.blocks === 'reads-and-writes',
          statement: operation.kind.toUpperCase(),
          whole: !step.transaction.explicit,
        };
        const severity = touchesEveryRow(operation) ? 'warning' : 'info';
        return context.finding('works', data, {
          at: operation.span,
          severity,
          certainty: 'depends-on-size',
          subject: { table },
          evidence: { lock: held.mode, heldSince: held.heldSince },
        });
      });
    },
  },
});

/** An UPDATE or DELETE that reads and writes the whole table: no condition, or only that a column is NULL, as backfills have it. */
const touchesEveryRow = (operation: Operation): boolean =>
  (operation.kind === 'update' || operation.kind === 'delete') &&
  (operation.where === null ||
    !isRealCondition(operation.where) ||
    (joins(operation) === 0 && conjuncts(operation.where).every((condition) => condition.kind === 'nullTest' && !condition.negated)));

const joins = (operation: Extract<Operation, { kind: 'update' | 'delete' }>): number =>
  operation.kind === 'update' ? operation.from.length : operation.using.length;
