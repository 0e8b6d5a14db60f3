import { defineRule, label } from '../src/rule/index.ts';

export const pendingTriggerEvents = defineRule({
  id: 'pending-trigger-events',
  meta: {
    summary: 'ALTER TABLE after a write in the same transaction, with a deferred constraint still to be checked',
    harms: ['fails'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    pending: (data: { readonly table: string; readonly whole: boolean }) => ({
      what: `${label(data.table)} has deferred checks pending from an earlier write, so this ALTER TABLE is refused.`,
      why: `PostgreSQL answers 55006 (pending trigger events) when rows really changed; on an empty database it goes through. ${data.whole ? 'Prisma sends this file as one transaction.' : 'BEGIN … COMMIT makes one transaction of the two.'}`,
      todo: 'Put the write and the ALTER TABLE into two migrations, or run `SET CONSTRAINTS ALL IMMEDIATE;` between them.',
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) =>
        step.effects.fails.flatMap(({ cause }) =>
          cause.what === 'pending-trigger-events'
            ? context.finding(
                'pending',
                { table: cause.table, whole: !step.transaction.explicit },
                { at: step.operation.span, harms: ['fails'], certainty: 'depends-on-data', subject: { table: cause.table } },
              )
            : [],
        ),
      );
    },
  },
});
