import { defineRule, harmsOf, keyOf, label } from '../src/rule/index.ts';

export const renameType = defineRule({
  id: 'rename-type',
  meta: {
    summary: 'An enum type is renamed: the deployed client casts its parameters to the old name',
    harms: ['breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    renames: (data: { readonly from: string; readonly to: string }) => ({
      what: `Renaming the type ${label(data.from)} to ${data.to} breaks the writes of the running release.`,
      why: 'Prisma Client names the type in its casts; INSERTs and filters on columns of that type fail with 42704 (type does not exist) until the new release has replaced it.',
      todo: `If only the enum in the code is to have another name, no SQL is needed: \`@@map("${label(data.from)}")\` in schema.prisma.`,
    }),
  },
  on: {
    renameType(operation, context) {
      if (!harmsOf([context.step]).includes('breaks')) return null;
      return context.finding('renames', { from: keyOf(context.before, operation.type), to: operation.newName }, { harms: ['breaks'] });
    },
  },
});
