import type { Certainty, Edited, FolderEntry, Harm, SchemaModel, Severity } from '../core/index.ts';
import type { ConfiguredSize } from '../engine/index.ts';

/** A migration under which a rule is silent. */
export interface ValidCase {
  readonly name?: string;
  /** The migrations before it, in order. Left out: none is known, so that its tables may exist already. */
  readonly given?: readonly string[];
  readonly sql: string;
  /** Version of Prisma that applies it, which decides about transactions (default 6.16.0); `generic`: plain SQL. */
  readonly prisma?: string;
  /** Major version of PostgreSQL (default 17). */
  readonly postgres?: number;
  readonly tables?: Readonly<Record<string, ConfiguredSize>>;
  readonly options?: unknown;
  readonly schema?: SchemaModel;
  /** The schema that the deployed client was generated from. Left out: not known. */
  readonly deployed?: SchemaModel;
  /** The SQL that Prisma makes of the schema (`prisma migrate diff --from-empty`). With it, the project is linted as a whole. */
  readonly described?: string;
  /** The SQL that Prisma would write for the change of the schema since the base. */
  readonly generated?: string;
  readonly encoding?: 'utf-8' | 'utf-8-bom' | 'utf-16' | 'binary';
  /** The migration's folder (default `20250102000000_test`). */
  readonly migration?: string;
  /** It is not as it was when it was applied. */
  readonly edited?: Edited;
  /** This is under test, instead of the SQL: something in the folder that is no migration. */
  readonly entry?: FolderEntry;
  /** Names of migrations that are applied, or on the base branch (`main`). Those of `given` are called `20250101000000_given` and so on. */
  readonly settled?: readonly string[];
  /** It is about how the file is written, so no other spelling is tried. */
  readonly onlyAsWritten?: boolean;
  /** It is no SQL, and is meant not to be. */
  readonly broken?: boolean;
}

/** What a finding must be. What is left out may be anything. */
export interface Expected {
  /** The text that is underlined. It must occur once in `sql`, or `nth` (from 1) says which occurrence is meant. */
  readonly at?: string;
  readonly nth?: number;
  readonly messageId?: string;
  readonly severity?: Severity;
  readonly harms?: readonly Harm[];
  readonly certainty?: Certainty;
  readonly table?: string;
  readonly column?: string;
  /** Parts that the three texts must contain. */
  readonly what?: string | RegExp;
  readonly why?: string | RegExp;
  readonly todo?: string | RegExp;
  /** Entries of the evidence; others may be there too. */
  readonly evidence?: Readonly<Record<string, unknown>>;
  readonly preflight?: string | RegExp | null;
  /** `sql` after the first fix that is offered; null: none is. */
  readonly fixed?: string | null;
}

/** A migration in which a rule finds something: one finding as described here, or those of `findings`, in order. */
export interface InvalidCase extends ValidCase, Expected {
  readonly findings?: readonly Expected[];
  /**
   * Linting the SQL that the message advises must not give a finding of the rule that is more than worth knowing (info).
   * `false`: not in this case, because that SQL stands for alternatives, or needs what only the author knows.
   */
  readonly advice?: boolean;
}

export interface Cases {
  readonly valid: readonly ValidCase[];
  readonly invalid: readonly InvalidCase[];
}

/** What testRule needs of a test framework: vitest, jest, mocha and node:test have it. */
export interface Framework {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
}
