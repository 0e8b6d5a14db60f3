import { defineRule, label } from '../src/rule/index.ts';

export const failingWrite = defineRule({
  id: 'failing-write',
  meta: {
    summary: 'A write of the migration that existing rows, constraints or triggers can reject',
    harms: ['fails'],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    rejected: (data: { readonly table: string; readonly reason: string; readonly sqlstate: string; readonly insert: boolean }) => ({
      what: `This write to ${label(data.table)} fails when ${data.reason}.`,
      why: `It depends on rows that differ from one environment to the next: ${data.sqlstate}, and the failed migration blocks every later deploy (P3009).`,
      todo: data.insert
        ? data.sqlstate === '21000'
          ? 'ON CONFLICT DO UPDATE changes a row once. Let the query give one row for each: `SELECT DISTINCT ON (…)`, or GROUP BY.'
          : 'Say what shall happen when the row is there already: `ON CONFLICT DO NOTHING`, or `ON CONFLICT (…) DO UPDATE SET …`.'
        : 'Narrow the condition to the rows that can take the new value, or clear what is in the way first.',
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        const { operation } = step;
        if (operation.kind !== 'insert' && operation.kind !== 'update' && operation.kind !== 'delete' && operation.kind !== 'merge') return [];
        return step.effects.fails.flatMap(({ cause, sqlstate, unlikelyBecause }) => {
          const details = {
            at: operation.span,
            harms: ['fails' as const],
            certainty: 'depends-on-data' as const,
            ...(unlikelyBecause === null ? {} : { severity: 'info' as const }),
          };
          if (cause.what !== 'write-rejected') return [];
          return context.finding(
            'rejected',
            { table: cause.table, reason: cause.reason, sqlstate, insert: operation.kind === 'insert' },
            { ...details, subject: { table: cause.table } },
          );
        });
      });
    },
  },
});
