import { columnLabel, defineRule, label } from '../src/rule/index.ts';

export const foreignKeyMismatch = defineRule({
  id: 'foreign-key-mismatch',
  meta: { summary: 'A foreign key whose column types differ, or whose target is not unique', harms: ['fails'], severity: 'error', preset: 'recommended' },
  messages: {
    types: (data: { readonly table: string; readonly columns: readonly string[]; readonly referenced: string }) => ({
      what: `${columnLabel(data.table, data.columns.join(', '))} and the column of ${label(data.referenced)} that it references have types that PostgreSQL cannot compare.`,
      why: 'The statement fails with 42804, on an empty database too.',
      todo: 'Give both columns the same type (in schema.prisma: the same `@db.` attribute on both fields).',
    }),
    target: (data: { readonly table: string; readonly columns: readonly string[] }) => ({
      what: `No unique index covers ${columnLabel(data.table, data.columns.join(', '))}, so it cannot be referenced.`,
      why: 'The statement fails with 42830, on an empty database too.',
      todo: 'Reference the primary key or a unique field (`@unique`, `@@unique`), or make the referenced columns unique first.',
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        return step.effects.fails.flatMap(({ cause, when }) => {
          const details = {
            at: step.operation.span,
            harms: ['fails' as const],
            certainty: when === 'always' ? ('certain' as const) : ('depends-on-data' as const),
          };
          if (cause.what === 'type-mismatch') return context.finding('types', cause, { ...details, subject: { table: cause.table } });
          if (cause.what === 'no-unique-target') return context.finding('target', cause, { ...details, subject: { table: cause.table } });
          return [];
        });
      });
    },
  },
});
