import { defineRule, type Step } from '../src/rule/index.ts';

export const openTransaction = defineRule({
  id: 'open-transaction',
  meta: { summary: 'BEGIN without COMMIT: what follows is undone when the connection closes', harms: ['fails'], severity: 'error', preset: 'recommended' },
  messages: {
    open: ({ prisma }: { readonly prisma: boolean }) => ({
      what: 'Nothing ends the transaction that begins here.',
      why: prisma
        ? 'Prisma does not end it either: it notes the migration as applied inside of it, and closes the connection, which undoes all of that, later migrations of the same deploy included. Nothing is there, the migration counts as failed, and later deploys stop (P3009).'
        : 'When the connection closes, PostgreSQL undoes everything since BEGIN.',
      todo: 'Add COMMIT at the end, or leave BEGIN out.',
    }),
  },
  on: {
    endOfMigration(view, { finding, runner }) {
      const open = openAtTheEnd(view.steps);
      return open ? finding('open', { prisma: runner.name !== 'generic' }, { at: open.operation.span, harms: ['fails'], certainty: 'certain' }) : null;
    },
  },
});

/** The BEGIN (or AND CHAIN) that no COMMIT or ROLLBACK follows. */
function openAtTheEnd(steps: readonly Step[]): Step | null {
  let open: Step | null = null;
  for (const step of steps) {
    const { operation } = step;
    if (operation.kind !== 'transaction') continue;
    if (operation.action === 'begin') open ??= step;
    else if (operation.action === 'commit' || operation.action === 'rollback') open = operation.chain ? step : null;
  }
  return open;
}
