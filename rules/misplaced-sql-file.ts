import { defineRule, WHOLE_FILE } from '../src/rule/index.ts';

export const misplacedSqlFile = defineRule({
  id: 'misplaced-sql-file',
  meta: {
    summary: 'SQL among the migrations that Prisma never runs, because it is no <folder>/migration.sql',
    harms: [],
    severity: 'warning',
    preset: 'recommended',
    aboutFiles: true,
  },
  messages: {
    stray: ({ name }: { readonly name: string }) => ({
      what: `Prisma never runs ${name}.`,
      why: 'It reads the file migration.sql of each folder that lies directly among the migrations, and nothing else. There is no message about other files.',
      todo: 'If it is a migration, give it a folder: <timestamp>_<name>/migration.sql. If it is not, keep it elsewhere.',
    }),
  },
  on: {
    endOfMigration({ entry }, { finding }) {
      return entry?.is === 'stray file' ? finding('stray', { name: entry.name }, { at: WHOLE_FILE, certainty: 'certain' }) : null;
    },
  },
});
