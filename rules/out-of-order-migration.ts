import { count, defineRule, WHOLE_FILE } from '../src/rule/index.ts';

interface Late {
  readonly later: string;
  readonly amount: number;
  readonly where: string;
}

export const outOfOrderMigration = defineRule({
  id: 'out-of-order-migration',
  meta: {
    summary: 'A new migration that sorts before one that is applied already, or on the base branch',
    harms: [],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    late: ({ later, amount, where }: Late) => ({
      what: `This migration is new, but sorts before ${count(amount, 'migration')} on ${where} (the last of them is ${later}).`,
      why: 'Prisma runs what is not applied yet, in the order of the names, and says nothing: a database that is up to date gets this one last, a new one gets it in the middle. Where the two touch the same things, they end up different, or one of them fails.',
      todo: `Give the folder a timestamp after ${later}, before it is applied anywhere, and run the migrations on an empty database once more.`,
    }),
  },
  on: {
    endOfMigration(view, { history, finding }) {
      const { settled, migrations, position } = history;
      if (settled === null || view.entry !== null || settled.names.includes(view.name)) return null;
      const after = migrations.slice(position + 1).filter((name) => settled.names.includes(name));
      const later = after.at(-1);
      return later === undefined ? null : finding('late', { later, amount: after.length, where: settled.where }, { at: WHOLE_FILE, certainty: 'certain' });
    },
  },
});
