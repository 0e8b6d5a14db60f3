import { defineRule } from '../src/rule/index.ts';

export const unsupportedByServer = defineRule({
  id: 'unsupported-by-server',
  meta: {
    summary: 'Syntax or behaviour that the configured PostgreSQL does not have, or that PostgreSQL never allows',
    harms: ['fails'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    newer: (data: { readonly feature: string; readonly since: number | null; readonly version: number; readonly sqlstate: string }) => ({
      what: `${data.feature} is not supported by PostgreSQL ${data.version}.`,
      why: `The statement fails with ${data.sqlstate}, on an empty database too.${data.since === null ? '' : ` It needs PostgreSQL ${data.since} or later.`}`,
      todo:
        data.since === null
          ? 'Write it another way.'
          : `If production runs a newer server, say so: \`postgresVersion: ${data.since}\` in the configuration or \`--postgres-version ${data.since}\`.`,
    }),
    refused: (data: { readonly reason: string; readonly sqlstate: string }) => ({
      what: `PostgreSQL refuses this: ${data.reason}.`,
      why: `The statement fails with ${data.sqlstate}, whatever the rows are.`,
      todo: 'Write it another way.',
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) =>
        step.effects.fails.flatMap(({ cause, sqlstate, when }) => {
          const details = {
            at: step.operation.span,
            harms: ['fails' as const],
            certainty: when === 'always' ? ('certain' as const) : ('depends-on-data' as const),
          };
          if (cause.what === 'not-supported')
            return context.finding('newer', { feature: cause.feature, since: cause.since, version: context.server.version, sqlstate }, details);
          return cause.what === 'not-allowed' && when === 'always' ? context.finding('refused', { reason: cause.reason, sqlstate }, details) : [];
        }),
      );
    },
  },
});
