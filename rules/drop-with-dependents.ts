import { defineRule, listOf, unqualified } from '../src/rule/index.ts';

export const dropWithDependents = defineRule({
  id: 'drop-with-dependents',
  meta: { summary: 'Something is dropped or changed that other objects depend on', harms: ['fails'], severity: 'error', preset: 'recommended' },
  messages: {
    depends: (data: { readonly object: string; readonly dependents: readonly string[]; readonly sqlstate: string }) => ({
      what: `${listOf(data.dependents.map(unqualified))} ${data.dependents.length === 1 ? 'depends' : 'depend'} on ${unqualified(data.object)}, so PostgreSQL refuses this.`,
      why: `The statement fails with ${data.sqlstate}, on an empty database too.`,
      todo: 'Drop what depends on it first, in the same migration, and create it again afterwards if it is still wanted. CASCADE would take it along without a word.',
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) =>
        step.effects.fails.flatMap(({ cause, sqlstate }) =>
          cause.what === 'dependent-objects'
            ? context.finding(
                'depends',
                { object: cause.object, dependents: cause.dependents, sqlstate },
                { at: step.operation.span, harms: ['fails'], certainty: 'certain' },
              )
            : [],
        ),
      );
    },
  },
});
