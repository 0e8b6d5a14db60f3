import { defineRule, label, type Step } from '../src/rule/index.ts';

interface Maintenance {
  readonly table: string;
  readonly command: string;
  readonly reads: boolean;
  readonly instead: string;
}

export const blockingMaintenance = defineRule({
  id: 'blocking-maintenance',
  meta: {
    summary: 'VACUUM FULL, CLUSTER, REINDEX, SET TABLESPACE, SET LOGGED: the table is rewritten or reindexed under a strong lock',
    harms: ['blocks'],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    maintains: (data: Maintenance) => ({
      what: `${data.command} keeps ${data.reads ? 'reads and writes' : 'writes'} of ${label(data.table)} waiting while it goes through the whole table.`,
      why: 'This is maintenance, not a change of the schema; in a migration it runs during every deploy to a new environment, and the deploy waits for it.',
      todo: data.instead,
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        const maintenance = maintenanceOf(step.operation);
        const [blocking] = step.blocking;
        if (maintenance === null || !blocking) return [];
        const data = { table: blocking.work.table, ...maintenance, reads: blocking.blocks === 'reads-and-writes' };
        return context.finding('maintains', data, {
          at: step.operation.span,
          certainty: 'depends-on-size',
          subject: { table: data.table },
          evidence: { lock: blocking.mode, work: blocking.work.what },
        });
      });
    },
  },
});

function maintenanceOf(operation: Step['operation']): Pick<Maintenance, 'command' | 'instead'> | null {
  const outside = 'Run it by hand in a quiet hour, outside of the migration';
  switch (operation.kind) {
    case 'vacuum':
      return operation.full ? { command: 'VACUUM FULL', instead: `${outside}; pg_repack does the same and lets reads and writes go on.` } : null;
    case 'cluster':
      return { command: 'CLUSTER', instead: `${outside}; pg_repack does the same and lets reads and writes go on.` };
    case 'reindex':
      return {
        command: 'REINDEX',
        instead:
          'REINDEX … CONCURRENTLY (PostgreSQL 12 and later) lets writes go on. It cannot run in a transaction, so give it a migration with nothing else in it, or run it by hand.',
      };
    case 'setTableProperty':
      return { command: `SET ${operation.property.toUpperCase()}`, instead: `${outside}, or build a second table and swap the two.` };
    default:
      return null;
  }
}
