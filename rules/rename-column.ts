import { columnLabel, defineRule, harmsOf, keyOf, label, migration, quoteIdentifier, quoteName, slug } from '../src/rule/index.ts';

interface Renamed {
  readonly table: string;
  readonly quotedTable: string;
  readonly from: string;
  readonly to: string;
}

export const renameColumn = defineRule({
  id: 'rename-column',
  meta: { summary: 'A column is renamed: the data stays, the deployed client breaks', harms: ['breaks'], severity: 'error', preset: 'recommended' },
  messages: {
    renames: (data: Renamed) => ({
      what: `Renaming ${columnLabel(data.table, data.from)} to ${data.to} keeps the data and breaks the running release.`,
      why: `The Prisma Client that is deployed now names ${data.from} in every query on ${label(data.table)}; from this migration until the new release has replaced it, they fail with 42703.`,
      todo: [
        `If only the field is to have another name, no SQL is needed: \`${data.to} … @map("${data.from}")\` in schema.prisma (then leave the RENAME out; with both, the client looks for a column that is gone).`,
        'Otherwise in steps: add the new column, let the application write both, copy, let it read the new one, and drop the old one in a later release:',
        migration(
          slug('copy', label(data.table), data.to),
          `UPDATE ${data.quotedTable} SET ${quoteIdentifier(data.to)} = ${quoteIdentifier(data.from)} WHERE ${quoteIdentifier(data.to)} IS NULL;`,
        ),
        'If the application is stopped while this runs, say so above the statement:',
        migration(
          slug('rename', label(data.table), data.from),
          '-- migration-lint-disable-next-statement rename-column -- the application is stopped for this deploy',
          `ALTER TABLE ${data.quotedTable} RENAME COLUMN ${quoteIdentifier(data.from)} TO ${quoteIdentifier(data.to)};`,
        ),
      ].join('\n'),
    }),
  },
  on: {
    renameColumn(operation, context) {
      if (!harmsOf([context.step]).includes('breaks')) return null;
      const table = keyOf(context.before, operation.table);
      const data = { table, quotedTable: quoteName(operation.table), from: operation.column, to: operation.newName };
      return context.finding('renames', data, { harms: ['breaks'], subject: { table, column: operation.column } });
    },
  },
});
