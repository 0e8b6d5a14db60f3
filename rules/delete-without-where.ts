import { defineRule, harmsOf, isRealCondition, keyOf, label } from '../src/rule/index.ts';

export const deleteWithoutWhere = defineRule({
  id: 'delete-without-where',
  meta: { summary: 'DELETE without a condition that selects anything: every row goes', harms: ['loses'], severity: 'error', preset: 'recommended' },
  messages: {
    deletes: (data: { readonly table: string; readonly written: boolean }) => ({
      what: `This removes every row of ${label(data.table)}${data.written ? ': its WHERE is true for all of them' : ''}.`,
      why: 'It runs in every environment that this migration reaches. There is no way back but a backup.',
      todo: 'Name the rows that are to go in the WHERE clause. If all of them are meant, say so above the statement with a reason.',
    }),
  },
  on: {
    delete(operation, context) {
      if (isRealCondition(operation.where) || !harmsOf([context.step]).includes('loses')) return null;
      const table = keyOf(context.before, operation.table);
      return context.finding('deletes', { table, written: operation.where !== null }, { harms: ['loses'], subject: { table } });
    },
  },
});
