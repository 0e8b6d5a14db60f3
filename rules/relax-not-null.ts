import { columnLabel, defineRule, keyOf } from '../src/rule/index.ts';

export const relaxNotNull = defineRule({
  id: 'relax-not-null',
  meta: {
    summary: 'A required column becomes optional: the deployed client throws on the first NULL that the new release writes',
    harms: ['breaks'],
    severity: 'info',
    preset: 'recommended',
  },
  messages: {
    relaxes: (data: { readonly table: string; readonly column: string }) => ({
      what: `${columnLabel(data.table, data.column)} may be NULL from now on; the running release expects a value.`,
      why: 'The migration itself is harmless. As soon as the new release writes a NULL, a client of the old one that reads this row throws (P2032: the field is required and NULL was found).',
      todo: 'Let the new release write NULL only once no older one runs, for instance behind a flag or one release later.',
    }),
  },
  on: {
    dropNotNull(operation, context) {
      const table = keyOf(context.before, operation.table);
      const known = context.before.tables.get(table);
      if (known?.bornIn?.migration === context.migration.name) return null;
      if (known?.columns.some((column) => column.name === operation.column && (!column.notNull || column.bornIn?.migration === context.migration.name)))
        return null;
      return context.finding('relaxes', { table, column: operation.column }, { subject: { table, column: operation.column } });
    },
  },
});
