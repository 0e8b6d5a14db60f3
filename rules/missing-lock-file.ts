import { defineRule, WHOLE_FILE } from '../src/rule/index.ts';

export const missingLockFile = defineRule({
  id: 'missing-lock-file',
  meta: { summary: 'There is no migration_lock.toml beside the migrations', harms: [], severity: 'info', preset: 'strict', aboutFiles: true },
  messages: {
    missing: () => ({
      what: 'There is no migration_lock.toml beside the migrations.',
      why: 'Prisma writes it with the first migration. Without it Prisma does not notice migrations that were written for another kind of database.',
      todo: 'Commit the file, with one line: provider = "postgresql".',
    }),
  },
  on: {
    endOfMigration: ({ entry }, { finding }) =>
      entry?.is === 'lock file' && entry.provider === null ? finding('missing', {}, { at: WHOLE_FILE, certainty: 'certain' }) : null,
  },
});
