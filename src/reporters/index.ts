import { checkstyle } from './checkstyle.ts';
import { compact, unix } from './compact.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { rdjson } from './rdjson.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';
import { terminal } from './terminal.ts';

export { codeFrame } from './code-frame.ts';
export { type Fact, factsOf, type InspectionReport, inspectionReporters, type StatementReport } from './inspection.ts';
export { sqlFenced } from './markdown-text.ts';
export { page } from './page.ts';
export type { Reporter, ReporterOptions } from './reporter.ts';
export { type Column, table } from './table.ts';

/** Reporters by the name that `--format` takes. */
export const reporters: Readonly<Record<string, Reporter>> = { terminal, compact, unix, json, github, gitlab, sarif, markdown, junit, checkstyle, rdjson };
