import type { Position, Span } from './text.ts';

/** What a migration can do to production. Everything without a harm is hygiene. */
export const HARMS = ['fails', 'loses', 'blocks', 'breaks'] as const;
export type Harm = (typeof HARMS)[number];

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How sure a finding is: always so, only with certain rows, only on large tables, or about a table nobody saw created. */
export type Certainty = 'certain' | 'depends-on-data' | 'depends-on-size' | 'unknown-object';

/** A replacement of text. Offsets are UTF-16, against the file as it was read. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A change of the migration that takes the finding away. All edits belong together. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** What a finding is about, for machines. Names as the catalog has them. */
export interface Subject {
  /** Always with the schema: `public.User`. */
  readonly table?: string;
  readonly column?: string;
}

/** JSON-able facts behind a finding. */
export type Evidence = Readonly<Record<string, unknown>>;

/** What a rule returns, after its message was rendered. The engine makes a {@link Diagnostic} of it. */
export interface Finding {
  readonly rule: string;
  readonly message: Message;
  readonly messageId: string;
  readonly span: Span;
  /** The file of the schema that the span is in. Left out: the migration's. */
  readonly file?: string;
  readonly harms: readonly Harm[];
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly subject: Subject;
  readonly evidence: Evidence;
  readonly preflight: string | null;
  readonly fixes: readonly Fix[];
}

/** The three parts of every message: what is wrong (one sentence), why it hurts and whom, what to do instead. */
export interface Message {
  readonly what: string;
  readonly why: string;
  /** Prose and SQL; lines that start with four blanks are SQL. */
  readonly todo: string;
}

/** A finding at its place in a file: what reporters print. Field names are those of the JSON report, version 1. */
export interface Diagnostic {
  readonly rule: string;
  /** Which of the rule's messages it is. */
  readonly messageId?: string;
  readonly harms: readonly Harm[];
  readonly severity: Severity;
  readonly message: string;
  readonly why: string;
  readonly todo: string;
  readonly file: string;
  readonly migration: string;
  /** 0-based index of the statement in the file; null for findings about the file or folder. */
  readonly statement: number | null;
  readonly start: Position;
  readonly end: Position;
  readonly operation?: string;
  readonly table?: string;
  readonly column?: string;
  readonly model?: string;
  readonly field?: string;
  readonly certainty: Certainty;
  readonly evidence: Evidence;
  readonly preflight?: string;
  readonly fixes: readonly Fix[];
  readonly docs?: string;
  /** Stable over line moves and over edits elsewhere in the file. */
  readonly fingerprint: string;
}
