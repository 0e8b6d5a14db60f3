import type { Diagnostic, ProjectReport, Report } from '../core/index.ts';
import type { Reporter } from './reporter.ts';

/** The JSON report, version 1. Keys and their order are part of the contract with those who read it. */
export const json: Reporter = (report) => `${JSON.stringify(jsonReport(report), null, 2)}\n`;

function jsonReport({ tool, summary, projects, diagnostics }: Report): object {
  return { version: 1, tool, summary, projects: projects.map(jsonProject), diagnostics: diagnostics.map(jsonDiagnostic) };
}

export const jsonProject = ({ root, provider, prismaVersion, runner, postgresVersion, migrationsDir, schema, runnerBecause }: ProjectReport): object => ({
  root,
  provider,
  prismaVersion,
  runner,
  postgresVersion,
  migrationsDir,
  schema,
  runnerBecause,
});

const jsonDiagnostic = (diagnostic: Diagnostic): object => ({
  rule: diagnostic.rule,
  harms: diagnostic.harms,
  severity: diagnostic.severity,
  message: diagnostic.message,
  why: diagnostic.why,
  todo: diagnostic.todo,
  file: diagnostic.file,
  migration: diagnostic.migration,
  statement: diagnostic.statement,
  start: diagnostic.start,
  end: diagnostic.end,
  operation: diagnostic.operation,
  table: diagnostic.table,
  column: diagnostic.column,
  model: diagnostic.model,
  field: diagnostic.field,
  certainty: diagnostic.certainty,
  evidence: diagnostic.evidence,
  preflight: diagnostic.preflight,
  fixes: diagnostic.fixes,
  docs: diagnostic.docs,
  fingerprint: diagnostic.fingerprint,
});
