import type { Diagnostic, Edit } from '../core/index.ts';
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver';
import { shown } from './diagnostics.ts';
import { type Places, touch } from './places.ts';
import type { View } from './projects.ts';
import { suppressionOf } from './suppressions.ts';

/** The command behind "open the page"; its argument is the rule. */
export const OPEN_PAGE = 'prisma-migration-lint.openRulePage';

/**
 * What can be done about the findings in a range: their fixes, a suppression, the page of the rule. Nothing edits a migration
 * that others have already: Prisma would refuse it.
 */
export function actionsAt(view: View, { range, context }: Pick<CodeActionParams, 'range' | 'context'>): CodeAction[] {
  if (context.only && !context.only.some((kind) => CodeActionKind.QuickFix === kind || kind === CodeActionKind.Empty)) return [];
  const { places, analysis, page } = view;
  const found = (analysis.result?.diagnostics ?? []).filter(({ start, end }) => touch(range, places.range({ start: start.offset, end: end.offset })));
  const pages = [...new Set(found.map(({ rule }) => rule))].filter((rule) => page(rule) !== null).map(opening);
  if (found.length === 0 || !view.mayEdit()) return pages;
  return [...found.flatMap((diagnostic) => fixesOf(diagnostic, view)), ...found.flatMap((diagnostic) => suppressing(diagnostic, view)), ...pages];
}

function fixesOf(diagnostic: Diagnostic, view: View): readonly CodeAction[] {
  return diagnostic.fixes.map(({ title, edits }) => ({
    ...changing(title, diagnostic, edits, view),
    ...(diagnostic.fixes.length === 1 ? { isPreferred: true } : {}),
  }));
}

function suppressing(diagnostic: Diagnostic, view: View): readonly CodeAction[] {
  const edit = suppressionOf(diagnostic, view.analysis);
  if (!edit) return [];
  const where = diagnostic.statement === null ? 'in this file' : 'for this statement';
  return [changing(`Suppress ${diagnostic.rule} ${where}, with a reason`, diagnostic, [edit], view)];
}

function changing(title: string, diagnostic: Diagnostic, edits: readonly Edit[], view: View): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [shown(diagnostic, view)],
    edit: { changes: { [view.document.uri]: edits.map((edit) => textEdit(edit, view.places)) } },
  };
}

const textEdit = (edit: Edit, places: Places): TextEdit => ({ range: places.range(edit), newText: edit.text });

function opening(rule: string): CodeAction {
  const title = `Open the page of ${rule}`;
  return { title, kind: CodeActionKind.QuickFix, command: { title, command: OPEN_PAGE, arguments: [rule] } };
}
