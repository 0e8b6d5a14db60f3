import { defineRule, harmsOf, keyOf, label, quoteIdentifier, quoteName, sql } from '../src/rule/index.ts';

export const renameTable = defineRule({
  id: 'rename-table',
  meta: { summary: 'A table or view is renamed: the rows stay, the deployed client breaks', harms: ['breaks'], severity: 'error', preset: 'recommended' },
  messages: {
    renames: (data: { readonly from: string; readonly quotedTo: string; readonly quotedFrom: string; readonly to: string }) => ({
      what: `Renaming ${label(data.from)} to ${data.to} keeps the rows and breaks the running release.`,
      why: `Every query of the deployed client on ${label(data.from)} fails with 42P01 (relation does not exist) until the new release has replaced it.`,
      todo: [
        `If only the model is to have another name, no SQL is needed: \`@@map("${label(data.from)}")\` in schema.prisma.`,
        'To rename the table under running clients, leave a view with the old name behind in the same migration (a simple view takes INSERT, UPDATE and DELETE too), and drop it in a later release:',
        sql(`ALTER TABLE ${data.quotedFrom} RENAME TO ${quoteIdentifier(data.to)};`, `CREATE VIEW ${data.quotedFrom} AS SELECT * FROM ${data.quotedTo};`),
      ].join('\n'),
    }),
  },
  on: {
    statement(steps, context) {
      const [step] = steps;
      const { operation } = step;
      if ((operation.kind !== 'renameTable' && operation.kind !== 'renameView') || !harmsOf([step]).includes('breaks')) return null;
      const name = operation.kind === 'renameTable' ? operation.table : operation.view;
      const from = keyOf(step.before, name);
      const data = { from, to: operation.newName, quotedFrom: quoteName(name), quotedTo: quoteName({ schema: name.schema, name: operation.newName }) };
      return context.finding('renames', data, { harms: ['breaks'], subject: { table: from } });
    },
  },
});
