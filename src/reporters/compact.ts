import type { Reporter } from './reporter.ts';

/** `file:line:column: severity: message [rule]`, a line a finding: what editors and grep understand. */
export const compact: Reporter = (report) =>
  report.diagnostics
    .map(({ file, start, severity, message, rule }) => `${file}:${start.line}:${start.column}: ${severity}: ${message.replaceAll(/\s+/g, ' ')} [${rule}]\n`)
    .join('');
