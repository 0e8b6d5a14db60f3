import { type Analysis, LintSession } from '../engine/index.ts';
import { traceOf } from './troubles.ts';
import { type Buffer, type LoadedProject, type Place, Trouble, type Workspace } from './workspace.ts';

/** Others get a turn after so many milliseconds of work. */
const TURN_MS = 15;
/** Editors hide a file's byte order mark, and write it again. */
const MARK = '\ufeff';

/** Who is told how the reading of projects went. */
export interface Listener {
  /** What is wrong with a project; null: nothing any more. */
  readonly trouble: (project: string, trouble: Trouble | null) => void;
  readonly log: (line: string) => void;
}

/** A project with its whole history in memory, linted again and again while its files and the editor's documents change. */
export class Project {
  readonly #place: Place;
  readonly #workspace: Workspace;
  readonly #listener: Listener;
  #session: LintSession | null = null;
  #loaded: LoadedProject | null = null;
  #loading: Promise<void> | null = null;
  /** Something changed since the reading began. */
  #isStale = false;

  /** `place`: that of any of its migrations. */
  constructor(place: Place, workspace: Workspace, listener: Listener) {
    this.#place = place;
    this.#workspace = workspace;
    this.#listener = listener;
  }

  get id(): string {
    return this.#place.project;
  }

  /** Is it read, and the migration part of it? */
  knows(migration: string): boolean {
    return this.#loading === null && this.#session !== null && this.#session.textOf(migration) !== null;
  }

  /** Are its files compared with what a base or a database has? That is done when they are read. */
  get isCompared(): boolean {
    return (this.#loaded?.input?.settled ?? null) !== null;
  }

  /** Takes what the editor holds of a migration, as its file will hold it. */
  take(migration: string, text: string): void {
    const isMarked = this.#session?.textOf(migration)?.startsWith(MARK) === true && !text.startsWith(MARK);
    this.#session?.edit(migration, isMarked ? `${MARK}${text}` : text);
  }

  /** Reads it, with what the editor holds by then. Whoever asks while it is being read, waits for the next reading. */
  load(buffers: () => readonly Buffer[]): Promise<void> {
    this.#isStale = true;
    this.#loading ??= this.#loadUntilFresh(buffers).finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #loadUntilFresh(buffers: () => readonly Buffer[]): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      try {
        this.#receive(await this.#workspace.load(this.#place, buffers()));
      } catch (error) {
        // What was known before still counts.
        if (error instanceof Trouble) this.#listener.trouble(this.id, error);
        else this.#listener.log(traceOf(error));
      }
    }
  }

  #receive(loaded: LoadedProject): void {
    const { input, parser } = loaded;
    if (input === null) this.#session = null;
    else if (this.#session && this.#loaded?.parser === parser) this.#session.update(input);
    else this.#session = new LintSession({ parser, today: this.#workspace.today }, input);
    this.#loaded = loaded;
    for (const note of loaded.notes) this.#listener.log(note);
    this.#listener.trouble(this.id, null);
  }

  /**
   * Ready to say at once what there is to say of a migration: read, and replayed up to it. That may take a while, in which
   * others work and texts change.
   */
  async prepare(migration: string): Promise<void> {
    await this.#loading;
    let turn = this.#workspace.now();
    for (const _ of this.#session?.prepare(migration) ?? []) {
      if (this.#workspace.now() - turn < TURN_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      turn = this.#workspace.now();
    }
  }

  /** Null: it is not linted, or has no such migration. */
  analyse(migration: string): Analysis | null {
    return this.#session?.analyse(migration) ?? null;
  }

  /** False for a migration that others have already. */
  mayEdit(path: string): boolean {
    return this.#loaded?.mayEdit(path) ?? false;
  }
}
