import type { Reporter } from './reporter.ts';
import { plural, verdictOf } from './text.ts';

/** `file:line:column: severity: message [rule]`, a line a finding and nothing else: what editors and grep understand. */
export const unix: Reporter = (report) =>
  report.diagnostics
    .map(({ file, start, severity, message, rule }) => `${file}:${start.line}:${start.column}: ${severity}: ${message.replaceAll(/\s+/g, ' ')} [${rule}]\n`)
    .join('');

/** The same, with a line at the end that counts. */
export const compact: Reporter = (report, options) =>
  `${unix(report, options)}${verdictOf(report.summary)} in ${plural(report.summary.reported, 'migration')}\n`;
