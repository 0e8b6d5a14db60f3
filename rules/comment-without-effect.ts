import { defineRule, removal, type SqlComment } from '../src/rule/index.ts';

export const commentWithoutEffect = defineRule({
  id: 'comment-without-effect',
  meta: {
    summary: 'A comment that looks like an instruction and is none, for Prisma or for this linter',
    harms: [],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    prisma: (data: { readonly comment: string }) => ({
      what: `"${data.comment}" changes nothing: Prisma reads no instruction from comments.`,
      why: 'How a file is executed depends on the version of Prisma and on the statements in it. Up to 7.3 a file of several statements is one transaction; from 7.4 on each statement is sent alone, if Prisma can split the file.',
      todo: 'Take the comment out of a migration that is not applied yet. A statement that must not run in a transaction gets a file of its own.',
    }),
    foreign: (data: { readonly comment: string; readonly tool: string }) => ({
      what: `"${data.comment}" is an instruction for ${data.tool}, not for this linter.`,
      why: 'Findings are suppressed here by a comment with a reason.',
      todo: 'Write `-- migration-lint-disable-next-statement <rule> -- <reason>` if the finding is meant to be silent here too.',
    }),
  },
  on: {
    endOfMigration(view, context) {
      return view.comments.flatMap((comment) => {
        const text = firstLine(comment);
        const details = { at: comment.span, certainty: 'certain' as const };
        if (FOR_PRISMA.test(text))
          return context.finding('prisma', { comment: text }, { ...details, fixes: removal('Take the comment out', [comment.span], view) });
        const tool = FOREIGN.find(([pattern]) => pattern.test(text))?.[1];
        return tool === undefined ? [] : context.finding('foreign', { comment: text, tool }, { ...details, severity: 'info' });
      });
    },
  },
});

const FOR_PRISMA = /^(prisma_migrate\s*:|prisma-migrate-disable|(prisma\s*:\s*)?(no|non|disable)[-_ ]?transaction(al)?\b|atlas:txmode)/i;
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/^squawk-ignore/i, 'squawk'],
  [/^pgfence-ignore/i, 'pgfence'],
  [/^eugene:/i, 'eugene'],
  [/^psm-disable/i, 'prisma-strong-migrations'],
  [/^prisma-strong-migrations-/i, 'prisma-strong-migrations'],
  [/^migrationpilot-disable/i, 'migrationpilot'],
  [/^pgm-lint:/i, 'pg-migration-lint'],
  [/^pgls-ignore/i, 'Postgres Language Server'],
];

const firstLine = (comment: SqlComment): string => comment.text.split(/\r?\n/)[0]?.trim() ?? '';
