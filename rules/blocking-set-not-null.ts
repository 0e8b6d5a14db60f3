import { columnLabel, defineRule, harmsOf, keyOf, label, quoteName, requireColumnSteps } from '../src/rule/index.ts';

interface Required {
  readonly table: string;
  readonly quotedTable: string;
  readonly column: string;
  readonly blocks: boolean;
  readonly breaks: boolean;
}

export const blockingSetNotNull = defineRule({
  id: 'blocking-set-not-null',
  meta: {
    summary: 'A filled column becomes required: the table is read under an exclusive lock, or the deployed client still leaves it out',
    harms: ['blocks', 'breaks'],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    scans: (data: Required) => ({
      what: data.blocks
        ? `Making ${columnLabel(data.table, data.column)} required reads the whole of ${label(data.table)} while reads and writes wait${data.breaks ? ', and INSERTs of the running release that leave it out fail afterwards' : ''}.`
        : `Once ${columnLabel(data.table, data.column)} is required, INSERTs of the running release that leave it out fail.`,
      why: [
        data.blocks &&
          'The rows are filled, so it goes through; but SET NOT NULL does not know that, and scans under ACCESS EXCLUSIVE. A valid CHECK that proves it takes the scan away.',
        data.breaks && 'The column was optional so far: a client that was generated before may leave it out or write NULL, and gets 23502.',
      ]
        .filter(Boolean)
        .join(' '),
      todo: [
        ...(data.breaks ? [`Release code that always writes ${data.column} first.`] : []),
        ...(data.blocks || data.breaks ? ['Then prove it in steps, each with a short lock:', ...requireColumnSteps(data)] : []),
      ].join('\n'),
    }),
  },
  on: {
    setNotNull(operation, context) {
      if (context.effects.fails.some(({ cause }) => cause.what === 'nulls')) return null;
      const harms = harmsOf([context.step]).filter((harm) => harm === 'blocks' || harm === 'breaks');
      if (harms.length === 0) return null;
      const table = keyOf(context.before, operation.table);
      const data = {
        table,
        quotedTable: quoteName(operation.table),
        column: operation.column,
        blocks: harms.includes('blocks'),
        breaks: harms.includes('breaks'),
      };
      return context.finding('scans', data, { harms, certainty: 'depends-on-size', subject: { table, column: operation.column } });
    },
  },
});
