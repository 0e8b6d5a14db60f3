import { defineRule, keyOf, label, quoteName, sql } from '../src/rule/index.ts';

interface Bulk {
  readonly table: string;
  readonly quotedTable: string;
  readonly statement: string;
}

export const bulkWrite = defineRule({
  id: 'bulk-write',
  meta: { summary: 'A migration writes many rows of a table that is in use, in one statement', harms: ['blocks'], severity: 'info', preset: 'recommended' },
  messages: {
    writes: (data: Bulk) => ({
      what: `This ${data.statement} may touch every row of ${label(data.table)} in one statement.`,
      why: 'Each row it touches stays locked until the transaction ends, so writers of these rows wait; on a large table that takes minutes, bloats the table, and a failure near the end undoes all of it.',
      todo: [
        'On a large table, do it in batches from a script, outside of the migration, and repeat until no row is left:',
        sql(
          `${data.statement === 'DELETE' ? `DELETE FROM ${data.quotedTable}` : `UPDATE ${data.quotedTable} SET …`} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${data.quotedTable} WHERE … LIMIT 5000));`,
        ),
      ].join('\n'),
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        const { operation } = step;
        if (operation.kind !== 'update' && operation.kind !== 'delete') return [];
        const table = keyOf(step.before, operation.table);
        const written = step.effects.work.some((work) => work.what === 'rows-written' && work.table === table && work.existing && work.rows !== 'none');
        if (!written || step.blocking.some((blocking) => blocking.heldSince !== null)) return [];
        return context.finding(
          'writes',
          { table, quotedTable: quoteName(operation.table), statement: operation.kind.toUpperCase() },
          { at: operation.span, certainty: 'depends-on-size', subject: { table } },
        );
      });
    },
  },
});
