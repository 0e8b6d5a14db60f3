import { defineRule, label, listOf } from '../src/rule/index.ts';

export const severalTablesLocked = defineRule({
  id: 'several-tables-locked',
  meta: { summary: 'One transaction locks several tables that are in use, until its end', harms: [], severity: 'info', preset: 'strict' },
  messages: {
    locks: (data: { readonly tables: readonly string[] }) => ({
      what: `This transaction keeps ${data.tables.length} tables locked until its end: ${listOf(data.tables.slice(0, 6).map(label))}${data.tables.length > 6 ? ' …' : ''}.`,
      why: 'Queries that take the same tables in another order can deadlock with it, and each lock that is waited for makes the ones already held last longer.',
      todo: 'Change one busy table per migration: each is a transaction of its own, and its lock is gone when it ends.',
    }),
  },
  on: {
    endOfMigration(view, context) {
      const byTransaction = new Map<number, Map<string, number>>();
      for (const step of view.steps) {
        for (const lock of step.effects.locks) {
          if (lock.on !== 'table' || !lock.existing || lock.mode !== 'ACCESS EXCLUSIVE') continue;
          const tables = byTransaction.get(step.transaction.id) ?? new Map<string, number>();
          if (!tables.has(lock.table)) tables.set(lock.table, view.steps.indexOf(step));
          byTransaction.set(step.transaction.id, tables);
        }
      }
      return [...byTransaction.values()].flatMap((tables) => {
        if (tables.size < 3) return [];
        const last = view.steps[Math.max(...tables.values())];
        return last ? context.finding('locks', { tables: [...tables.keys()] }, { at: last.operation.span, certainty: 'certain' }) : [];
      });
    },
  },
});
