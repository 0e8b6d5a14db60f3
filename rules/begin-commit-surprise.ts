import { defineRule, removal } from '../src/rule/index.ts';

export const beginCommitSurprise = defineRule({
  id: 'begin-commit-surprise',
  meta: { summary: 'BEGIN … COMMIT in a file that is one transaction already', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    splits: (data: { readonly after: number }) => ({
      what: `COMMIT ends the transaction of the whole file: what stands before it stays, even if one of the ${data.after} statements after it fails.`,
      why: 'Prisma (up to 7.3) sends a file as one message, which is one transaction already. If something fails between BEGIN and COMMIT, Prisma shows "current transaction is aborted" in place of the real error.',
      todo: 'Leave BEGIN and COMMIT out: the file is atomic without them.',
    }),
  },
  on: {
    endOfMigration(view, context) {
      if (context.runner.name !== 'prisma-one-transaction') return null;
      const commit = view.steps.find(({ operation }) => operation.kind === 'transaction' && operation.action === 'commit');
      if (!commit || isEnumDance(view.steps.map(({ operation }) => operation.kind))) return null;
      const after = view.statements.length - commit.statement.index - 1;
      if (after === 0) return null;
      const ends = view.steps.filter(({ operation }) => operation.kind === 'transaction' && (operation.action === 'begin' || operation.action === 'commit'));
      const fixes = removal(
        'Leave BEGIN and COMMIT out',
        ends.map(({ operation }) => operation.span),
        view,
      );
      return context.finding('splits', { after }, { at: commit.operation.span, certainty: 'certain', fixes });
    },
  },
});

/** What Prisma itself writes to replace an enum holds BEGIN and COMMIT; nobody can do anything about that. */
const isEnumDance = (kinds: readonly string[]): boolean => kinds.includes('createEnum') && kinds.includes('renameType') && kinds.includes('alterColumnType');
