import { defineRule, sql } from '../src/rule/index.ts';

export const setLocalWithoutEffect = defineRule({
  id: 'set-local-without-effect',
  meta: { summary: 'SET LOCAL outside of a transaction: PostgreSQL warns, and nothing is set', harms: [], severity: 'warning', preset: 'recommended' },
  messages: {
    noEffect: (data: { readonly name: string; readonly value: string | null; readonly prisma: boolean }) => ({
      what: `SET LOCAL ${data.name} has no effect here.`,
      why: `Each statement is a transaction of its own, so PostgreSQL warns (25P01), and nothing is set for the next one.${data.prisma ? ' Up to Prisma 7.3 the same file was one transaction, and it worked.' : ''}`,
      todo: [
        `Set it for the session, and take it back at the end, because it would stay for all later migrations of the run:`,
        sql(`SET ${data.name} = '${data.value ?? ''}';`, '-- …', `RESET ${data.name};`),
      ].join('\n'),
    }),
  },
  on: {
    setVariable(operation, context) {
      if (!operation.local || context.step.transaction.explicit || context.step.transaction.block) return null;
      return context.finding(
        'noEffect',
        { name: operation.name, value: operation.value, prisma: context.runner.name === 'prisma-per-statement' },
        { certainty: 'certain' },
      );
    },
  },
});
