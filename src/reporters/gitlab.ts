import type { Diagnostic, Severity } from '../core/index.ts';
import type { Reporter } from './reporter.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' };

/** GitLab's code quality report. */
export const gitlab: Reporter = ({ diagnostics }, { folder = '' }) => {
  const fingerprintOf = uniqueFingerprints();
  const issues = diagnostics.map((diagnostic) => {
    const { severity, file, start, end, rule, message, why, todo } = diagnostic;
    return {
      type: 'issue',
      description: message,
      check_name: rule,
      content: { body: [why, todo].filter(Boolean).join('\n\n') },
      categories: ['Bug Risk'],
      fingerprint: fingerprintOf(diagnostic),
      severity: SEVERITIES[severity],
      location: { path: `${folder}${file}`, lines: { begin: start.line, end: end.line } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
};

/** GitLab shows one of the findings with the same fingerprint; two projects of a monorepo may hold the same migration. */
function uniqueFingerprints(): (diagnostic: Diagnostic) => string {
  const times = new Map<string, number>();
  return ({ fingerprint }) => {
    const time = (times.get(fingerprint) ?? 0) + 1;
    times.set(fingerprint, time);
    return time === 1 ? fingerprint : `${fingerprint}-${time}`;
  };
}
