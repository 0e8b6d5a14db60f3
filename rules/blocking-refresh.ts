import { defineRule, harmsOf, keyOf, label, quoteName, sql } from '../src/rule/index.ts';

export const blockingRefresh = defineRule({
  id: 'blocking-refresh',
  meta: {
    summary: 'REFRESH MATERIALIZED VIEW without CONCURRENTLY: readers of the view wait until the query is done',
    harms: ['blocks'],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    refreshes: (data: { readonly view: string; readonly quotedView: string }) => ({
      what: `Readers of ${label(data.view)} wait until the whole view is computed anew.`,
      why: 'REFRESH takes ACCESS EXCLUSIVE on the view for as long as its query runs.',
      todo: [
        'With a unique index on the view, CONCURRENTLY lets readers go on with the old rows (it may run in a transaction). Better still, refresh from a job, not from a migration:',
        sql(`REFRESH MATERIALIZED VIEW CONCURRENTLY ${data.quotedView};`),
      ].join('\n'),
    }),
  },
  on: {
    refreshMaterializedView(operation, context) {
      if (operation.concurrently || !operation.withData || !harmsOf([context.step]).includes('blocks')) return null;
      const view = keyOf(context.before, operation.view);
      return context.finding('refreshes', { view, quotedView: quoteName(operation.view) }, { certainty: 'depends-on-size', subject: { table: view } });
    },
  },
});
