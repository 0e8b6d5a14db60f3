import { defineRule, WHOLE_FILE } from '../src/rule/index.ts';

export const mixedLineEnds = defineRule({
  id: 'mixed-line-ends',
  meta: { summary: 'A file with both LF and CRLF, whose hash changes when Git changes the line ends', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    mixed: () => ({
      what: 'Some lines of this file end with LF, some with CRLF.',
      why: 'Prisma knows an applied migration again with all ends LF or all CRLF, not with a mixture: as soon as Git or an editor makes them alike, `migrate dev` says "was modified after it was applied".',
      todo: 'Before the migration is applied anywhere, save the file with LF only; `*.sql text eol=lf` in .gitattributes keeps it so.',
    }),
  },
  on: {
    endOfMigration: (view, { finding }) => (view.lineEnds === 'mixed' ? finding('mixed', {}, { at: WHOLE_FILE, certainty: 'certain' }) : null),
  },
});
