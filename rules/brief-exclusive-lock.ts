import { defineRule, label, listOf } from '../src/rule/index.ts';

export const briefExclusiveLock = defineRule({
  id: 'brief-exclusive-lock',
  meta: { summary: 'A short ACCESS EXCLUSIVE lock on a table that the statement does not name', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    locks: (data: { readonly tables: readonly string[] }) => ({
      what: `This also locks ${listOf(data.tables.map(label))} exclusively, for a moment.`,
      why: 'Dropping a foreign key, an index or a trigger takes ACCESS EXCLUSIVE on the table at the other end too. It is instant, unless a long query is in front: then every query that comes after it waits in the queue.',
      todo: "With a lock_timeout it gives up instead of making everybody wait; deploy again when it does: `SET lock_timeout = '5s';` in the file, or `options=-c lock_timeout=5s` in the connection URL.",
    }),
  },
  on: {
    statement(steps, context) {
      const drops = steps.filter(
        ({ operation }) =>
          operation.kind === 'dropConstraint' || operation.kind === 'dropIndex' || operation.kind === 'dropTable' || operation.kind === 'dropColumn',
      );
      if (drops.length === 0) return null;
      const named = new Set(steps.flatMap(({ operation }) => ('table' in operation && operation.table ? [operation.table.name] : [])));
      const others = drops.flatMap((step) =>
        step.effects.locks.filter(
          (lock) => lock.on === 'table' && lock.existing && lock.mode === 'ACCESS EXCLUSIVE' && !named.has(lock.table.replace(/^[^.]*\./, '')),
        ),
      );
      const tables = [...new Set(others.map((lock) => lock.table))];
      return tables.length === 0 || drops[0]?.operation.kind === 'dropIndex'
        ? null
        : context.finding('locks', { tables }, { certainty: 'certain', evidence: { tables } });
    },
  },
});
