import { defineRule, migration, slug, transactionReason } from '../src/rule/index.ts';

interface Refused {
  readonly command: string;
  readonly because: string;
  readonly statement: string;
}

export const concurrentlyInTransaction = defineRule({
  id: 'concurrently-in-transaction',
  meta: { summary: 'CONCURRENTLY in a file that PostgreSQL runs as a transaction', harms: ['fails'], severity: 'error', preset: 'recommended' },
  messages: {
    refused: (data: Refused) => ({
      what: `${data.command} is refused here: it would run inside a transaction.`,
      why: `${data.because} PostgreSQL answers 25001, on an empty database too.`,
      todo: [
        'Give it a migration of its own, with nothing else in the file; comments do not count, and no comment changes how Prisma runs a file:',
        migration(slug('separate', data.command), `${data.statement};`),
      ].join('\n'),
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) =>
        step.effects.fails.flatMap(({ cause }) => {
          if (cause.what !== 'in-transaction' || !cause.command.includes('CONCURRENTLY')) return [];
          const data = {
            command: cause.command,
            because: transactionReason(step, context),
            statement: context.migration.textOf(step.statement.span),
          };
          return context.finding('refused', data, { at: step.operation.span, harms: ['fails'], certainty: 'certain' });
        }),
      );
    },
  },
});
