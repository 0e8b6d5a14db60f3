import { lineStarts, type Position, type Report, type Severity } from '../core/index.ts';
import type { Reporter } from './reporter.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };

/** Reviewdog's diagnostic format. Its columns count the bytes of UTF-8. */
export const rdjson: Reporter = (report) =>
  `${JSON.stringify(
    {
      source: { name: report.tool.name },
      diagnostics: report.diagnostics.map(({ severity, file, start, end, rule, message, why, todo, fixes }) => {
        const at = placesIn(file, report);
        return {
          message: [message, why, todo].filter(Boolean).join('\n\n'),
          location: { path: file, range: { start: at(start.offset), end: at(end.offset) } },
          severity: SEVERITIES[severity],
          code: { value: rule },
          suggestions: fixes.flatMap(({ edits }) => edits.map((edit) => ({ range: { start: at(edit.start), end: at(edit.end) }, text: edit.text }))),
        };
      }),
    },
    null,
    2,
  )}\n`;

function placesIn(file: string, { source }: Pick<Report, 'source'>): (offset: number) => Pick<Position, 'line' | 'column'> {
  const text = source(file)?.text ?? '';
  const starts = lineStarts(text);
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: new TextEncoder().encode(text.slice(starts[line], offset)).length + 1 };
  };
}
