import type { Diagnostic, Suppressed, Summary } from '../core/index.ts';
import type { Beginning, ReplayRequest } from './replay.ts';
import type { LintRequest, ProjectInput } from './request.ts';

/** What linting one project gives. */
export interface ProjectResult {
  readonly counts: Pick<Summary, 'migrations' | 'reported' | 'statements' | 'opaque'>;
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly Suppressed[];
  /** Positions in `policy.suppress` of those that silenced something. */
  readonly usedEntries: readonly number[];
}

/** What besides the project decides what is said of it. */
export type Circumstances = Pick<LintRequest, 'today' | 'docs'>;

/** Keeps from one run to the next what is slow to find out. What it gives back is what would be found out again. */
export interface Memory {
  /** The longest beginning of the history that is known, of at most so many migrations. */
  beginningOf(history: ReplayRequest, most: number): Beginning | null;
  keepBeginning(history: ReplayRequest, beginning: Beginning): void;
  resultOf(project: ProjectInput, circumstances: Circumstances): ProjectResult | null;
  keepResult(project: ProjectInput, circumstances: Circumstances, result: ProjectResult): void;
}
