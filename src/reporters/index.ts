import { compact } from './compact.ts';
import { json } from './json.ts';
import type { Reporter } from './reporter.ts';
import { terminal } from './terminal.ts';

export { codeFrame } from './code-frame.ts';
export { type InspectionReport, inspectionReporters, type StatementReport } from './inspection.ts';
export { page } from './page.ts';
export type { Reporter, ReporterOptions } from './reporter.ts';
export { type Column, table } from './table.ts';

/** Reporters by the name that `--format` takes. */
export const reporters: Readonly<Record<string, Reporter>> = { terminal, compact, unix: compact, json };
