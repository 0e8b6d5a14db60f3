import { defineRule, listOf, WHOLE_FILE } from '../src/rule/index.ts';

export const missingMigrationFile = defineRule({
  id: 'missing-migration-file',
  meta: {
    summary: 'A folder among the migrations without a migration.sql: Prisma stops there',
    harms: ['fails'],
    severity: 'error',
    preset: 'recommended',
    aboutFiles: true,
  },
  messages: {
    missing: ({ name }: { readonly name: string }) => ({
      what: `${name} has no migration.sql.`,
      why: WHY,
      todo: 'Delete the folder, or bring its migration.sql back. Git keeps no empty folders, so it may be there on your machine only.',
    }),
    elsewhere: ({ name, holds }: { readonly name: string; readonly holds: readonly string[] }) => ({
      what: `${name} has no migration.sql; its SQL is in ${listOf(holds.length > 3 ? [...holds.slice(0, 2), `${holds.length - 2} more files`] : holds)}.`,
      why: `${WHY} Only <migration>/migration.sql is read, neither other names nor deeper folders.`,
      todo: 'Call the file migration.sql, and put it directly into a folder of its own among the others.',
    }),
  },
  on: {
    endOfMigration({ name, entry }, { finding }) {
      if (entry?.is !== 'folder without migration.sql') return null;
      const { holds } = entry;
      const details = { at: WHOLE_FILE, harms: ['fails' as const], certainty: 'certain' as const };
      return holds.length === 0 ? finding('missing', { name }, details) : finding('elsewhere', { name, holds }, details);
    },
  },
});

const WHY = 'Prisma takes every folder for a migration and stops at one without the file: P3015, "Could not find the migration file". Nothing is applied.';
