import { defineRule, harmsOf, keyOf, label, migration, quoteName, slug } from '../src/rule/index.ts';

export const dropView = defineRule({
  id: 'drop-view',
  meta: { summary: 'A view that the deployed client may read is dropped and not created again', harms: ['breaks'], severity: 'error', preset: 'recommended' },
  messages: {
    drops: (data: { readonly view: string; readonly statement: string }) => ({
      what: `Dropping the view ${label(data.view)} breaks whoever still reads it.`,
      why: 'Queries of the deployed release on it fail with 42P01 (relation does not exist). A view that is dropped and created again in the same migration, with the columns it had, would not be mentioned.',
      todo: [
        'Release code that no longer reads it first, then drop it in a later release:',
        migration(slug('drop', label(data.view)), '-- migration-lint-disable-next-statement drop-view -- unread since release <version>', `${data.statement};`),
      ].join('\n'),
    }),
  },
  on: {
    dropView(operation, context) {
      if (!harmsOf([context.step]).includes('breaks')) return null;
      const view = keyOf(context.before, operation.view);
      const statement = `DROP ${operation.materialized ? 'MATERIALIZED VIEW' : 'VIEW'} ${quoteName(operation.view)}`;
      return context.finding('drops', { view, statement }, { harms: ['breaks'], subject: { table: view } });
    },
  },
});
