import { defineRule } from '../src/rule/index.ts';

export const unreadableEncoding = defineRule({
  id: 'unreadable-encoding',
  meta: {
    summary: 'A file that PostgreSQL cannot read as it lies there: a byte order mark, UTF-16, or no text at all',
    harms: ['fails'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    mark: () => ({
      what: 'The file begins with a byte order mark, which PostgreSQL takes for SQL.',
      why: 'The migration fails with 42601 (syntax error) at its first character, which no editor shows, and the failed migration blocks every later deploy (P3009).',
      todo: 'Save the file as UTF-8 without a byte order mark.',
    }),
    utf16: () => ({
      what: 'The file is UTF-16, which Prisma cannot read.',
      why: 'Windows PowerShell writes UTF-16 when output is redirected with `>`. Prisma stops at it; here it was read as what it was meant to be.',
      todo: 'Save the file as UTF-8, or let Prisma write it (`prisma migrate diff … --output`).',
    }),
    binary: () => ({
      what: 'The file is not text.',
      why: 'It holds NUL bytes, which no SQL can; the migration fails.',
      todo: 'Restore the file from version control.',
    }),
  },
  on: {
    endOfMigration(view, context) {
      const at = { start: 0, end: Math.min(1, context.migration.statements[0]?.span.end ?? 0) };
      const details = { at, harms: ['fails' as const], certainty: 'certain' as const };
      if (view.encoding === 'utf-8-bom') return context.finding('mark', {}, details);
      if (view.encoding === 'utf-16') return context.finding('utf16', {}, details);
      return view.encoding === 'binary' ? context.finding('binary', {}, details) : null;
    },
  },
});
