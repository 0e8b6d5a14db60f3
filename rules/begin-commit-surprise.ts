import { defineRule, removal } from '../src/rule/index.ts';

export const beginCommitSurprise = defineRule({
  id: 'begin-commit-surprise',
  meta: { summary: 'BEGIN … COMMIT in a file that is one transaction already', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    splits: ({ after }: { readonly after: number }) => ({
      what: `COMMIT ends the transaction of the whole file: what stands before it stays, even if ${after === 1 ? 'the statement' : `one of the ${after} statements`} after it fails.`,
      why: `${ONE_MESSAGE} COMMIT ends that too, with all that ran before BEGIN. If something fails between the two, ${HIDDEN}`,
      todo: 'Leave BEGIN and COMMIT out: the file is atomic without them.',
    }),
    hides: () => ({
      what: 'BEGIN … COMMIT makes this file no safer, and hides what went wrong when it fails.',
      why: `${ONE_MESSAGE} When a statement between the two fails, ${HIDDEN}`,
      todo: 'Leave BEGIN and COMMIT out: the file is atomic without them. From Prisma 7.4 on they are what makes it atomic.',
    }),
  },
  on: {
    endOfMigration(view, context) {
      if (!view.plan.wholeFile || isEnumDance(view.steps.map(({ operation }) => operation.kind))) return null;
      const control = (action: string) => view.steps.find(({ operation }) => operation.kind === 'transaction' && operation.action === action);
      const [begin, commit] = [control('begin'), control('commit')];
      const after = commit === undefined ? 0 : view.statements.length - commit.statement.index - 1;
      const ends = view.steps.filter(({ operation }) => operation.kind === 'transaction' && (operation.action === 'begin' || operation.action === 'commit'));
      const fixes = removal(
        'Leave BEGIN and COMMIT out',
        ends.map(({ operation }) => operation.span),
        view,
      );
      if (commit && after > 0) return context.finding('splits', { after }, { at: commit.operation.span, certainty: 'certain', fixes });
      // What cannot be split today may be split by a later version of Prisma, and needs them then.
      const isForGood = context.runner.name === 'prisma-one-transaction';
      return begin && commit && isForGood ? context.finding('hides', {}, { at: begin.operation.span, certainty: 'certain', fixes }) : null;
    },
  },
});

const ONE_MESSAGE = 'Prisma sends this file as one message, which is one transaction already.';
const HIDDEN = 'Prisma cannot note the error in the aborted transaction, and shows "current transaction is aborted" (25P02) in its place.';

/** What Prisma itself writes to replace an enum holds BEGIN and COMMIT; nobody can do anything about that. */
const isEnumDance = (kinds: readonly string[]): boolean => kinds.includes('createEnum') && kinds.includes('renameType') && kinds.includes('alterColumnType');
