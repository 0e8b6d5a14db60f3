import type { Diagnostic, Harm, Severity } from './finding.ts';
import type { SourceFile } from './text.ts';

/** How a project's migrations are executed; `generic` is plain SQL, each statement its own transaction. */
export type RunnerName = 'prisma-one-transaction' | 'prisma-per-statement' | 'generic';

/** One set of migrations that was linted. */
export interface ProjectReport {
  readonly root: string;
  readonly provider: string;
  readonly prismaVersion: string | null;
  readonly runner: RunnerName;
  /** Why this runner: "prisma 6.16.1 from package-lock.json". */
  readonly runnerBecause: string;
  readonly postgresVersion: number;
  readonly migrationsDir: string | null;
  readonly schema: string | null;
}

/** A finding that a comment or the configuration keeps quiet, with the reason given. */
export interface Suppressed {
  readonly diagnostic: Diagnostic;
  readonly reason: string;
  readonly by: 'comment' | 'config';
}

export interface Summary {
  /** Migrations read and replayed. */
  readonly migrations: number;
  /** Migrations reported on. */
  readonly reported: number;
  readonly statements: number;
  readonly opaque: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly suppressed: number;
  readonly durationMs: number;
}

/** What is to be said of a rule, for formats that hold the rules beside the findings. */
export interface RuleDescription {
  /** One line without a full stop. */
  readonly summary: string;
  readonly harms: readonly Harm[];
  /** Its own, whatever the configuration says. */
  readonly severity: Severity;
  /** Its page, as Markdown. Null: it has none. */
  readonly page: string | null;
}

/** Everything a reporter gets. Reporters are pure: (report, options) => string. */
export interface Report {
  /** `parser`: which of the parsers read the migrations. */
  readonly tool: { readonly name: string; readonly version: string; readonly parser?: string };
  readonly summary: Summary;
  readonly projects: readonly ProjectReport[];
  /** Sorted by file in run order, then by offset, severity and rule. */
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly Suppressed[];
  /** One-line notes about the run: what was skipped and why. */
  readonly notes: readonly string[];
  /** Left out: nobody can tell. */
  readonly describe?: (rule: string) => RuleDescription | undefined;
  /** How to go on, for people who see their whole history reported. */
  readonly advice?: string;
  /** The text of a file with diagnostics, for code frames. */
  readonly source: (path: string) => SourceFile | undefined;
}
