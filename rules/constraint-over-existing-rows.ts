import {
  addNotValid,
  defineRule,
  harmsOf,
  label,
  migration,
  quoteIdentifier,
  quoteName,
  renderConstraint,
  severityOf,
  slug,
  sql,
  type Step,
} from '../src/rule/index.ts';

interface Checked {
  readonly table: string;
  readonly constraint: string;
  readonly kind: string;
  readonly fails: boolean;
  readonly blocks: boolean;
  readonly likely: string | null;
  readonly steps: readonly string[];
}

export const constraintOverExistingRows = defineRule({
  id: 'constraint-over-existing-rows',
  meta: {
    summary: 'A CHECK, EXCLUDE or domain constraint is checked against existing rows at once',
    harms: ['fails', 'blocks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    checks: (data: Checked) => ({
      what: data.fails
        ? `A row of ${label(data.table)} that does not satisfy ${data.constraint} makes this fail${data.likely === null ? '' : `; ${data.likely} may have left some`}.`
        : `Adding ${data.constraint} keeps reads and writes of ${label(data.table)} waiting while all rows are checked.`,
      why: [
        data.fails && `One such row is enough: ${data.kind === 'exclude' ? '23P01' : '23514'}, and the failed migration blocks every later deploy (P3009).`,
        data.blocks && 'PostgreSQL reads the whole table under a lock that stops reads and writes.',
      ]
        .filter(Boolean)
        .join(' '),
      todo: data.steps.join('\n'),
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        const constraint = constraintOf(step);
        if (constraint === null) return [];
        const failure = step.effects.fails.find(({ cause }) => cause.what === 'check-violations' || cause.what === 'exclusion-violations');
        const harms = harmsOf([step]).filter((harm) => (harm === 'fails' ? failure !== undefined : harm === 'blocks'));
        if (harms.length === 0) return [];
        const table = tableOf(step, failure?.cause.what === 'check-violations' || failure?.cause.what === 'exclusion-violations' ? failure.cause.table : null);
        const data: Checked = {
          table,
          ...constraint,
          fails: harms.includes('fails'),
          blocks: harms.includes('blocks'),
          likely: failure?.unlikelyBecause ?? null,
        };
        return context.finding('checks', data, {
          at: step.operation.span,
          harms,
          severity: failure === undefined ? 'warning' : severityOf(failure),
          certainty: failure === undefined ? 'depends-on-size' : 'depends-on-data',
          preflight: failure?.preflight ?? null,
          subject: { table },
          fixes: step.operation.kind === 'addConstraint' ? addNotValid(step.operation, context) : [],
        });
      });
    },
  },
});

const tableOf = (step: Step, table: string | null): string => table ?? step.blocking[0]?.work.table ?? '';

function constraintOf({ operation }: Step): Pick<Checked, 'constraint' | 'kind' | 'steps'> | null {
  if (operation.kind === 'alterDomain') {
    return {
      constraint: `the domain ${operation.type.name}`,
      kind: 'domain',
      steps: [
        'Add the constraint NOT VALID, which looks at no row, clean up, and validate it in a later migration:',
        sql(
          `ALTER DOMAIN ${quoteName(operation.type)} VALIDATE CONSTRAINT ${quoteIdentifier(operation.constraint?.name ?? operation.constraintName ?? 'name')};`,
        ),
      ],
    };
  }
  if (operation.kind !== 'addConstraint') return null;
  const { constraint } = operation;
  if (constraint.kind === 'exclude')
    return {
      constraint: constraint.name ?? 'the EXCLUDE constraint',
      kind: 'exclude',
      steps: ['EXCLUDE knows no NOT VALID. Clean up in an earlier migration, and add it while the table is small or in a quiet hour.'],
    };
  if (constraint.kind !== 'check' && constraint.kind !== 'notNull') return null;
  const name = constraint.name ?? `${operation.table.name}_check`;
  const table = quoteName(operation.table);
  const text = renderConstraint({ ...constraint, name, notValid: true });
  return {
    constraint: constraint.name ?? 'this CHECK',
    kind: constraint.kind,
    steps: [
      'Add it without looking at old rows, clean these up, and check them in a later migration, which lets reads and writes go on:',
      migration(slug('add', name), `ALTER TABLE ${table} ADD ${text};`),
      migration(slug('validate', name), `ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoteIdentifier(name)};`),
    ],
  };
}
