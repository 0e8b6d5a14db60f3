import type { Span } from '../core/index.ts';

/** What every operation of one statement has in common while it is lowered. */
export interface Base {
  /** The statement's text; clauses that have a text of their own replace it. */
  readonly span: Span;
  /** Inside a DO block or another construct that may or may not run it. */
  readonly conditional: boolean;
}

/** That and nothing else, of whatever also has it. */
export const baseOf = ({ span, conditional }: Base): Base => ({ span, conditional });
