import { defineRule, listOf, type MigrationView, type Step } from '../src/rule/index.ts';

interface Half {
  /** The statements that stay, as they begin. */
  readonly stays: readonly string[];
  readonly migration: string;
}

export const halfAppliedOnFailure = defineRule({
  id: 'half-applied-on-failure',
  meta: { summary: 'A statement that can fail after others whose effect would stay', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    half: ({ stays, migration }: Half) => ({
      what: `If this statement fails, the ${stays.length === 1 ? 'one' : stays.length} before it ${stays.length === 1 ? 'stays' : 'stay'} applied: ${listOf(stays.length > 3 ? [...stays.slice(0, 2), `${stays.length - 2} more`] : stays)}.`,
      why: 'From Prisma 7.4 on, each statement of a file is a transaction of its own. The migration is marked as failed, later deploys stop (P3009), and running it again fails at the statements that were applied.',
      todo: `Put the statement into a migration of its own, or wrap the file in BEGIN … COMMIT, which Prisma respects. After a failure, either undo by hand what was applied and run \`prisma migrate resolve --rolled-back ${migration}\`, so that the next deploy runs it again; or finish it by hand and run \`prisma migrate resolve --applied ${migration}\`.`,
    }),
  },
  on: {
    endOfMigration(view, context) {
      if (context.runner.name !== 'prisma-per-statement' || view.plan.wholeFile) return null;
      const risky = view.steps.find((step) => canFail(step) && committedBefore(step, view).length > 0);
      if (!risky) return null;
      const stays = committedBefore(risky, view).map(({ span }) => begun(view.textOf(span)));
      return context.finding('half', { stays, migration: view.name }, { at: risky.operation.span, certainty: 'depends-on-data', evidence: { stays } });
    },
  },
});

const canFail = ({ effects }: Step): boolean => effects.fails.some(({ unlikelyBecause }) => unlikelyBecause === null);

/** Statements that changed something in a transaction that was over before that of the step began. */
function committedBefore({ transaction }: Step, { steps, statements }: MigrationView): MigrationView['statements'] {
  const changing = steps.filter((step) => step.transaction.id < transaction.id && !LEAVES_NOTHING.has(step.operation.kind));
  return statements.filter((statement) => changing.some((step) => step.statement === statement));
}

const LEAVES_NOTHING: ReadonlySet<Step['operation']['kind']> = new Set(['setVariable', 'select', 'transaction', 'lockTable', 'setConstraints']);

/** So much of a statement that one knows which it is. */
function begun(sql: string): string {
  const text = sql.replaceAll(/\s+/g, ' ').trim();
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
