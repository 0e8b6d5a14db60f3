import { defineRule, harmsOf, isRealCondition, keyOf, label, quoteName, sql } from '../src/rule/index.ts';

export const deleteRows = defineRule({
  id: 'delete-rows',
  meta: { summary: 'A migration deletes rows of a table that is in use', harms: ['loses'], severity: 'warning', preset: 'recommended' },
  messages: {
    deletes: (data: { readonly table: string; readonly copy: string; readonly where: string }) => ({
      what: `This deletes rows of ${label(data.table)}, in every environment that the migration reaches.`,
      why: 'How many there are differs between your database and production, and foreign keys with ON DELETE CASCADE take rows of other tables along. There is no way back but a backup.',
      todo: [
        'Count the rows in production first. If they may ever be asked for, keep a copy in the same migration:',
        sql(`CREATE TABLE ${data.copy} AS SELECT * FROM ${data.where};`),
        'Clean-up that a later constraint needs is a good reason; say it above the statement.',
      ].join('\n'),
    }),
  },
  on: {
    delete(operation, context) {
      if (!isRealCondition(operation.where) || !harmsOf([context.step]).includes('loses')) return null;
      const table = keyOf(context.before, operation.table);
      const copy = quoteName({ schema: operation.table.schema, name: `${operation.table.name}_deleted` });
      return context.finding('deletes', { table, copy, where: quoteName(operation.table) }, { harms: ['loses'], certainty: 'depends-on-data', subject: { table } });
    },
  },
});
