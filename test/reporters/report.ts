import { type Diagnostic, lineStarts, positionAt, type Report } from '../../src/core/index.ts';

export const SQL = `-- AlterTable
ALTER TABLE "User" ADD COLUMN     "email" TEXT NOT NULL;

-- CreateTable
CREATE TABLE "Post" (
    "id" SERIAL NOT NULL,
    "title" TEXT,
    "body" TEXT,
    "draft" BOOLEAN,
    "views" INTEGER,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);
`;

export const FILE = 'prisma/migrations/20250105_x/migration.sql';

/** A finding that underlines `what`, a part of `text`. */
export function finding(what: string, changes: Partial<Diagnostic> = {}, text = SQL): Diagnostic {
  const start = text.indexOf(what);
  const starts = lineStarts(text);
  return {
    rule: 'required-column-without-default',
    messageId: 'fails',
    harms: ['fails', 'breaks'],
    severity: 'error',
    message: 'User.email is required & has no default.',
    why: 'It fails with 23502, "not null".',
    todo: 'Give it a default:\n    -- migration: add_email\n    ALTER TABLE "User" ADD COLUMN "email" TEXT NOT NULL DEFAULT \'\';\nOr do it in steps.',
    file: FILE,
    migration: '20250105_x',
    statement: 0,
    start: positionAt(starts, start),
    end: positionAt(starts, start + what.length),
    operation: 'addColumn',
    table: 'public.User',
    column: 'email',
    certainty: 'certain',
    evidence: { columns: ['email'] },
    fixes: [],
    docs: 'rules/required-column-without-default.md',
    fingerprint: 'f1',
    ...changes,
  };
}

export function reportOf(diagnostics: readonly Diagnostic[], changes: Partial<Report> = {}, text = SQL): Report {
  const count = (severity: Diagnostic['severity']): number => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    tool: { name: 'prisma-migration-lint', version: '1.2.3' },
    summary: {
      migrations: 7,
      reported: 2,
      statements: 12,
      opaque: 0,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      suppressed: 0,
      durationMs: 34,
    },
    projects: [
      {
        root: '.',
        provider: 'postgresql',
        prismaVersion: '6.16.1',
        runner: 'prisma-one-transaction',
        runnerBecause: 'prisma 6.16.1 (package-lock.json)',
        postgresVersion: 17,
        migrationsDir: 'prisma/migrations',
        schema: 'prisma/schema.prisma',
      },
    ],
    diagnostics,
    suppressed: [],
    notes: [],
    source: (path) => (path === FILE ? { path, text } : undefined),
    ...changes,
  };
}
