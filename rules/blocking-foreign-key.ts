import { addNotValid, defineRule, foreignKeySteps, keyOf, label } from '../src/rule/index.ts';

interface Validated {
  readonly table: string;
  readonly referenced: string;
  readonly steps: readonly string[];
  readonly reads: boolean;
}

export const blockingForeignKey = defineRule({
  id: 'blocking-foreign-key',
  meta: {
    summary: 'A foreign key is validated at once: writes of both tables wait while the referencing one is read',
    harms: ['blocks'],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    validates: (data: Validated) => ({
      what: `Adding this foreign key keeps ${data.reads ? 'reads and writes' : 'writes'} of ${label(data.table)}${data.referenced === data.table ? '' : ` and of ${label(data.referenced)}`} waiting while all rows are checked.`,
      why: 'PostgreSQL checks every existing row, also of a column that is still empty, under a lock on both tables that lasts until the transaction ends.',
      todo: ['Add it without looking at old rows, and check these in the next migration, which lets writes go on:', ...data.steps].join('\n'),
    }),
  },
  on: {
    addConstraint(operation, context) {
      const { constraint } = operation;
      const [blocking] = context.step.blocking;
      if (constraint.kind !== 'foreignKey' || !blocking || context.effects.fails.some(({ cause }) => cause.what === 'orphans')) return null;
      const table = keyOf(context.before, operation.table);
      const referenced = keyOf(context.before, constraint.references.table);
      const reads = blocking.blocks === 'reads-and-writes';
      return context.finding(
        'validates',
        { table, referenced, steps: foreignKeySteps(operation), reads },
        { certainty: 'depends-on-size', subject: { table }, evidence: { lock: blocking.mode, referenced }, fixes: addNotValid(operation, context) },
      );
    },
  },
});
