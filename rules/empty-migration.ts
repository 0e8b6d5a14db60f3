import { defineRule, WHOLE_FILE } from '../src/rule/index.ts';

export const emptyMigration = defineRule({
  id: 'empty-migration',
  meta: { summary: 'A migration without a statement', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    empty: () => ({
      what: 'There is no statement in this migration.',
      why: 'Prisma applies it and notes it as done: a statement that is written into it later never runs where it was applied before.',
      todo: 'If something was meant to be in here, write it before the migration is applied anywhere. If not, delete the folder.',
    }),
  },
  on: {
    endOfMigration(view, { finding }) {
      if (view.entry !== null || view.statements.length > 0 || view.problems.length > 0) return null;
      return finding('empty', {}, { at: WHOLE_FILE, certainty: 'certain' });
    },
  },
});
