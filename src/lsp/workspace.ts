import type { ProjectInput } from '../engine/index.ts';
import type { Parser } from '../parsers/index.ts';

/** Where a file belongs: its project (a migrations folder, or the file itself if it has no history) and its name in there. */
export interface Place {
  /** Absolute. */
  readonly project: string;
  readonly history: 'folder' | 'excerpt';
  readonly migration: string;
}

/** What an editor holds of a file, which may not be there. `path` is absolute. */
export interface Buffer {
  readonly path: string;
  readonly text: string;
}

export interface LoadedProject {
  /** Null: it is not linted, as the notes say. */
  readonly input: ProjectInput | null;
  readonly parser: Parser;
  /** One line each: what was skipped, and why. */
  readonly notes: readonly string[];
  /** Not a migration that others have already: Prisma knows its hash. Asks git, at most once. */
  readonly mayEdit: (path: string) => boolean;
}

/** A rule's page, as it is shipped. */
export interface RulePage {
  readonly uri: string;
  /** Its text, in Markdown. */
  readonly read: () => string;
}

/** Something is wrong with the configuration or the project: a line for the user. `file` is absolute, `line` counts from 1. */
export class Trouble extends Error {
  readonly file: string | null;
  readonly line: number | null;

  constructor(message: string, file: string | null, line: number | null) {
    super(message);
    this.name = 'Trouble';
    this.file = file;
    this.line = line;
  }
}

/** All that the server wants of the files around it, of the configuration and of the clock. */
export interface Workspace {
  /** Null: the file is no migration, and left alone. */
  readonly locate: (path: string) => Promise<Place | null>;
  /** Reads the project of a file, with what the editor holds instead of files. Throws a {@link Trouble}. */
  readonly load: (place: Place, buffers: readonly Buffer[]) => Promise<LoadedProject>;
  readonly page: (rule: string) => RulePage | null;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}
