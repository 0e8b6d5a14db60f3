import { type Finding, type Severity, SEVERITIES } from '../core/index.ts';

/**
 * The severity that the configuration gives a rule replaces the rule's usual one. Findings that the rule itself ranks lower
 * than usual stay there, and none is above what was configured.
 */
export function bySetting(finding: Finding, usual: Severity, configured: Severity | null): Finding {
  if (configured === null) return finding;
  const severity = finding.severity === usual ? configured : lower(finding.severity, configured);
  return severity === finding.severity ? finding : { ...finding, severity };
}

const lower = (a: Severity, b: Severity): Severity => (SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b);
