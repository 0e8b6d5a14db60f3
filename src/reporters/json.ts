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

function jsonDiagnostic(diagnostic: Diagnostic): object {
  const {
    rule,
    harms,
    severity,
    message,
    why,
    todo,
    file,
    migration,
    statement,
    start,
    end,
    operation,
    table,
    column,
    model,
    field,
    certainty,
    evidence,
    preflight,
    fixes,
    docs,
    fingerprint,
  } = diagnostic;
  return {
    rule,
    harms,
    severity,
    message,
    why,
    todo,
    file,
    migration,
    statement,
    start,
    end,
    operation,
    table,
    column,
    model,
    field,
    certainty,
    evidence,
    preflight,
    fixes,
    docs,
    fingerprint,
  };
}
