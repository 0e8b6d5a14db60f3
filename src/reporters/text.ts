import type { Diagnostic, Report, RunnerName, Summary } from '../core/index.ts';

/** Breaks prose at blanks so that no line is longer than `width`, where words allow it; every line gets the indent. */
export function wrap(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(indent + line);
  return lines;
}

/** `1 error`, `2 errors`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `834 ms`, `2.4 s`. */
export const duration = (milliseconds: number): string => (milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`);

/** The line that closes a report: how bad, over what. */
export function verdictOf(summary: { readonly errors: number; readonly warnings: number; readonly infos: number; readonly suppressed: number }): string {
  const parts = [
    summary.errors > 0 ? plural(summary.errors, 'error') : '',
    summary.warnings > 0 ? plural(summary.warnings, 'warning') : '',
    summary.infos > 0 ? plural(summary.infos, 'info') : '',
  ].filter((part) => part !== '');
  const found = parts.length === 0 ? 'nothing found' : parts.join(', ');
  return summary.suppressed > 0 ? `${found} (${summary.suppressed} suppressed)` : found;
}

/** Findings by file, in their order. */
export function byFile(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const files = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const found = files.get(diagnostic.file);
    if (found) found.push(diagnostic);
    else files.set(diagnostic.file, [diagnostic]);
  }
  return files;
}

const RUNS: Readonly<Record<RunnerName, string>> = {
  'prisma-one-transaction': 'a migration is one transaction',
  'prisma-per-statement': 'each statement is a transaction of its own',
  generic: 'each statement is a transaction of its own',
};

/** How the migrations are run, and by which server: what findings depend on, a line for each way. */
export const runsOf = ({ projects }: Pick<Report, 'projects'>): readonly string[] => [
  ...new Set(projects.map(({ runner, runnerBecause, postgresVersion }) => `${runnerBecause}: ${RUNS[runner]}; PostgreSQL ${postgresVersion}`)),
];

/** There are migrations, none of which is to be reported on, and nothing is found about the project as a whole. */
export const isWithoutNews = ({ migrations, reported, errors, warnings, infos }: Summary): boolean =>
  migrations > 0 && reported === 0 && errors + warnings + infos === 0;
