import { defineRule } from '../src/rule/index.ts';

export const halfAppliedOnFailure = defineRule({
  id: 'half-applied-on-failure',
  meta: { summary: 'A statement that can fail after others whose effect would stay', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    half: (data: { readonly before: number; readonly migration: string }) => ({
      what: `If this statement fails, the ${data.before === 1 ? 'one' : data.before} before it ${data.before === 1 ? 'stays' : 'stay'} applied.`,
      why: 'From Prisma 7.4 on, each statement of a file is a transaction of its own. The migration is marked as failed, later deploys stop (P3009), and running it again fails at the statements that were applied.',
      todo: `Put the statement into a migration of its own, or wrap the file in BEGIN … COMMIT, which Prisma respects. After a failure, undo by hand what was applied and run \`prisma migrate resolve --rolled-back ${data.migration}\`.`,
    }),
  },
  on: {
    endOfMigration(view, context) {
      if (context.runner.name !== 'prisma-per-statement' || view.plan.wholeFile) return null;
      const risky = view.steps.find((step) => !step.transaction.block && step.statement.index > 0 && step.effects.fails.length > 0);
      const changes = view.steps.filter(
        (step) => risky && step.statement.index < risky.statement.index && step.operation.kind !== 'setVariable' && step.operation.kind !== 'select',
      );
      if (!risky || changes.length === 0) return null;
      const before = new Set(changes.map((step) => step.statement.index)).size;
      return context.finding('half', { before, migration: view.name }, { at: risky.operation.span, certainty: 'depends-on-data' });
    },
  },
});
