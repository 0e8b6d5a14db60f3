import { defineRule, harmsOf, keyOf, label, quoteLiteral } from '../src/rule/index.ts';

export const renameEnumValue = defineRule({
  id: 'rename-enum-value',
  meta: {
    summary: 'An enum value is renamed: the deployed client still writes and expects the old one',
    harms: ['breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    renames: (data: { readonly type: string; readonly from: string; readonly to: string }) => ({
      what: `${quoteLiteral(data.from)} of ${label(data.type)} becomes ${quoteLiteral(data.to)}; the running release knows only the old one.`,
      why: 'Its writes of the old value fail with 22P02, and it throws on every row that it reads with the new one, until the new release has replaced it.',
      todo: 'If only the name in the code is to change, no SQL is needed: `NEW_NAME @map("old")` in the enum of schema.prisma. Otherwise add the new value in one release, move the rows in the next, and leave the old value unused.',
    }),
  },
  on: {
    renameEnumValue(operation, context) {
      if (!harmsOf([context.step]).includes('breaks')) return null;
      return context.finding('renames', { type: keyOf(context.before, operation.type), from: operation.value, to: operation.newValue }, { harms: ['breaks'] });
    },
  },
});
