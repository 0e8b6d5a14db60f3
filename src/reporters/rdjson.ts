import { type Fix, lineStarts, type Position, positionAt, type Report, type Severity } from '../core/index.ts';
import type { Reporter } from './reporter.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };

/** Reviewdog's diagnostic format. Its columns count the bytes of UTF-8. */
export const rdjson: Reporter = (report, { folder = '' }) => {
  const placesIn = placesOf(report);
  const diagnostics = report.diagnostics.map(({ severity, file, start, end, rule, message, why, todo, fixes }) => {
    const places = placesIn(file);
    const range = (from: number, to: number): object => ({ start: places.at(from), end: places.at(to) });
    return {
      message: [message, why, todo].filter(Boolean).join('\n\n'),
      location: { path: `${folder}${file}`, range: range(start.offset, end.offset) },
      severity: SEVERITIES[severity],
      code: { value: rule },
      suggestions: fixes.map((fix) => {
        const { from, to, text } = asOneEdit(fix, places.text);
        return { range: range(from, to), text };
      }),
    };
  });
  return `${JSON.stringify({ source: { name: report.tool.name }, diagnostics }, null, 2)}\n`;
};

interface Places {
  readonly text: string;
  readonly at: (offset: number) => Pick<Position, 'line' | 'column'>;
}

/** Looks at each file once. */
function placesOf({ source }: Pick<Report, 'source'>): (file: string) => Places {
  const known = new Map<string, Places>();
  const encoder = new TextEncoder();
  const look = (file: string): Places => {
    const text = source(file)?.text ?? '';
    const starts = lineStarts(text);
    const at = (offset: number): Pick<Position, 'line' | 'column'> => {
      const { line } = positionAt(starts, offset);
      return { line, column: encoder.encode(text.slice(starts[line - 1], offset)).length + 1 };
    };
    return { text, at };
  };
  return (file) => {
    const places = known.get(file) ?? look(file);
    known.set(file, places);
    return places;
  };
}

/** A suggestion is one range: edits that belong together become one, with the text between them. */
function asOneEdit({ edits }: Fix, text: string): { readonly from: number; readonly to: number; readonly text: string } {
  const sorted = edits.toSorted((a, b) => a.start - b.start);
  const from = sorted[0]?.start ?? 0;
  let at = from;
  let result = '';
  for (const edit of sorted) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return { from, to: at, text: result };
}
