import type { Diagnostic, ProjectReport, SourceFile, Suppressed, Summary } from '../core/index.ts';
import { lintHistory, unreadStatements } from './lint-history.ts';
import { contextOf, lintMigration, type MigrationResult } from './lint-migration.ts';
import type { ConfiguredSuppression } from './policy.ts';
import type { ProjectResult } from './memory.ts';
import { countsOf, entryAsMigration, firstReported, replay, type ReplayedMigration } from './replay.ts';
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
  readonly #total: number;
  #counts = { migrations: 0, reported: 0, statements: 0, opaque: 0 };

  constructor(request: LintRequest) {
    this.#request = request;
    this.#total = request.projects.reduce((sum, project) => sum + project.migrations.length, 0);
  }

  lintProject(project: ProjectInput): void {
    const { memory } = this.#request;
    const known = memory?.resultOf(project, this.#request) ?? null;
    const result = known ?? this.#lint(project);
    if (known === null) memory?.keepResult(project, this.#request, result);
    this.#add(result, project);
  }

  #lint(project: ProjectInput): ProjectResult {
    const { parser, memory, onMigration } = this.#request;
    const context = contextOf(project, this.#request, parser);
    const results: MigrationResult[] = [];
    // What is said of the history as a whole, is said after its last migration.
    const from = project.described ? null : (memory?.beginningOf(project, firstReported(project)) ?? null);
    const counts = { migrations: from?.migrations ?? 0, reported: 0, statements: from?.statements ?? 0, opaque: from?.opaque ?? 0 };
    let last: ReplayedMigration | undefined;
    const unread: string[] = [];
    for (const replayed of replay(project, parser, { from, keep: (beginning) => memory?.keepBeginning(project, beginning) })) {
      onMigration?.(this.#counts.migrations + counts.migrations, this.#total);
      const { statements, opaque } = countsOf(replayed.script);
      counts.migrations++;
      counts.statements += statements;
      counts.opaque += opaque;
      last = replayed;
      unread.push(...unreadStatements(replayed));
      if (replayed.steps === null) continue;
      counts.reported++;
      results.push(lintMigration(replayed, replayed.steps, context));
    }
    for (const entry of project.entries ?? []) results.push(lintMigration(entryAsMigration(entry, project, parser), [], context));
    if (last && (project.described?.sql ?? null) !== null) results.push(lintHistory(last, unread, context));
    const used = new Set(results.flatMap(({ usedEntries }) => usedEntries));
    return {
      counts,
      diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
      suppressed: results.flatMap(({ suppressed }) => suppressed),
      usedEntries: [...project.policy.suppress.entries()].flatMap(([index, entry]) => (used.has(entry) ? [index] : [])),
    };
  }

  #add({ counts, diagnostics, suppressed, usedEntries }: ProjectResult, { policy }: ProjectInput): void {
    for (const diagnostic of diagnostics) this.#diagnostics.push(diagnostic);
    this.#suppressed.push(...suppressed);
    for (const index of usedEntries) {
      const entry = policy.suppress[index];
      if (entry) this.#usedEntries.add(entry);
    }
    const { migrations, reported, statements, opaque } = this.#counts;
    this.#counts = {
      migrations: migrations + counts.migrations,
      reported: reported + counts.reported,
      statements: statements + counts.statements,
      opaque: opaque + counts.opaque,
    };
  }

  result(): LintResult {
    const { projects, today } = this.#request;
    const entries = new Set(projects.flatMap((project) => project.policy.suppress));
    const beside = projects.flatMap((project) => project.entries ?? []);
    const seen = {
      replayed: new Set([...projects.flatMap(({ migrations }) => migrations), ...beside].map(({ name }) => name)),
      reported: new Set([...projects.flatMap(({ migrations, isReported }) => migrations.filter(isReported)), ...beside].map(({ name }) => name)),
    };
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
function sourcesOf(projects: readonly ProjectInput[]): (path: string) => SourceFile | undefined {
  let texts: Map<string, string> | undefined;
  return (path) => {
    texts ??= new Map(projects.flatMap(({ migrations, schemaFiles = [] }) => [...migrations, ...schemaFiles].map(({ path: file, text }) => [file, text])));
    const text = texts.get(path);
    return text === undefined ? undefined : { path, text };
  };
}
