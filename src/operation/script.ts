import type { Span } from '../core/index.ts';
import type { Operation } from './operation.ts';

/** One SQL statement. `index` counts from 0 in the file; the span leaves out leading comments and the final semicolon. */
export interface Statement {
  readonly index: number;
  readonly span: Span;
  /** In the order written. PostgreSQL may run the clauses of one ALTER TABLE in another order (`postgres/passes.ts`). */
  readonly operations: readonly Operation[];
}

export interface SqlComment {
  readonly span: Span;
  readonly form: 'line' | 'block';
  /** Without the comment marks, trimmed. */
  readonly text: string;
}

/**
 * A place where the text is not SQL. The broken statement has no operations; those around it do. If the next statement
 * follows without a semicolon, nothing else is broken: then the problem is the first one's, and both have operations.
 */
export interface SyntaxProblem {
  readonly span: Span;
  /** PostgreSQL's own words: `syntax error at or near "ADD"`. */
  readonly message: string;
  /** Index that the broken statement has among the statements. */
  readonly statement: number;
}

/** A name of more than 63 bytes, of which PostgreSQL drops the rest with a mere notice. In operations it is cut off. */
export interface LongIdentifier {
  readonly span: Span;
  /** As written, with unquoted ones in lower case. */
  readonly name: string;
}

/** A migration file, parsed and lowered. */
export interface Script {
  readonly statements: readonly Statement[];
  readonly comments: readonly SqlComment[];
  readonly problems: readonly SyntaxProblem[];
  /** The text began with a byte order mark. Offsets count it: they are offsets into the text as read. */
  readonly byteOrderMark: boolean;
  readonly longIdentifiers: readonly LongIdentifier[];
}
