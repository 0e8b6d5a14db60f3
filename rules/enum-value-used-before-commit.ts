import { defineRule, label, migration, quoteIdentifier, quoteLiteral, type RelationKey, slug, transactionReason } from '../src/rule/index.ts';

export const enumValueUsedBeforeCommit = defineRule({
  id: 'enum-value-used-before-commit',
  meta: { summary: 'A new enum value is used in the transaction that adds it', harms: ['fails'], severity: 'error', preset: 'recommended' },
  messages: {
    uses: (data: { readonly type: RelationKey; readonly value: string; readonly because: string }) => ({
      what: `${quoteLiteral(data.value)} was added to ${label(data.type)} in this transaction and cannot be used before it is committed.`,
      why: `PostgreSQL refuses with 55P04 (unsafe use of new value), on an empty database too. ${data.because}`,
      todo: [
        'Add the value in a migration of its own, and use it in the next one:',
        migration(
          slug('add', label(data.type), data.value),
          `ALTER TYPE ${label(data.type).split('.').map(quoteIdentifier).join('.')} ADD VALUE ${quoteLiteral(data.value)};`,
        ),
      ].join('\n'),
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) =>
        step.effects.fails.flatMap(({ cause }) =>
          cause.what === 'enum-value-uncommitted'
            ? context.finding(
                'uses',
                { type: cause.type, value: cause.value, because: transactionReason(step, context) },
                { at: step.operation.span, harms: ['fails'], certainty: 'certain' },
              )
            : [],
        ),
      );
    },
  },
});
