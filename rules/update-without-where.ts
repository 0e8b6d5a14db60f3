import { defineRule, harmsOf, isRealCondition, keyOf, label, listOf } from '../src/rule/index.ts';

export const updateWithoutWhere = defineRule({
  id: 'update-without-where',
  meta: { summary: 'UPDATE without a condition overwrites a column in every row', harms: ['loses'], severity: 'error', preset: 'recommended' },
  messages: {
    overwrites: (data: { readonly table: string; readonly columns: readonly string[]; readonly written: boolean }) => ({
      what: `This overwrites ${listOf(data.columns)} in every row of ${label(data.table)}${data.written ? ': its WHERE is true for all of them' : ''}.`,
      why: 'What the rows held there before is gone, in every environment that the migration reaches.',
      todo: 'Name the rows in the WHERE clause (for a backfill: those that hold NULL). If all of them are meant, say so above the statement with a reason.',
    }),
  },
  on: {
    update(operation, context) {
      if (isRealCondition(operation.where) || !harmsOf([context.step]).includes('loses')) return null;
      const table = keyOf(context.before, operation.table);
      const columns = context.effects.loses.flatMap((loss) => (loss.data && loss.column !== null ? [loss.column] : []));
      if (columns.length === 0) return null;
      return context.finding(
        'overwrites',
        { table, columns: [...new Set(columns)], written: operation.where !== null },
        { harms: ['loses'], subject: { table } },
      );
    },
  },
});
