import { defineRule, setLocal, sql } from '../src/rule/index.ts';

export const setLeaksIntoLaterMigrations = defineRule({
  id: 'set-leaks-into-later-migrations',
  meta: { summary: 'SET without RESET stays in force for the later migrations of the same deploy', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    leaks: (data: { readonly name: string; readonly value: string; readonly local: boolean }) => ({
      what: `SET ${data.name} stays in force after this file.`,
      why: 'Prisma applies all pending migrations over one connection, so the setting holds for every later migration of the same deploy, and for none that is deployed on another day.',
      todo: [
        data.local ? 'Here SET LOCAL does what is meant, and ends with the file:' : 'Take it back at the end of the file:',
        data.local ? sql(`SET LOCAL ${data.name} = '${data.value}';`) : sql(`RESET ${data.name};`),
      ].join('\n'),
    }),
  },
  on: {
    endOfMigration(view, context) {
      // How long the connection of another runner lasts is not known.
      if (context.runner.name === 'generic') return null;
      const settings = view.steps.flatMap((step) =>
        step.operation.kind === 'setVariable' && !step.operation.local && step.operation.value !== null ? [{ step, operation: step.operation }] : [],
      );
      return settings.flatMap(({ step, operation }) => {
        const later = view.steps.slice(view.steps.indexOf(step) + 1);
        const undone = later.some(({ operation: other }) => other.kind === 'setVariable' && !other.local && (other.all || other.name === operation.name));
        if (undone) return [];
        const local = context.runner.name === 'prisma-one-transaction' && view.statements.length > 1;
        const data = { name: operation.name, value: operation.value ?? '', local };
        return context.finding('leaks', data, { at: operation.span, certainty: 'certain', fixes: local ? setLocal(operation, context) : [] });
      });
    },
  },
});
