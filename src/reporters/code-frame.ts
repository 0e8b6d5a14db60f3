import type { Diagnostic, SourceFile } from '../core/index.ts';

export interface FrameColors {
  readonly dim: (text: string) => string;
  readonly mark: (text: string) => string;
}

/** Longest stretch of a span that is printed whole; of longer ones the first and the last lines. */
const WHOLE = 6;
const AT_THE_ENDS = 2;

/**
 * The lines of a finding with the line before, numbered, and what is meant underlined. Tabs count as one column and are
 * printed as blanks, so that the underline stands below its text.
 */
export function codeFrame(diagnostic: Diagnostic, source: SourceFile, width: number, colors: FrameColors): readonly string[] {
  const lines = source.text.split(/\r\n|\r|\n/);
  const { start, end } = diagnostic;
  const last = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  const gutter = String(last).length;
  const room = Math.max(20, width - gutter - 7);
  const frame: string[] = [];
  const put = (number: number, marked: boolean): void => {
    const text = (lines[number - 1] ?? '').replaceAll('\t', ' ').replace('\ufeff', '');
    const from = marked ? (number === start.line ? start.column - 1 : firstInk(text)) : 0;
    const until = number === last ? end.column - 1 : text.length;
    const shift = from > room - 20 ? from - 8 : 0;
    const shown = `${shift > 0 ? '…' : ''}${text.slice(shift > 0 ? shift + 1 : 0, shift + room)}${text.length > shift + room ? '…' : ''}`;
    frame.push(`   ${colors.dim(`${String(number).padStart(gutter)} │`)} ${marked ? shown : colors.dim(shown)}`);
    if (marked)
      frame.push(
        `   ${colors.dim(`${' '.repeat(gutter)} │`)} ${' '.repeat(Math.max(0, from - shift))}${colors.mark('~'.repeat(Math.max(1, Math.min(until, shift + room) - from)))}`,
      );
  };
  const before = lines[start.line - 2];
  if (before !== undefined && before.trim() !== '' && start.line > 1) put(start.line - 1, false);
  for (let number = start.line; number <= last; number++) {
    if (last - start.line >= WHOLE && number === start.line + AT_THE_ENDS) {
      frame.push(`   ${colors.dim(`${' '.repeat(gutter)} ┆`)}`);
      number = last - AT_THE_ENDS + 1;
    }
    put(number, true);
  }
  return frame;
}

const firstInk = (text: string): number => Math.max(0, text.search(/\S/));
