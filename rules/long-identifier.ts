import { defineRule } from '../src/rule/index.ts';

export const longIdentifier = defineRule({
  id: 'long-identifier',
  meta: { summary: 'A name of more than 63 bytes: PostgreSQL cuts it off', harms: ['fails'], severity: 'info', preset: 'recommended' },
  messages: {
    long: (data: { readonly name: string }) => ({
      what: `${data.name} is longer than 63 bytes and is cut off.`,
      why: 'PostgreSQL keeps the first 63 bytes and says so in a NOTICE only. Two names that differ after that collide, and Prisma, which knows the full name, sees drift.',
      todo: 'Choose a shorter name (`map:` in schema.prisma).',
    }),
  },
  on: {
    endOfMigration: (view, context) => view.longIdentifiers.map(({ name, span }) => context.finding('long', { name }, { at: span, certainty: 'certain' })),
  },
});
