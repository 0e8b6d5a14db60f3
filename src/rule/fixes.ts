import type { Fix, Span } from '../core/index.ts';
import type { AddConstraint, CreateIndex, SetVariable } from '../operation/index.ts';
import type { Step } from '../runner/index.ts';
import type { MigrationView, RuleFacts } from './rule.ts';

// Changes that an editor can make, as small as they can be: what the author wrote around them stays. A fix takes its finding
// away by itself; what needs several migrations is advice, not a fix.

/** Another text for a span. */
export const replacement = (title: string, { start, end }: Span, text: string): readonly Fix[] => [{ title, edits: [{ start, end, text }] }];

const insertion = (title: string, at: number, text: string): readonly Fix[] => replacement(title, { start: at, end: at }, text);

/** Statements or comments taken out, with their semicolons. */
export const removal = (title: string, spans: readonly Span[], { textOf }: MigrationView): readonly Fix[] => [
  { title, edits: spans.map(({ start, end }) => ({ start, end: textOf({ start: end, end: end + 1 }) === ';' ? end + 1 : end, text: '' })) },
];

/** Words put in behind the first ones of a clause; nothing when it does not begin like that (a comment in between, a DO block). */
function behind(title: string, beginning: RegExp, text: string, span: Span, { textOf }: MigrationView): readonly Fix[] {
  const [written] = beginning.exec(textOf(span)) ?? [];
  return written === undefined ? [] : insertion(title, span.start + written.length, text);
}

/** `CREATE INDEX` becomes `CREATE INDEX CONCURRENTLY` where this runner can run that: in no transaction block. */
export function buildConcurrently({ span, conditional, concurrently }: CreateIndex, { transaction }: Step, { migration }: RuleFacts): readonly Fix[] {
  const alone = migration.statements.length === 1;
  if (conditional || concurrently || transaction.explicit || (transaction.block && !alone)) return [];
  return behind('Build it CONCURRENTLY', /^CREATE\s+(UNIQUE\s+)?INDEX\b/i, ' CONCURRENTLY', span, migration);
}

/** A constraint that looks at no row. Those that are there are looked at by VALIDATE CONSTRAINT, in a later migration. */
export function addNotValid({ constraint, span, conditional }: AddConstraint, { migration }: RuleFacts): readonly Fix[] {
  const written = /^ADD\b/i.test(migration.textOf(span));
  if (conditional || !written || (constraint.kind !== 'foreignKey' && constraint.kind !== 'check')) return [];
  return insertion('Add it NOT VALID, and VALIDATE CONSTRAINT in the next migration', span.end, ' NOT VALID');
}

/** `SET` becomes `SET LOCAL`. */
export const setLocal = ({ span, conditional }: SetVariable, { migration }: RuleFacts): readonly Fix[] =>
  conditional ? [] : behind('Set it for this transaction only', /^SET\b(?!\s+(SESSION|LOCAL)\b)/i, ' LOCAL', span, migration);
