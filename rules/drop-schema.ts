import { defineRule, harmsOf } from '../src/rule/index.ts';

export const dropSchema = defineRule({
  id: 'drop-schema',
  meta: { summary: 'A schema is dropped, with the tables in it', harms: ['loses', 'breaks'], severity: 'error', preset: 'recommended' },
  messages: {
    drops: (data: { readonly schema: string; readonly tables: number }) => ({
      what: `Dropping the schema ${data.schema} destroys ${data.tables === 1 ? 'the table' : `all ${data.tables} tables`} in it.`,
      why: 'CASCADE takes tables, views, types and functions along without asking, and the foreign keys of other schemas that point there. There is no way back but a backup.',
      todo: 'Drop the tables one by one, each after the release that stopped using it, so that every loss is a line somebody has read. Then drop the empty schema without CASCADE.',
    }),
  },
  on: {
    dropSchema(operation, context) {
      const harms = harmsOf([context.step]).filter((harm) => harm === 'loses' || harm === 'breaks');
      if (harms.length === 0) return null;
      const tables = context.effects.loses.filter((loss) => loss.what === 'table').length;
      return context.finding('drops', { schema: operation.schema, tables }, { harms });
    },
  },
});
