import { defineRule, transactionReason } from '../src/rule/index.ts';

export const commandRefusedInTransaction = defineRule({
  id: 'command-refused-in-transaction',
  meta: {
    summary: 'VACUUM, CREATE DATABASE, ALTER SYSTEM and the like in a file that PostgreSQL runs as a transaction',
    harms: ['fails'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    refused: (data: { readonly command: string; readonly because: string }) => ({
      what: `${data.command} is refused here: it would run inside a transaction.`,
      why: `${data.because} PostgreSQL answers 25001, on an empty database too.`,
      todo: 'This is maintenance rather than a change of the schema: run it by hand or from a job. If it has to be a migration, give it a file of its own, with nothing else in it.',
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) =>
        step.effects.fails.flatMap(({ cause }) => {
          if (cause.what !== 'in-transaction' || cause.command.includes('CONCURRENTLY')) return [];
          return context.finding(
            'refused',
            { command: cause.command, because: transactionReason(step, context) },
            { at: step.operation.span, harms: ['fails'], certainty: 'certain' },
          );
        }),
      );
    },
  },
});
