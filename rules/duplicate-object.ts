import { defineRule } from '../src/rule/index.ts';

export const duplicateObject = defineRule({
  id: 'duplicate-object',
  meta: { summary: 'A statement creates what an earlier migration has created already', harms: ['fails'], severity: 'error', preset: 'recommended' },
  messages: {
    duplicate: (data: { readonly objectType: string; readonly name: string; readonly sqlstate: string }) => ({
      what: `The ${data.objectType} ${data.name} exists already at this point of the history.`,
      why: `The statement fails with ${data.sqlstate}, on an empty database too.`,
      todo: 'Two branches may have added the same thing: keep one of the migrations. IF NOT EXISTS would hide it, and keep a definition that may differ.',
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) =>
        step.effects.fails.flatMap(({ cause, sqlstate }) =>
          cause.what === 'duplicate-object'
            ? context.finding(
                'duplicate',
                { objectType: cause.objectType, name: cause.name, sqlstate },
                { at: step.operation.span, harms: ['fails'], certainty: 'certain' },
              )
            : [],
        ),
      );
    },
  },
});
