import { count, defineRule, harmsOf, keyOf, label, listOf } from '../src/rule/index.ts';

export const truncateTable = defineRule({
  id: 'truncate-table',
  meta: { summary: 'TRUNCATE empties a table, with CASCADE also those that reference it', harms: ['loses'], severity: 'error', preset: 'recommended' },
  messages: {
    truncates: (data: { readonly table: string; readonly others: readonly string[] }) => ({
      what: `TRUNCATE removes every row of ${label(data.table)}${data.others.length > 0 ? ` and, by CASCADE, of ${listOf(data.others.map(label))}` : ''}.`,
      why: `It runs in every environment that this migration reaches, and takes ACCESS EXCLUSIVE: reads and writes of ${count(1 + data.others.length, 'table')} wait. There is no way back but a backup.`,
      todo: 'Data that is to go in one environment only is no migration: run it there by hand. If every environment is meant, say so above the statement with a reason.',
    }),
  },
  on: {
    truncate(operation, context) {
      if (!harmsOf([context.step]).includes('loses')) return null;
      const table = keyOf(context.before, operation.table);
      const others = context.effects.loses.flatMap((loss) => (loss.what === 'rows' && loss.table !== null && loss.table !== table ? [loss.table] : []));
      return context.finding('truncates', { table, others: [...new Set(others)] }, { harms: ['loses'], subject: { table } });
    },
  },
});
