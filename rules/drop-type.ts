import { defineRule, harmsOf, keyOf, label } from '../src/rule/index.ts';

export const dropType = defineRule({
  id: 'drop-type',
  meta: { summary: 'A type is dropped that the deployed client names in its queries', harms: ['breaks'], severity: 'info', preset: 'recommended' },
  messages: {
    drops: (data: { readonly type: string }) => ({
      what: `Dropping the type ${label(data.type)} breaks statements of the running release that cast to it.`,
      why: 'Prisma Client names the type in its casts; INSERTs and filters that use it fail with 42704 until the new release has replaced it.',
      todo: 'Release code that no longer uses the enum first, and drop the type in a later release. A type that nobody uses costs nothing.',
    }),
  },
  // The columns that had the type until now changed in this very migration, and their own findings say what breaks.
  on: {
    dropType(operation, context) {
      if (!harmsOf([context.step]).includes('breaks') || context.effects.loses.some((loss) => loss.how === 'cascaded')) return null;
      return context.finding('drops', { type: keyOf(context.before, operation.type) }, { harms: ['breaks'] });
    },
  },
});
