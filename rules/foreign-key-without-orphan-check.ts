import { addNotValid, columnLabel, defineRule, foreignKeySteps, harmsOf, label, quotedList, quoteName, severityOf, sql } from '../src/rule/index.ts';

interface Orphans {
  readonly table: string;
  readonly quotedTable: string;
  readonly columns: readonly string[];
  readonly referenced: string;
  readonly referencedColumns: readonly string[];
  readonly quotedReferenced: string;
  readonly steps: readonly string[];
  readonly likely: string | null;
  readonly blocks: boolean;
}

export const foreignKeyWithoutOrphanCheck = defineRule({
  id: 'foreign-key-without-orphan-check',
  meta: { summary: 'A foreign key over rows whose values may have no partner', harms: ['fails', 'blocks'], severity: 'error', preset: 'recommended' },
  messages: {
    orphans: (data: Orphans) => ({
      what: `A row of ${label(data.table)} whose ${data.columns.join(', ')} has no partner in ${label(data.referenced)} makes this fail${data.likely === null ? '' : `; ${data.likely} may have left some`}.`,
      why: [
        'The columns were there before the constraint, so nothing has kept orphans out: 23503, and the failed migration blocks every later deploy (P3009).',
        data.blocks && `To find out, PostgreSQL reads all of ${label(data.table)} while writes to it and to ${label(data.referenced)} wait.`,
      ]
        .filter(Boolean)
        .join(' '),
      todo: [
        'Look in production first (see the preflight query), and clear orphans in a migration before this one:',
        sql(
          `UPDATE ${data.quotedTable} SET ${data.columns.map((column) => `${quotedList([column])} = NULL`).join(', ')}`,
          `WHERE NOT EXISTS (SELECT 1 FROM ${data.quotedReferenced} p WHERE ${data.columns.map((column, index) => `p.${quotedList([data.referencedColumns[index] ?? 'id'])} = ${data.quotedTable}.${quotedList([column])}`).join(' AND ')});`,
        ),
        'Then add the constraint without looking at old rows, and check these in the next migration, which lets writes go on:',
        ...data.steps,
      ].join('\n'),
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        const failure = step.effects.fails.find(({ cause }) => cause.what === 'orphans');
        const { operation } = step;
        if (failure?.cause.what !== 'orphans' || !('table' in operation) || !operation.table) return [];
        const { table, columns, referenced, referencedColumns } = failure.cause;
        const harms = harmsOf([step]).filter((harm) => harm === 'fails' || harm === 'blocks');
        const [schema = 'public', name = referenced] = referenced.split('.');
        const data: Orphans = {
          table,
          quotedTable: quoteName(operation.table),
          columns,
          referenced,
          referencedColumns,
          quotedReferenced: quoteName({ schema: schema === 'public' ? null : schema, name }),
          steps: foreignKeySteps(operation),
          likely: failure.unlikelyBecause,
          blocks: harms.includes('blocks'),
        };
        return context.finding('orphans', data, {
          at: operation.span,
          harms,
          severity: severityOf(failure),
          certainty: 'depends-on-data',
          preflight: failure.preflight,
          subject: { table, ...(columns.length === 1 && columns[0] !== undefined ? { column: columns[0] } : {}) },
          fixes: operation.kind === 'addConstraint' ? addNotValid(operation, context) : [],
          evidence: { column: columnLabel(table, columns.join(', ')), referenced },
        });
      });
    },
  },
});
