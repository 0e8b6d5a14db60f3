import { defineRule, keyOf, label, type Step } from '../src/rule/index.ts';

interface Stricter {
  readonly table: string;
  readonly by: string;
  readonly how: string;
}

export const stricterWrites = defineRule({
  id: 'stricter-writes',
  meta: { summary: 'A new check, trigger or policy may reject what the deployed client writes', harms: ['breaks'], severity: 'info', preset: 'recommended' },
  messages: {
    rejects: (data: Stricter) => ({
      what: `${data.by} on ${label(data.table)} applies to the running release at once.`,
      why: data.how,
      todo: 'Release code that keeps to the new rule first, then add it. A CHECK can be added NOT VALID: that leaves old rows alone, but new writes of the old release meet it all the same.',
    }),
  },
  on: {
    statement(steps, context) {
      const found = steps.flatMap((step) => stricter(step, context.migration.name) ?? []);
      return found.map((data) => context.finding('rejects', data, { subject: { table: data.table } }));
    },
  },
});

function stricter(step: Step, migration: string): Stricter | null {
  const { operation } = step;
  if (operation.kind !== 'addConstraint' && operation.kind !== 'createTrigger' && operation.kind !== 'setRowSecurity') return null;
  const table = keyOf(step.before, operation.table);
  if (step.before.tables.get(table)?.bornIn?.migration === migration) return null;
  if (operation.kind === 'addConstraint') {
    const { constraint } = operation;
    if (constraint.kind !== 'check' && constraint.kind !== 'exclude') return null;
    const name = constraint.name === null ? '' : ` ${constraint.name}`;
    const code = constraint.kind === 'check' ? '23514' : '23P01';
    return {
      table,
      by: `The ${constraint.kind.toUpperCase()} constraint${name}`,
      how: `A write that breaks it fails with ${code}, also when it comes from the client that was deployed before.`,
    };
  }
  if (operation.kind === 'createTrigger') {
    if (operation.replace) return null;
    return {
      table,
      by: `The trigger ${operation.trigger}`,
      how: 'What it raises is an error of the statement that fired it, also when that comes from the client that was deployed before.',
    };
  }
  if (operation.action !== 'enable') return null;
  return {
    table,
    by: 'Row level security',
    how: 'For everybody but the owner of the table, rows that no policy allows are not there any more: reads come back empty, and writes fail with 42501.',
  };
}
