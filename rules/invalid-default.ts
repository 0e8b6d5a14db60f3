import { columnLabel, defineRule, keyOf, renderType } from '../src/rule/index.ts';

export const invalidDefault = defineRule({
  id: 'invalid-default',
  meta: { summary: 'A default that its column cannot hold', harms: ['fails'], severity: 'error', preset: 'recommended' },
  messages: {
    invalid: (data: { readonly table: string; readonly column: string; readonly type: string; readonly sqlstate: string; readonly always: boolean }) => ({
      what: `The default of ${columnLabel(data.table, data.column)} does not fit into ${data.type}.`,
      why: data.always
        ? `The statement fails with ${data.sqlstate}, on an empty table too.`
        : `The statement fails with ${data.sqlstate} as soon as the table has a row.`,
      todo: 'Give a default of the type of the column.',
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        const { operation } = step;
        if (operation.kind !== 'addColumn' && operation.kind !== 'setDefault') return [];
        return step.effects.fails.flatMap(({ cause, sqlstate, when }) => {
          if (cause.what !== 'uncastable-values' && cause.what !== 'no-cast') return [];
          const table = keyOf(step.before, operation.table);
          const data = { table, column: operation.column, type: renderType(cause.to), sqlstate, always: when === 'always' };
          return context.finding('invalid', data, {
            at: operation.span,
            harms: ['fails'],
            certainty: data.always ? 'certain' : 'depends-on-data',
            subject: { table, column: operation.column },
          });
        });
      });
    },
  },
});
