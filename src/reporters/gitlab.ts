import type { Severity } from '../core/index.ts';
import type { Reporter } from './reporter.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', info: 'info' };

/** GitLab's code quality report. */
export const gitlab: Reporter = ({ diagnostics }) =>
  `${JSON.stringify(
    diagnostics.map(({ severity, file, start, end, rule, message, why, todo, fingerprint }) => ({
      description: message,
      check_name: rule,
      content: { body: [why, todo].filter(Boolean).join('\n\n') },
      categories: ['Bug Risk'],
      fingerprint,
      severity: SEVERITIES[severity],
      location: { path: file, lines: { begin: start.line, end: end.line } },
    })),
    null,
    2,
  )}\n`;
