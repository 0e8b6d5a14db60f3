import { count, defineRule, harmsOf, listOf, type Loss, label } from '../src/rule/index.ts';

const nameOf = (loss: Loss): string =>
  loss.what === 'column' ? `${label(loss.table ?? '')}.${loss.column ?? ''}` : `${loss.what} ${label(loss.object ?? loss.table ?? '')}`;

export const dropCascade = defineRule({
  id: 'drop-cascade',
  meta: {
    summary: 'CASCADE takes columns, views or foreign keys along that the statement does not name',
    harms: ['loses', 'breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    cascades: (data: { readonly objects: readonly string[]; readonly dropped: string }) => ({
      what: `CASCADE also drops ${data.objects.length > 4 ? `${listOf(data.objects.slice(0, 3))} and ${count(data.objects.length - 3, 'more object')}` : listOf(data.objects)}.`,
      why: `Whatever depends on ${data.dropped} goes with it, and only a NOTICE says so, which no deploy shows. DROP TYPE … CASCADE drops the columns of that type, with their values.`,
      todo: 'Write the drops of the dependent objects out, each where it can be reviewed, and leave CASCADE away: then the migration fails instead of taking along what nobody has seen.',
    }),
  },
  on: {
    statement(steps, context) {
      const taken = steps.flatMap((step) => step.effects.loses.filter((loss) => loss.how === 'cascaded' && loss.what !== 'index' && loss.what !== 'sequence'));
      const first = steps[0];
      if (taken.length === 0 || !first.operation.kind.startsWith('drop') || first.operation.kind === 'dropSchema') return null;
      const harms = harmsOf(steps).filter((harm) => (harm === 'loses' ? taken.some((loss) => loss.data) : harm === 'breaks'));
      const objects = [...new Set(taken.map(nameOf))];
      const dropped = context.migration.textOf(first.statement.span).replace(/\s+/g, ' ').slice(0, 60);
      return context.finding('cascades', { objects, dropped }, { harms, severity: harms.length > 0 ? 'error' : 'warning', evidence: { objects } });
    },
  },
});
