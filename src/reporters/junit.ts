import type { Diagnostic } from '../core/index.ts';
import type { Reporter } from './reporter.ts';
import { byFile, plural } from './text.ts';
import { attributes, escapeXml } from './xml.ts';

/** JUnit's XML: a suite per file, a failed case per finding. Infos pass, with their text as output; so does a clean run, as one case. */
export const junit: Reporter = ({ diagnostics, summary, tool }) => {
  const clean = suite(
    tool.name,
    [`    <testcase${attributes({ name: `nothing found in ${plural(summary.reported, 'migration')}`, classname: tool.name })}/>`],
    0,
  );
  const suites = [...byFile(diagnostics)].map(([name, found]) => suite(name, found.map(testCase), failuresAmong(found)));
  const totals = attributes({
    name: tool.name,
    tests: Math.max(1, diagnostics.length),
    failures: failuresAmong(diagnostics),
    time: summary.durationMs / 1000,
  });
  const body = suites.length === 0 ? [clean] : suites;
  return `${['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${totals}>`, ...body, '</testsuites>'].join('\n')}\n`;
};

const suite = (name: string, cases: readonly string[], failures: number): string =>
  [`  <testsuite${attributes({ name, tests: cases.length, failures, errors: 0, skipped: 0 })}>`, ...cases, '  </testsuite>'].join('\n');

const failuresAmong = (diagnostics: readonly Diagnostic[]): number => diagnostics.filter(({ severity }) => severity !== 'info').length;

function testCase({ rule, file, start, severity, message, why, todo }: Diagnostic): string {
  const place = `${file}:${start.line}:${start.column}`;
  const text = escapeXml([place, message, why, todo].filter(Boolean).join('\n\n'));
  const body = severity === 'info' ? `<system-out>${text}</system-out>` : `<failure${attributes({ type: severity, message })}>${text}</failure>`;
  return `    <testcase${attributes({ name: `${rule} at ${start.line}:${start.column}`, classname: file })}>${body}</testcase>`;
}
