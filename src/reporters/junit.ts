import type { Diagnostic } from '../core/index.ts';
import type { Reporter } from './reporter.ts';
import { byFile } from './text.ts';
import { attributes, escapeXml } from './xml.ts';

/** JUnit's XML: a suite per file, a failed case per finding. Infos pass, with their text as output. */
export const junit: Reporter = ({ diagnostics, summary }) => {
  const suites = [...byFile(diagnostics)].map(([name, found]) => {
    const failures = found.filter(({ severity }) => severity !== 'info').length;
    return [`  <testsuite${attributes({ name, tests: found.length, failures, errors: 0, skipped: 0 })}>`, ...found.map(testCase), '  </testsuite>'].join('\n');
  });
  const totals = attributes({
    name: 'prisma-migration-lint',
    tests: diagnostics.length,
    failures: diagnostics.filter(({ severity }) => severity !== 'info').length,
    time: summary.durationMs / 1000,
  });
  return `${['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${totals}>`, ...suites, '</testsuites>'].join('\n')}\n`;
};

function testCase({ rule, file, start, severity, message, why, todo }: Diagnostic): string {
  const place = `${file}:${start.line}:${start.column}`;
  const text = escapeXml([place, message, why, todo].filter(Boolean).join('\n\n'));
  const body = severity === 'info' ? `<system-out>${text}</system-out>` : `<failure${attributes({ type: severity, message })}>${text}</failure>`;
  return `    <testcase${attributes({ name: `${rule} at ${start.line}:${start.column}`, classname: file })}>${body}</testcase>`;
}
