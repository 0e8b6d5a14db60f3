import type { Edited, FolderEntry, ProjectReport, Report, SchemaModel, SourceFile, Summary } from '../core/index.ts';
import type { Parser } from '../parsers/index.ts';
import type { External, MigrationView, Runner, Server, Settled } from '../rule/index.ts';
import type { Memory } from './memory.ts';
import type { MigrationId, Policy } from './policy.ts';

/** A migration file, read. `path` is the one it is reported under (relative to the current folder, "/" separators). */
export interface MigrationInput {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** Left out: UTF-8. */
  readonly encoding?: MigrationView['encoding'];
  /** Applied already: only rules about files are asked, should it be reported on. */
  readonly applied?: boolean;
  readonly edited?: Edited;
}

/** What lies in the folder beside the migrations, or should. */
export interface EntryInput {
  /** Of the folder or file. */
  readonly name: string;
  /** Where it is reported. */
  readonly path: string;
  readonly entry: FolderEntry;
}

/** A set of migrations that are applied one after the other to one database. */
export interface ProjectInput {
  readonly root: string;
  readonly provider: string;
  readonly migrationsDir: string | null;
  readonly schemaPath: string | null;
  /** In the order in which they are applied. */
  readonly migrations: readonly MigrationInput[];
  /** All of these are reported on. */
  readonly entries?: readonly EntryInput[];
  readonly settled?: Settled | null;
  /**
   * `folder`: all that was ever applied, from the first one on. `excerpt`: a file whose history is not at hand, so that
   * tables may exist which nobody saw created.
   */
  readonly history: 'folder' | 'excerpt';
  /** The others are replayed only. */
  readonly isReported: (migration: MigrationId) => boolean;
  readonly runner: Runner;
  readonly server: Server;
  readonly schema: SchemaModel | null;
  /**
   * What the deployed client knows: the schema that it was generated from. Called once, and only when a migration does what
   * a client can notice. Null, or left out: not known, so that it may know everything.
   */
  readonly deployed?: () => SchemaModel | null;
  /** The files of the schema, where findings may be about them. */
  readonly schemaFiles?: readonly SourceFile[];
  /**
   * The SQL that Prisma makes of the schema, given when the project is linted as a whole. It may still be in the making, so that
   * whoever looks at it waits; null: Prisma makes none. Left out: nobody asked Prisma.
   */
  readonly described?: { readonly sql: string | null; readonly external: External };
  /** The SQL that Prisma would write for the change of the schema since the base. Left out: nobody asked Prisma, or there is no base. */
  readonly generated?: string;
  readonly policy: Policy;
}

export interface LintRequest {
  readonly parser: Parser;
  readonly projects: readonly ProjectInput[];
  /** `YYYY-MM-DD`, for suppressions that end. Null: none has ended. */
  readonly today: string | null;
  /** Where a rule is explained (`rules/drop-column.md`, a URL); null: nowhere. Left out: nowhere for all. */
  readonly docs?: (rule: string) => string | null;
  /** Left out: every run starts from nothing. */
  readonly memory?: Memory;
  /** Called before each migration, for progress. */
  readonly onMigration?: (done: number, total: number) => void;
}

/** All that a report holds except for who made it, and how long it took. */
export interface LintResult extends Omit<Report, 'tool' | 'summary'> {
  readonly counts: Omit<Summary, 'durationMs'>;
  readonly projects: readonly ProjectReport[];
}
