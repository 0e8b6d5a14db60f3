import { defineRule } from '../src/rule/index.ts';

export const syntaxError = defineRule({
  id: 'syntax-error',
  meta: {
    summary: 'The text is not PostgreSQL: the migration fails before it does anything, or half way',
    harms: ['fails'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    syntax: (data: { readonly problem: string }) => ({
      what: `PostgreSQL cannot read this: ${data.problem}.`,
      why: `The migration fails with 42601. A file that does not parse is sent as one message, so nothing of it stays; but the failed row in _prisma_migrations blocks every later deploy (P3009) until it is resolved.`,
      todo: 'Mend the statement. If the migration has already failed somewhere, run `prisma migrate resolve --rolled-back <migration>` there afterwards.',
    }),
  },
  on: {
    endOfMigration(view, context) {
      // What is no text is one cause, and said by unreadable-encoding.
      if (view.encoding === 'binary' || view.encoding === 'utf-16') return [];
      return view.problems.map((problem) => context.finding('syntax', { problem: problem.message }, { at: problem.span, harms: ['fails'] }));
    },
  },
});
