import { columnLabel, defineRule, harmsOf, keyOf, label } from '../src/rule/index.ts';

export const dropDefault = defineRule({
  id: 'drop-default',
  meta: {
    summary: 'A required column loses its default: the deployed client leaves it out and fails',
    harms: ['breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    drops: (data: { readonly table: string; readonly column: string }) => ({
      what: `Without its default, ${columnLabel(data.table, data.column)} must be given in every INSERT, and the running release does not give it.`,
      why: `A client that relied on the default leaves the column out; its INSERTs on ${label(data.table)} fail with 23502 from this migration until the new release has replaced it.`,
      todo: `Release the code that sets ${data.column} first, keep the default until no older release runs, and drop it in a later migration. A default that is left in place costs nothing.`,
    }),
  },
  on: {
    dropDefault(operation, context) {
      if (!harmsOf([context.step]).includes('breaks')) return null;
      const table = keyOf(context.before, operation.table);
      return context.finding('drops', { table, column: operation.column }, { harms: ['breaks'], subject: { table, column: operation.column } });
    },
  },
});
