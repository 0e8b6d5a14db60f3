import picocolors from 'picocolors';
import type { Diagnostic, Report, Severity } from '../core/index.ts';
import { codeFrame } from './code-frame.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { byFile, duration, isWithoutNews, plural, runsOf, verdictOf, wrap } from './text.ts';

type Colors = ReturnType<typeof picocolors.createColors>;

/** After so many findings of one rule with their whole text, the next ones say only what is different. */
const IN_FULL = 2;

/** Of infos that say the same, so many places are named beside the first one. */
const MORE_PLACES = 5;

/** For people: by migration, with the place underlined, why it hurts, and what to do instead; infos last, and briefly. */
export const terminal: Reporter = (report, options) => {
  const colors = picocolors.createColors(options.color);
  const lines: string[] = [];
  const told = new Map<string, number>();
  for (const [file, diagnostics] of byFile(report.diagnostics)) {
    lines.push(...headline(file, diagnostics[0]?.migration ?? '', options, colors), '');
    for (const diagnostic of diagnostics) {
      if (diagnostic.severity === 'info') continue;
      const times = told.get(diagnostic.rule) ?? 0;
      told.set(diagnostic.rule, times + 1);
      lines.push(...inFull(diagnostic, times < IN_FULL, report, options, colors), '');
    }
    const infos = alike(diagnostics.filter(({ severity }) => severity === 'info')).flatMap((group) => briefly(group, options, colors));
    if (infos.length > 0) lines.push(...infos, '');
  }
  lines.push(closing(report, colors), ...circumstances(report, options, colors));
  if (report.advice !== undefined) lines.push('', ...wrap(report.advice, options.width, ''));
  return `${lines.join('\n')}\n`;
};

function headline(file: string, migration: string, { width }: ReporterOptions, colors: Colors): readonly string[] {
  const title = migration === '' ? file : migration;
  return [`${colors.bold(title)} ${colors.dim('─'.repeat(Math.max(3, width - title.length - 1)))}`];
}

const MARKS: Readonly<Record<Severity, string>> = { error: '✖', warning: '▲', info: 'ℹ' };
const paint = (severity: Severity, colors: Colors): ((text: string) => string) =>
  severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.blue;

function inFull(diagnostic: Diagnostic, whole: boolean, report: Report, options: ReporterOptions, colors: Colors): readonly string[] {
  const color = paint(diagnostic.severity, colors);
  const [first = '', ...rest] = wrap(diagnostic.message, options.width, '   ');
  const source = report.source(diagnostic.file);
  const frame = source ? codeFrame(diagnostic, source, options.width, { dim: colors.dim, mark: color }) : [];
  return [
    ` ${color(MARKS[diagnostic.severity])} ${colors.bold(first.trimStart())}`,
    ...rest.map((line) => colors.bold(line)),
    `   ${badges(diagnostic, colors)}`,
    `   ${colors.dim(`${diagnostic.file}:${diagnostic.start.line}:${diagnostic.start.column}`)}`,
    ...(frame.length > 0 ? ['', ...frame] : []),
    ...(whole
      ? ['', ...paragraph('Why', diagnostic.why, options, colors), ...instead(diagnostic, options, colors)]
      : [`   ${colors.dim(`As above; prisma-migration-lint explain ${diagnostic.rule}`)}`]),
  ];
}

function badges({ severity, rule, harms, certainty }: Diagnostic, colors: Colors): string {
  const sure =
    certainty === 'depends-on-data'
      ? 'depends on the rows'
      : certainty === 'depends-on-size'
        ? 'depends on the size'
        : certainty === 'unknown-object'
          ? 'table not created by these migrations'
          : '';
  return [paint(severity, colors)(severity), rule, harms.join(', '), sure].filter((part) => part !== '').join(colors.dim(' · '));
}

function paragraph(title: string, text: string, { width }: ReporterOptions, colors: Colors): readonly string[] {
  const indent = ' '.repeat(3 + 9);
  const [first = '', ...rest] = wrap(text, width, indent);
  return [`   ${colors.dim(title.padEnd(9))}${first.trimStart()}`, ...rest];
}

/** Prose is wrapped; SQL keeps its lines, a little further in. */
function instead(diagnostic: Diagnostic, options: ReporterOptions, colors: Colors): readonly string[] {
  const indent = ' '.repeat(3 + 9);
  const lines: string[] = [];
  for (const line of diagnostic.todo.split('\n')) {
    if (line.startsWith('    ')) lines.push(`${indent}  ${line.trimStart().startsWith('--') ? colors.dim(line.slice(4)) : colors.cyan(line.slice(4))}`);
    else if (lines.length === 0) lines.push(...paragraph('Instead', line, options, colors));
    else lines.push(...wrap(line, options.width, indent));
  }
  if (diagnostic.preflight !== undefined) {
    lines.push(...paragraph('Check', 'This returns a row when it would fail:', options, colors));
    lines.push(...diagnostic.preflight.split('\n').map((line) => `${indent}  ${colors.cyan(line)}`));
  }
  return lines;
}

/** Findings that say the same are said once, with all their places. */
function alike(diagnostics: readonly Diagnostic[]): readonly (readonly [Diagnostic, ...Diagnostic[]])[] {
  const groups = new Map<string, [Diagnostic, ...Diagnostic[]]>();
  for (const diagnostic of diagnostics) {
    const key = `${diagnostic.rule}\n${diagnostic.message}`;
    const group = groups.get(key);
    if (group) group.push(diagnostic);
    else groups.set(key, [diagnostic]);
  }
  return [...groups.values()];
}

/** What is only worth knowing stands below the rest of its file, in two lines. */
function briefly([first, ...others]: readonly [Diagnostic, ...Diagnostic[]], options: ReporterOptions, colors: Colors): readonly string[] {
  const [start = '', ...rest] = wrap(first.message, options.width, '   ');
  const places = [
    `${first.file}:${first.start.line}:${first.start.column}`,
    ...others.slice(0, MORE_PLACES).map(({ start: { line, column } }) => `${line}:${column}`),
    ...(others.length > MORE_PLACES ? [`… (${others.length + 1} places)`] : []),
  ];
  return [` ${colors.blue(MARKS.info)} ${start.trimStart()}`, ...rest, `   ${colors.dim(`${first.rule} · ${places.join(', ')}`)}`];
}

function closing({ summary, projects }: Report, colors: Colors): string {
  const mark = summary.errors > 0 ? colors.red('✖') : summary.warnings > 0 ? colors.yellow('▲') : colors.green('✔');
  const scope =
    summary.reported === summary.migrations ? plural(summary.migrations, 'migration') : `${summary.reported} of ${plural(summary.migrations, 'migration')}`;
  const where = projects.length > 1 ? ` of ${projects.length} projects` : '';
  const isIdle = isWithoutNews(summary);
  const opaque = summary.opaque > 0 ? `, ${summary.opaque} not understood` : '';
  return `${mark} ${colors.bold(isIdle ? 'no new migration' : verdictOf(summary))} ${colors.dim(`${isIdle ? `· ${summary.migrations} replayed` : `in ${scope}`}${where} · ${plural(summary.statements, 'statement')}${opaque} · ${duration(summary.durationMs)}`)}`;
}

/** What was assumed, because findings depend on it: how migrations are run, and by which server. */
const circumstances = (report: Report, { width }: ReporterOptions, colors: Colors): readonly string[] =>
  runsOf(report)
    .flatMap((text) => wrap(text, width, '  '))
    .map(colors.dim);
