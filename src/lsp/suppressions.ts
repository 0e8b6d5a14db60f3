import type { Diagnostic, Edit } from '../core/index.ts';
import type { Analysis } from '../engine/index.ts';

/** To be replaced by whoever takes the suppression; a reviewer sees it when nobody does. */
const REASON = 'say why this is safe';

/** Mistakes in suppressions cannot be suppressed. */
const ABOUT_SUPPRESSIONS = ['invalid-suppression', 'unused-suppression'];

/** The comment that silences a finding, and the place it belongs to. Null: no comment does. */
export function suppressionOf({ rule, statement: index }: Diagnostic, { replayed }: Analysis): Edit | null {
  if (ABOUT_SUPPRESSIONS.includes(rule)) return null;
  const { text } = replayed.input;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const statement = index === null ? undefined : replayed.script.statements[index];
  if (!statement) return inserted(text.startsWith('\ufeff') ? 1 : 0, `-- migration-lint-disable-file ${rule} -- ${REASON}${lineEnd}`);
  const { start } = statement.span;
  const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const comment = `-- migration-lint-disable-next-statement ${rule} -- ${REASON}${lineEnd}${indent}`;
  // Behind another statement on the same line, the comment takes a line of its own.
  const before = text.slice(0, start - indent.length);
  return inserted(start, before === '' || /[\n\r\ufeff]$/.test(before) ? comment : `${lineEnd}${comment}`);
}

const inserted = (offset: number, text: string): Edit => ({ start: offset, end: offset, text });
