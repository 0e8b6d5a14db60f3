import { defineRule, WHOLE_FILE } from '../src/rule/index.ts';

interface Pair {
  readonly name: string;
  readonly before: string;
}

export const ambiguousMigrationOrder = defineRule({
  id: 'ambiguous-migration-order',
  meta: { summary: 'Names that do not say clearly in which order the migrations run', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    sameTime: ({ name, before }: Pair) => ({
      what: `${name} has the same timestamp as ${before}, which runs before it.`,
      why: 'What comes first is decided by the rest of the name. If this one is applied somewhere before the other is merged, the two run in different orders.',
      todo: 'Give this one a later timestamp, before it is applied anywhere.',
    }),
    sameName: ({ name, before }: Pair) => ({
      what: `${name} differs from ${before} in upper and lower case only.`,
      why: 'Both are migrations to Prisma; on file systems of macOS and Windows they are one folder.',
      todo: 'Rename one of them, before it is applied anywhere.',
    }),
    unlikeNumbers: ({ name, before }: Pair) => ({
      what: `${name} runs after ${before}, although its number is smaller.`,
      why: 'Prisma sorts names as text: 10_x comes before 2_x. It also sorts as people do ("20240101_a" before "20240101000000_b"), not by bytes as `ls` in scripts may.',
      todo: 'Use timestamps of one length (YYYYMMDDHHMMSS), as Prisma does.',
    }),
  },
  on: {
    endOfMigration(view, { finding, history }) {
      const before = history.migrations[history.position - 1];
      if (view.entry !== null || before === undefined) return null;
      const pair = { name: view.name, before };
      const details = { at: WHOLE_FILE, certainty: 'certain' as const };
      if (view.name.toLowerCase() === before.toLowerCase()) return finding('sameName', pair, { ...details, severity: 'warning' });
      const [own, other] = [numberOf(view.name), numberOf(before)];
      if (own === null || other === null) return null;
      // Days are often the same; only times that are written to the minute are meant to differ.
      if (own.text === other.text && own.text.length >= 12) return finding('sameTime', pair, details);
      return own.moment < other.moment ? finding('unlikeNumbers', pair, { ...details, severity: 'warning' }) : null;
    },
  },
});

/** The number that a name begins with. Days and times are compared as moments: `20240101` is midnight. */
function numberOf(name: string): { readonly text: string; readonly moment: bigint } | null {
  const text = /^\d+/.exec(name)?.[0];
  if (text === undefined) return null;
  return { text, moment: BigInt(/^(19|20)\d{6,12}$/.test(text) ? text.padEnd(14, '0') : text) };
}
