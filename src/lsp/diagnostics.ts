import type { Diagnostic, Severity } from '../core/index.ts';
import { type Diagnostic as Shown, DiagnosticSeverity } from 'vscode-languageserver';
import type { View } from './projects.ts';

export const SOURCE = 'prisma-migration-lint';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** A finding as editors show it; `data` tells it from others of its kind. */
export function shown(diagnostic: Diagnostic, { places, page }: Pick<View, 'places' | 'page'>): Shown {
  const { rule, severity, message, fingerprint, start, end } = diagnostic;
  const href = page(rule)?.uri;
  return {
    range: places.range({ start: start.offset, end: end.offset }),
    severity: SEVERITY[severity],
    source: SOURCE,
    code: rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    message,
    data: { fingerprint },
  };
}
