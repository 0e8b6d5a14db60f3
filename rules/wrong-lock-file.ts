import { defineRule, WHOLE_FILE } from '../src/rule/index.ts';

export const wrongLockFile = defineRule({
  id: 'wrong-lock-file',
  meta: {
    summary: 'migration_lock.toml names another database than schema.prisma',
    harms: ['fails'],
    severity: 'error',
    preset: 'recommended',
    aboutFiles: true,
  },
  messages: {
    other: ({ provider, schemaProvider }: { readonly provider: string; readonly schemaProvider: string }) => ({
      what: `migration_lock.toml says ${provider}, schema.prisma says ${schemaProvider}.`,
      why: 'Prisma compares the two before it does anything, and stops: P3019. Migrations are written for one kind of database and do not run on another.',
      todo: `If the project has moved to ${schemaProvider}, start a new history: put the old migrations away, and create the first one of the new database (\`prisma migrate diff --from-empty\`). Otherwise mend the provider in the schema.`,
    }),
  },
  on: {
    endOfMigration({ entry }, { finding }) {
      if (entry?.is !== 'lock file') return null;
      const { provider, schemaProvider } = entry;
      return provider === null || schemaProvider === null
        ? null
        : finding('other', { provider, schemaProvider }, { at: WHOLE_FILE, harms: ['fails'], certainty: 'certain' });
    },
  },
});
