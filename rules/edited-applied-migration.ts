import { defineRule, type Edited, listOf, WHOLE_FILE } from '../src/rule/index.ts';

interface Renamed {
  readonly from: string;
  readonly to: string;
  readonly base: string;
}

export const editedAppliedMigration = defineRule({
  id: 'edited-applied-migration',
  meta: {
    summary: 'A migration that is applied (or on the base branch) was changed, renamed or deleted',
    harms: ['fails'],
    severity: 'error',
    preset: 'recommended',
    aboutFiles: true,
  },
  messages: {
    edited: ({ from, restore }: Edited) => ({
      what: `This migration is on ${from} already, and is not what it was there.`,
      why: AFTER_A_CHANGE,
      todo: todo(restore === null ? 'Bring its old text back' : `Bring its old text back (\`${restore}\`)`),
    }),
    checksum: ({ from }: Edited) => ({
      what: `This migration is applied to ${from}, and is not what was applied: its SHA-256 is another.`,
      why: AFTER_A_CHANGE,
      todo: todo('Bring its old text back from version control'),
    }),
    renamed: ({ from, to, base }: Renamed) => ({
      what: `The migration ${from} of ${base} is called ${to} now.`,
      why: 'Prisma knows migrations by their folder. Where the old one is applied, `migrate deploy` runs the new one as if it had never been run: it fails (42P07 and the like), or does everything twice. `migrate dev` misses the old one and wants to reset the database.',
      todo: 'Give the folder its old name back. If it is not applied anywhere, say so with `suppress` in the configuration.',
    }),
    deleted: ({ names, base }: { readonly names: readonly string[]; readonly base: string }) => ({
      what:
        names.length === 1
          ? `The migration ${names[0] ?? ''} of ${base} is gone.`
          : `${names.length} migrations of ${base} are gone: ${listOf(names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names)}.`,
      why: '`migrate deploy` does not miss it, but what it did stays in every database that has it, and is never done in a new one. `migrate dev` says that a migration was "applied to the database but missing from the local migrations directory" and wants to reset the database.',
      todo: 'Bring it back, and undo what it did in a new migration. To replace old migrations by one on purpose, follow Prisma\'s "squashing migrations" (`migrate resolve --applied`), and say so with `suppress` in the configuration.',
    }),
  },
  on: {
    endOfMigration({ edited, entry }, { finding }) {
      const details = { at: WHOLE_FILE, harms: ['fails' as const], certainty: 'certain' as const };
      if (edited) return finding(edited.known === 'base' ? 'edited' : 'checksum', edited, details);
      if (entry?.is === 'renamed migration') return finding('renamed', entry, details);
      return entry?.is === 'deleted migrations' ? finding('deleted', entry, details) : null;
    },
  },
});

const AFTER_A_CHANGE =
  'Prisma notes the SHA-256 of each migration that it applies, comments included. `migrate deploy` neither compares it nor runs the change: databases that have the migration stay as they are, and new ones become different. `migrate dev` says "was modified after it was applied" and wants to reset the database.';

const todo = (first: string): string =>
  `${first}, and put the change into a new migration. If it is not applied anywhere, say so with \`suppress\` in the configuration; a comment in the file would be one more change.`;
