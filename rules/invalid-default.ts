import { columnLabel, defineRule, renderType } from '../src/rule/index.ts';

type When = 'always' | 'rows' | 'later';

export const invalidDefault = defineRule({
  id: 'invalid-default',
  meta: { summary: 'A default that its column cannot hold', harms: ['fails'], severity: 'error', preset: 'recommended' },
  messages: {
    invalid: (data: { readonly table: string; readonly column: string; readonly type: string; readonly sqlstate: string; readonly when: When }) => ({
      what: `The default of ${columnLabel(data.table, data.column)} does not fit into ${data.type}.`,
      why: {
        always: `The statement fails with ${data.sqlstate}, on an empty table too.`,
        rows: `The statement fails with ${data.sqlstate} as soon as the table has a row.`,
        later: `The statement goes through. Afterwards every INSERT that leaves the column out fails with ${data.sqlstate}.`,
      }[data.when],
      todo: 'Give a default of the type of the column.',
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        const { operation } = step;
        if (operation.kind !== 'addColumn' && operation.kind !== 'setDefault' && operation.kind !== 'createTable') return [];
        const found = [
          ...step.effects.fails.map((failure) => ({ failure, when: failure.when === 'always' ? ('always' as const) : ('rows' as const) })),
          ...(step.effects.latent ?? []).map((failure) => ({ failure, when: 'later' as const })),
        ];
        return found.flatMap(({ failure: { cause, sqlstate }, when }) => {
          if (cause.what !== 'uncastable-values' && cause.what !== 'no-cast') return [];
          const { table, column } = cause;
          const data = { table, column, type: renderType(cause.to), sqlstate, when };
          return context.finding('invalid', data, {
            at: operation.span,
            harms: ['fails'],
            certainty: when === 'rows' ? 'depends-on-data' : 'certain',
            subject: { table, column },
          });
        });
      });
    },
  },
});
