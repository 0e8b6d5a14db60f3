import type { Diagnostic, ProjectReport, Report } from '../core/index.ts';
import type { Reporter } from './reporter.ts';

/** The JSON report, version 1. Keys and their order are part of the contract with those who read it. */
export const json: Reporter = (report) => `${JSON.stringify(jsonReport(report), null, 2)}\n`;

function jsonReport({ tool, summary, projects, diagnostics }: Report): object {
  return { version: 1, tool, summary, projects: projects.map(jsonProject), diagnostics: diagnostics.map(jsonDiagnostic) };
}

const PROJECT_KEYS = ['root', 'provider', 'prismaVersion', 'runner', 'postgresVersion', 'migrationsDir', 'schema', 'runnerBecause'] as const;
const DIAGNOSTIC_KEYS = [
  'rule',
  'harms',
  'severity',
  'message',
  'why',
  'todo',
  'file',
  'migration',
  'statement',
  'start',
  'end',
  'operation',
  'table',
  'column',
  'model',
  'field',
  'certainty',
  'evidence',
  'preflight',
  'fixes',
  'docs',
  'fingerprint',
] as const;

export const jsonProject = (project: ProjectReport): object => picked(project, PROJECT_KEYS);
const jsonDiagnostic = (diagnostic: Diagnostic): object => picked(diagnostic, DIAGNOSTIC_KEYS);

const picked = <From extends object>(from: From, keys: readonly (keyof From & string)[]): object => Object.fromEntries(keys.map((key) => [key, from[key]]));
