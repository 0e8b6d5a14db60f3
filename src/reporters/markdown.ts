import { type Diagnostic, HARMS, type Report, SEVERITIES, type Severity, type Summary } from '../core/index.ts';
import { asHtml, code, fenced, plainText, sqlFenced } from './markdown-text.ts';
import type { Reporter } from './reporter.ts';
import { byFile, isWithoutNews, plural, runsOf, verdictOf } from './text.ts';

/** A comment of GitHub holds 65,536 characters; this leaves room for what a bot puts around it. */
const MOST_CHARACTERS = 60_000;
/** Rows of the table; a pull request with more migrations is no pull request. */
const MOST_ROWS = 40;
/** So many errors are shown unfolded. */
const UNFOLDED = 3;

/** The first line, by which a bot finds its comment again. */
const MARKER = '<!-- prisma-migration-lint -->';
const ICONS: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', info: 'ℹ️' };

/**
 * A comment for a pull request: the verdict, a table of the migrations, then each finding to unfold, worst first. What does not
 * fit is cut between findings and counted.
 */
export const markdown: Reporter = (report) => {
  const sorted = SEVERITIES.flatMap((severity) => report.diagnostics.filter((diagnostic) => diagnostic.severity === severity));
  const head = [MARKER, `### ${verdict(report.summary)}`, ...table(report), ''].join('\n');
  const foot = footOf(report);
  const sections: string[] = [];
  let length = head.length + foot.length + 200;
  for (const [index, diagnostic] of sorted.entries()) {
    const section = sectionOf(diagnostic, report, diagnostic.severity === 'error' && report.summary.errors <= UNFOLDED);
    length += section.length + 2;
    if (length > MOST_CHARACTERS) {
      sections.push(
        `… and ${plural(sorted.length - index, 'more finding')} (${counts(sorted.slice(index))}), which did not fit in here; the log of the run has them.`,
      );
      break;
    }
    sections.push(section);
  }
  return `${[head, ...sections, foot]
    .filter(Boolean)
    .join('\n\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
};

function verdict(summary: Summary): string {
  if (isWithoutNews(summary)) return '✅ No new migration';
  const icon = summary.errors > 0 ? ICONS.error : summary.warnings > 0 ? ICONS.warning : '✅';
  const found = verdictOf(summary);
  return `${icon} ${found.charAt(0).toUpperCase()}${found.slice(1)} in ${plural(summary.reported, 'migration')}`;
}

const counts = (diagnostics: readonly Diagnostic[]): string =>
  SEVERITIES.map((severity) => [diagnostics.filter((diagnostic) => diagnostic.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => plural(count, severity))
    .join(', ');

/** A row per migration: how bad, how much, and which harms. Several projects are told apart by their paths. */
function table({ diagnostics, projects }: Report): readonly string[] {
  if (diagnostics.length === 0) return [];
  const rows = [...byFile(diagnostics)].map(([file, found]) => {
    const worst = SEVERITIES.find((severity) => found.some((diagnostic) => diagnostic.severity === severity)) ?? 'info';
    const harms = HARMS.filter((harm) => found.some((diagnostic) => diagnostic.harms.includes(harm)));
    const name = projects.length > 1 ? file.replace(/\/migration\.sql$/, '') : found[0]?.migration || file;
    return `| ${ICONS[worst]} | ${code(name)} | ${counts(found)} | ${harms.join(', ') || '–'} |`;
  });
  const more = rows.length > MOST_ROWS ? [`| | … and ${plural(rows.length - MOST_ROWS, 'more migration')} | | |`] : [];
  return ['', '| | migration | found | harms |', '|---|---|---|---|', ...rows.slice(0, MOST_ROWS), ...more];
}

function sectionOf({ severity, rule, harms, message, why, todo, file, start, end, preflight }: Diagnostic, { source }: Report, isOpen: boolean): string {
  const sql = source(file)?.text.slice(start.offset, end.offset).trim() ?? '';
  return [
    `<details${isOpen ? ' open' : ''}><summary>${ICONS[severity]} ${asHtml(message)}</summary>`,
    '',
    [code(rule), ...harms, code(`${file}:${start.line}`)].join(' · '),
    ...(sql === '' ? [] : ['', fenced(excerpt(sql))]),
    ...(why === '' ? [] : ['', plainText(why)]),
    ...(todo === '' ? [] : ['', `**Instead:** ${sqlFenced(todo)}`]),
    ...(preflight === undefined ? [] : ['', '**Check first:** this query returns a row when it would fail.', '', fenced(preflight)]),
    '',
    '</details>',
  ].join('\n');
}

/** The beginning of a long statement says which one it is. */
function excerpt(sql: string): string {
  const lines = sql.split(/\r\n|\r|\n/).map((line) => (line.length > 300 ? `${line.slice(0, 299)}…` : line));
  return lines.length <= 12 ? lines.join('\n') : [...lines.slice(0, 10), '…'].join('\n');
}

/** What was assumed: findings depend on it. */
function footOf(report: Report): string {
  const assumed = runsOf(report);
  return assumed.length === 0
    ? ''
    : `<sub>${assumed.map(asHtml).join('<br>')} · \`npx prisma-migration-lint explain &lt;rule&gt;\` prints a rule's page</sub>`.replace(
        /`([^`]*)`/,
        '<code>$1</code>',
      );
}
