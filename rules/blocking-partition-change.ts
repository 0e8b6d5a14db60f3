import { defineRule, keyOf, label, quoteName, sql } from '../src/rule/index.ts';

interface Change {
  readonly table: string;
  readonly partition: string;
  readonly quotedPartition: string;
  readonly scanned: string;
  readonly reads: boolean;
}

export const blockingPartitionChange = defineRule({
  id: 'blocking-partition-change',
  meta: { summary: 'Attaching or creating a partition reads a whole table to check its bounds', harms: ['blocks'], severity: 'warning', preset: 'recommended' },
  messages: {
    scans: (data: Change) => ({
      what: `This reads the whole of ${label(data.scanned)} to check the bounds while ${data.reads ? 'reads and writes' : 'writes'} of it wait.`,
      why: `PostgreSQL must know that every row of ${label(data.partition)} lies within the bounds, and that the default partition holds none of them.`,
      todo: [
        'A valid CHECK that says the same takes the scan away. Add it NOT VALID, validate it in a later migration, attach, and drop it:',
        sql(
          `ALTER TABLE ${data.quotedPartition} ADD CONSTRAINT "within_bounds" CHECK (true) NOT VALID;`,
          `ALTER TABLE ${data.quotedPartition} VALIDATE CONSTRAINT "within_bounds";`,
        ),
        '(with the real bounds in place of true).',
      ].join('\n'),
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        const { operation } = step;
        const [blocking] = step.blocking;
        if (!blocking || (operation.kind !== 'attachPartition' && !(operation.kind === 'createTable' && operation.definition.partitionOf !== null))) return [];
        const partition = operation.kind === 'attachPartition' ? operation.partition : operation.table;
        const data = {
          table: keyOf(step.before, operation.table),
          partition: keyOf(step.after, partition),
          quotedPartition: quoteName(partition),
          scanned: blocking.work.table,
          reads: blocking.blocks === 'reads-and-writes',
        };
        return context.finding('scans', data, { at: operation.span, certainty: 'depends-on-size', subject: { table: data.scanned } });
      });
    },
  },
});
