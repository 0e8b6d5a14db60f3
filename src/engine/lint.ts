import type { Diagnostic, ProjectReport, SourceFile, Suppressed, Summary } from '../core/index.ts';
import { lintHistory } from './lint-history.ts';
import { contextOf, lintMigration, type MigrationResult } from './lint-migration.ts';
import type { ConfiguredSuppression } from './policy.ts';
import { entryAsMigration, replay, type ReplayedMigration } from './replay.ts';
import type { LintRequest, LintResult, ProjectInput } from './request.ts';
import { notesOnEntries } from './suppress.ts';

/**
 * Lints migrations: replays every history, runs the rules on what is to be reported, and makes diagnostics of what they find.
 * Text in, diagnostics out; reads no file and no clock. Throws when a rule does not accept its options.
 */
export function lint(request: LintRequest): LintResult {
  const run = new Run(request);
  for (const project of request.projects) run.lintProject(project);
  return run.result();
}

/** Adds up what the projects of a request give. */
class Run {
  readonly #request: LintRequest;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #suppressed: Suppressed[] = [];
  readonly #usedEntries = new Set<ConfiguredSuppression>();
  readonly #replayed = new Set<string>();
  readonly #reported = new Set<string>();
  readonly #total: number;
  #counts = { migrations: 0, reported: 0, statements: 0, opaque: 0 };

  constructor(request: LintRequest) {
    this.#request = request;
    this.#total = request.projects.reduce((sum, project) => sum + project.migrations.length, 0);
  }

  lintProject(project: ProjectInput): void {
    const context = contextOf(project, this.#request, this.#request.parser);
    let last: ReplayedMigration | undefined;
    for (const replayed of replay(project, this.#request.parser)) {
      this.#request.onMigration?.(this.#counts.migrations, this.#total);
      this.#count(replayed);
      last = replayed;
      if (replayed.steps !== null) this.#take(lintMigration(replayed, replayed.steps, context));
    }
    for (const entry of project.entries ?? []) {
      this.#replayed.add(entry.name);
      this.#reported.add(entry.name);
      this.#take(lintMigration(entryAsMigration(entry, project, this.#request.parser), [], context));
    }
    if (last && project.described) this.#take(lintHistory(last, context));
  }

  #take({ diagnostics, suppressed, usedEntries }: MigrationResult): void {
    this.#diagnostics.push(...diagnostics);
    this.#suppressed.push(...suppressed);
    for (const entry of usedEntries) this.#usedEntries.add(entry);
  }

  #count({ input, script, steps }: ReplayedMigration): void {
    const { migrations, reported, statements, opaque } = this.#counts;
    this.#replayed.add(input.name);
    if (steps !== null) this.#reported.add(input.name);
    this.#counts = {
      migrations: migrations + 1,
      reported: reported + (steps === null ? 0 : 1),
      statements: statements + script.statements.length,
      opaque: opaque + script.statements.filter((statement) => statement.operations.some((operation) => operation.kind === 'opaque')).length,
    };
  }

  result(): LintResult {
    const { projects, today } = this.#request;
    const entries = new Set(projects.flatMap((project) => project.policy.suppress));
    const seen = { replayed: this.#replayed, reported: this.#reported };
    return {
      projects: projects.map(reportOf),
      counts: { ...this.#counts, ...severitiesOf(this.#diagnostics), suppressed: this.#suppressed.length },
      diagnostics: this.#diagnostics,
      suppressed: this.#suppressed,
      notes: notesOnEntries(entries, this.#usedEntries, seen, today),
      source: sourcesOf(projects),
    };
  }
}

export const reportOf = ({ root, provider, runner, server, migrationsDir, schemaPath }: ProjectInput): ProjectReport => ({
  root,
  provider,
  prismaVersion: runner.prismaVersion,
  runner: runner.name,
  runnerBecause: runner.because,
  postgresVersion: server.version,
  migrationsDir,
  schema: schemaPath,
});

function severitiesOf(diagnostics: readonly Diagnostic[]): Pick<Summary, 'errors' | 'warnings' | 'infos'> {
  const count = (severity: Diagnostic['severity']): number => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}

/** Texts by path, for code frames. */
export function sourcesOf(projects: readonly ProjectInput[]): (path: string) => SourceFile | undefined {
  let texts: Map<string, string> | undefined;
  return (path) => {
    texts ??= new Map(projects.flatMap(({ migrations, schemaFiles = [] }) => [...migrations, ...schemaFiles].map(({ path: file, text }) => [file, text])));
    const text = texts.get(path);
    return text === undefined ? undefined : { path, text };
  };
}
