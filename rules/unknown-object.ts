import { defineRule, unqualified } from '../src/rule/index.ts';

export const unknownObject = defineRule({
  id: 'unknown-object',
  meta: { summary: 'A statement names an object that no earlier migration has created', harms: ['fails'], severity: 'error', preset: 'recommended' },
  messages: {
    missing: (data: { readonly objectType: string; readonly name: string; readonly sqlstate: string }) => ({
      what: `There is no ${data.objectType} ${unqualified(data.name)} at this point of the history.`,
      why: `On a database that these migrations alone have built, the statement fails with ${data.sqlstate}: in the shadow database of \`migrate dev\`, in a new environment, perhaps in production.`,
      todo: 'If the name is misspelt or the order is wrong, mend it. If the object was made by hand or by `db push`, create it in a migration before this one (IF NOT EXISTS), and mark that as applied where it exists.',
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) =>
        step.effects.fails.flatMap(({ cause, sqlstate }) =>
          cause.what === 'missing-object'
            ? context.finding(
                'missing',
                { objectType: cause.objectType, name: cause.name, sqlstate },
                { at: step.operation.span, harms: ['fails'], certainty: 'certain' },
              )
            : [],
        ),
      );
    },
  },
});
