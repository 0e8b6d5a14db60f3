import { defineRule, label } from '../src/rule/index.ts';

export const missingLockTimeout = defineRule({
  id: 'missing-lock-timeout',
  meta: {
    summary: 'No lock_timeout: a migration that waits for a lock makes every later query of the table wait too',
    harms: [],
    severity: 'info',
    preset: 'recommended',
  },
  messages: {
    missing: (data: { readonly table: string }) => ({
      what: `No lock_timeout is set: while this waits for its lock on ${label(data.table)}, everybody else waits behind it.`,
      why: 'A lock that cannot be had at once (a long report, a forgotten transaction) is waited for without end, and every later query of the table queues up behind the waiting statement, although it has not begun. Said once for the newest migration.',
      todo: "Add `options=-c%20lock_timeout=5s` to the connection URL of the deploy, set it for the role, or `SET lock_timeout = '5s';` at the head of the file. When it gives up, deploy again. If it is set elsewhere, say `lockTimeout: 'set elsewhere'` in the configuration.",
    }),
  },
  on: {
    endOfMigration(view, context) {
      if (context.schema?.setsLockTimeout) return null;
      if (context.history.position !== context.history.migrations.length - 1) return null;
      const first = view.steps.find((step) => step.effects.locks.some((lock) => lock.on === 'table' && lock.existing && lock.mode === 'ACCESS EXCLUSIVE'));
      const lock = first?.effects.locks.find((candidate) => candidate.on === 'table' && candidate.existing && candidate.mode === 'ACCESS EXCLUSIVE');
      if (!first || !lock) return null;
      const set = view.steps.some(
        (step) => step.operation.kind === 'setVariable' && step.operation.name === 'lock_timeout' && view.steps.indexOf(step) < view.steps.indexOf(first),
      );
      return set ? null : context.finding('missing', { table: lock.table }, { at: first.operation.span, certainty: 'certain', subject: { table: lock.table } });
    },
  },
});
