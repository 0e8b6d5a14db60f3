import { deepStrictEqual } from 'node:assert/strict';
import type { Diagnostic, Fix } from '../core/index.ts';
import type { Expected, InvalidCase } from './case.ts';

/** A finding on one line, for failures of tests. */
const line = (finding: Diagnostic, sql: string): string =>
  `  ${finding.severity} ${finding.messageId ?? ''} [${finding.harms.join(', ')}] ${finding.certainty}: ${finding.message}\n    at: ${JSON.stringify(underlined(finding, sql))}`;

export const listed = (findings: readonly Diagnostic[], sql: string): string =>
  findings.length === 0 ? '  (none)' : findings.map((finding) => line(finding, sql)).join('\n');

export const underlined = (finding: Diagnostic, sql: string): string => sql.slice(finding.start.offset, finding.end.offset);

export const expectedOf = (one: InvalidCase): readonly Expected[] => one.findings ?? [one];

/** Throws, saying what was found, unless the findings are those that are expected, in order. */
export function checkFindings(findings: readonly Diagnostic[], expected: readonly Expected[], sql: string): void {
  if (findings.length !== expected.length) throw new Error(`expected ${expected.length} finding(s), got ${findings.length}:\n${listed(findings, sql)}`);
  for (const [index, one] of expected.entries()) {
    const finding = findings[index];
    if (finding) checkFinding(finding, one, sql);
  }
}

function checkFinding(finding: Diagnostic, expected: Expected, sql: string): void {
  const at = spanOf(expected, sql);
  if (at) deepStrictEqual({ at: underlined(finding, sql), start: finding.start.offset }, { at: expected.at, start: at.start }, 'another text is underlined');
  for (const key of ['messageId', 'severity', 'harms', 'certainty', 'table', 'column'] as const) {
    if (expected[key] !== undefined) deepStrictEqual(finding[key], expected[key], `${key} differs:\n${line(finding, sql)}\n`);
  }
  contains('what', finding.message, expected.what);
  contains('why', finding.why, expected.why);
  contains('todo', finding.todo, expected.todo);
  if (expected.preflight === null && finding.preflight !== undefined) throw new Error(`no preflight was expected:\n${finding.preflight}`);
  contains('preflight', finding.preflight ?? '', expected.preflight ?? undefined);
  for (const [key, value] of Object.entries(expected.evidence ?? {})) deepStrictEqual(finding.evidence[key], value, `evidence.${key} differs`);
  const [fix] = finding.fixes;
  if (expected.fixed !== undefined) deepStrictEqual(fix ? applied(fix, sql) : null, expected.fixed, 'the fix differs');
}

/** The text after a fix. */
export const applied = (fix: Fix, sql: string): string =>
  fix.edits.toSorted((a, b) => b.start - a.start).reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), sql);

function contains(part: string, text: string, expected: string | RegExp | undefined): void {
  if (expected === undefined) return;
  const found = typeof expected === 'string' ? text.includes(expected) : expected.test(text);
  if (!found) throw new Error(`${part} does not contain ${String(expected)}:\n${text}`);
}

/** Where the text that must be underlined stands. Throws when the case does not say it unambiguously. */
export function spanOf({ at, nth }: Expected, sql: string): { readonly start: number } | null {
  if (at === undefined) return null;
  const places: number[] = [];
  for (let index = sql.indexOf(at); index >= 0; index = sql.indexOf(at, index + 1)) places.push(index);
  const start = places[(nth ?? 1) - 1];
  if (start === undefined) throw new Error(`the case is wrong: its sql does not hold ${JSON.stringify(at)}${nth === undefined ? '' : ` ${nth} times`}`);
  if (places.length > 1 && nth === undefined)
    throw new Error(`the case is wrong: its sql holds ${JSON.stringify(at)} ${places.length} times; say which with nth`);
  return { start };
}

/** The three parts say something, in the form that reports rely on. */
export function checkMessage({ message, why, todo }: Diagnostic): void {
  for (const [part, text] of Object.entries({ what: message, why, todo })) {
    if (text.trim() === '') throw new Error(`the message has no "${part}"`);
    if (/\bundefined\b|\[object |NaN/.test(text)) throw new Error(`"${part}" holds a value that was not meant for people:\n${text}`);
  }
  if (message.includes('\n')) throw new Error(`"what" is one sentence on one line:\n${message}`);
}
