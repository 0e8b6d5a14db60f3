import { defineRule, harmsOf, keyOf, label, quoteName, sql } from '../src/rule/index.ts';

export const moveToSchema = defineRule({
  id: 'move-to-schema',
  meta: {
    summary: 'A table moves to another schema, or a schema is renamed: the deployed client looks in the old place',
    harms: ['breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    moves: (data: { readonly table: string; readonly quotedOld: string; readonly quotedNew: string; readonly schema: string }) => ({
      what: `Moving ${label(data.table)} to the schema ${data.schema} keeps the rows and breaks the running release.`,
      why: 'Prisma Client writes the schema into its queries; those of the deployed release fail with 42P01 until the new one has replaced it.',
      todo: [
        'Leave a view behind in the same migration, and drop it in a later release:',
        sql(`ALTER TABLE ${data.quotedOld} SET SCHEMA "${data.schema}";`, `CREATE VIEW ${data.quotedOld} AS SELECT * FROM ${data.quotedNew};`),
      ].join('\n'),
    }),
    renamesSchema: (data: { readonly schema: string; readonly newName: string }) => ({
      what: `Renaming the schema ${data.schema} to ${data.newName} breaks every query of the running release on its tables.`,
      why: 'Prisma Client writes the schema into its queries, or the connection URL names it; both fail with 42P01 or 3F000 until they are changed together.',
      todo: 'Create the new schema and move the tables one by one, each with a view left in the old place; or stop the application for this deploy and say so above the statement.',
    }),
  },
  on: {
    setTableSchema(operation, context) {
      if (!harmsOf([context.step]).includes('breaks')) return null;
      const table = keyOf(context.before, operation.table);
      const data = {
        table,
        quotedOld: quoteName(operation.table),
        quotedNew: quoteName({ schema: operation.newSchema, name: operation.table.name }),
        schema: operation.newSchema,
      };
      return context.finding('moves', data, { harms: ['breaks'], subject: { table } });
    },
    renameSchema(operation, context) {
      if (!harmsOf([context.step]).includes('breaks')) return null;
      return context.finding('renamesSchema', { schema: operation.schema, newName: operation.newName }, { harms: ['breaks'] });
    },
  },
});
