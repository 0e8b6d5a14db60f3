import { columnNamed, defineRule, harmsOf, keyOf, label, type QualifiedName, type Step } from '../src/rule/index.ts';

export const dropType = defineRule({
  id: 'drop-type',
  meta: { summary: 'A type is dropped that the deployed client names in its queries', harms: ['breaks'], severity: 'error', preset: 'recommended' },
  messages: {
    drops: (data: { readonly type: string }) => ({
      what: `Dropping the type ${label(data.type)} breaks statements of the running release that cast to it.`,
      why: 'Prisma Client names the type in its casts; INSERTs and filters that use it fail with 42704 until the new release has replaced it.',
      todo: 'Release code that no longer uses the enum first, and drop the type in a later release. A type that nobody uses costs nothing.',
    }),
  },
  on: {
    dropType(operation, context) {
      if (!harmsOf([context.step]).includes('breaks') || context.effects.loses.some((loss) => loss.how === 'cascaded')) return null;
      const type = keyOf(context.before, operation.type);
      const severity = context.migration.steps.some((step) => isConverted(step, operation.type)) ? 'info' : 'error';
      return context.finding('drops', { type }, { harms: ['breaks'], severity });
    },
  },
});

/** A column of the type gets another one that refuses what is cast to the old one, and has a finding that says so. Text refuses nothing. */
function isConverted({ operation, before }: Step, type: QualifiedName): boolean {
  if (operation.kind !== 'alterColumnType' || ['text', 'varchar'].includes(operation.type.name)) return false;
  const column = columnNamed(before.tables.get(keyOf(before, operation.table)), operation.column);
  return column !== null && column.type.dimensions === 0 && keyOf(before, column.type) === keyOf(before, type);
}
