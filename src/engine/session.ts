import { type Catalog, emptyCatalog } from '../catalog/index.ts';
import type { Script } from '../operation/index.ts';
import type { Parser } from '../parsers/index.ts';
import type { Step } from '../runner/index.ts';
import { contextOf, lintMigration, type MigrationResult, type ProjectContext } from './lint-migration.ts';
import { type ReplayedMigration, replayMigration, startsEmpty } from './replay.ts';
import type { LintRequest, MigrationInput, ProjectInput } from './request.ts';

export type SessionRequest = Pick<LintRequest, 'parser' | 'today' | 'docs'>;

/** One migration of a session: what its statements do, and what the rules say of them. */
export interface Analysis {
  readonly replayed: ReplayedMigration;
  readonly steps: readonly Step[];
  /** Null: it is not reported on. */
  readonly result: MigrationResult | null;
}

/**
 * Lints a project again and again while its texts change. Keeps the database before each migration (versions of one catalog,
 * which share what is equal), so that a changed migration costs itself and those between it and the one that is asked for,
 * however long the history before it. What it says of a migration is what `lint` says.
 */
export class LintSession {
  readonly #parser: Parser;
  readonly #settings: Pick<SessionRequest, 'today' | 'docs'>;
  #migrations: MigrationInput[] = [];
  #positions: ReadonlyMap<string, number> = new Map();
  #context: ProjectContext;
  /** The database before each migration, as far as it is known; `[0]` is the one before the first. */
  #before: Catalog[] = [];
  /** So many migrations were read to tell whether the history starts with an empty database; `#scripts` has those not replayed yet. */
  #beginning = 0;
  readonly #scripts = new Map<MigrationInput, Script>();
  readonly #analyses = new Map<string, Analysis>();

  /** Throws when a rule does not accept its options. */
  constructor({ parser, ...settings }: SessionRequest, project: ProjectInput) {
    this.#parser = parser;
    this.#settings = settings;
    this.#context = this.#take(project);
  }

  /** Takes another state of the same project; what was replayed of an unchanged beginning is kept. */
  update(project: ProjectInput): void {
    const old = this.#context.project;
    const same = runsAlike(old, project) ? commonLength(this.#migrations, project.migrations) : 0;
    this.#context = this.#take(project);
    this.#analyses.clear();
    this.#forgetFrom(same);
  }

  /** The text of a migration as it counts now; null: the project has none of that name. */
  textOf(name: string): string | null {
    const position = this.#positions.get(name);
    return position === undefined ? null : (this.#migrations[position]?.text ?? null);
  }

  /** Takes another text of one migration. A name that the project does not have changes nothing. */
  edit(name: string, text: string): void {
    const position = this.#positions.get(name);
    const old = position === undefined ? undefined : this.#migrations[position];
    if (position === undefined || !old || old.text === text) return;
    this.#migrations[position] = { ...old, text };
    this.#forgetFrom(position);
  }

  /**
   * Replays what comes before a migration, as far as that is still to be done. Pauses after each one, so that a caller can let
   * others work, or give up.
   */
  *prepare(name: string): Generator<void, void> {
    for (;;) {
      const target = this.#positions.get(name);
      if (target === undefined) return;
      this.#begin();
      if (this.#before.length > target) return;
      const { after } = this.#replay(this.#before.length - 1, false);
      this.#before.push(after);
      yield;
    }
  }

  /** What there is to say of a migration. Null: the project has none of that name. */
  analyse(name: string): Analysis | null {
    const position = this.#positions.get(name);
    if (position === undefined) return null;
    const known = this.#analyses.get(name);
    if (known) return known;
    for (const _ of this.prepare(name));
    const replayed = this.#replay(position, true);
    const steps = replayed.steps ?? [];
    const isReported = this.#context.project.isReported({ name, path: replayed.input.path });
    const analysis: Analysis = { replayed, steps, result: isReported ? lintMigration(replayed, steps, this.#context) : null };
    this.#analyses.set(name, analysis);
    return analysis;
  }

  #take(project: ProjectInput): ProjectContext {
    const context = contextOf(project, this.#settings, this.#parser);
    this.#migrations = [...project.migrations];
    this.#positions = new Map(this.#migrations.map(({ name }, position) => [name, position]));
    return context;
  }

  /** The database before the first migration. */
  #begin(): void {
    if (this.#before.length > 0) return;
    const { history, runner } = this.#context.project;
    this.#scripts.clear();
    this.#before = [emptyCatalog(history === 'folder' && startsEmpty({ migrations: this.#migrations, runner }, this.#parser, this.#scripts))];
    // Read to its end, the history may not have told yet: any change of it can.
    this.#beginning = this.#scripts.size === this.#migrations.length ? Number.POSITIVE_INFINITY : this.#scripts.size;
  }

  /** The migrations from a position on are not what they were; a change near the beginning may change what is known of all. */
  #forgetFrom(position: number): void {
    const from = position < this.#beginning ? 0 : position;
    this.#before.length = from === 0 ? 0 : Math.min(this.#before.length, from + 1);
    for (const name of this.#analyses.keys()) if ((this.#positions.get(name) ?? 0) >= from) this.#analyses.delete(name);
  }

  #replay(position: number, inSteps: boolean): ReplayedMigration {
    const [input, previous] = [this.#migrations[position], this.#before[position]];
    if (!input || !previous) throw new Error(`migration ${position} cannot be replayed yet`);
    const script = this.#scripts.get(input) ?? this.#parser.parse(input.text);
    this.#scripts.delete(input);
    return replayMigration({ input, position, script }, previous, this.#context.project, inSteps);
  }
}

/** What besides their texts decides what migrations do to the database. */
const runsAlike = (a: ProjectInput, b: ProjectInput): boolean =>
  a.history === b.history && a.runner.name === b.runner.name && a.server.version === b.server.version && a.server.timeZone === b.server.timeZone;

function commonLength(a: readonly MigrationInput[], b: readonly MigrationInput[]): number {
  const differs = a.findIndex((one, index) => one.name !== b[index]?.name || one.text !== b[index]?.text);
  return differs < 0 ? a.length : differs;
}
