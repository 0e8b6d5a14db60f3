import type { Diagnostic, SourceFile } from '../core/index.ts';

export interface FrameColors {
  readonly dim: (text: string) => string;
  readonly mark: (text: string) => string;
}

/** Longest stretch of a span that is printed whole; of longer ones the first and the last lines. */
const WHOLE = 6;
const AT_THE_ENDS = 2;
/** Of a line that is too wide, so much is kept before what is underlined. */
const LEAD = 8;

/** A line of a file: its number, its text, and which part of it is meant (half-open; null: none). */
interface FrameLine {
  readonly number: number;
  readonly text: string;
  readonly marked: readonly [number, number] | null;
}

/**
 * The lines of a finding with the line before, numbered, and what is meant underlined; none for a finding about the whole
 * file. Tabs are printed as one blank, so that the underline stands below its text.
 */
export function codeFrame(diagnostic: Diagnostic, source: SourceFile, width: number, colors: FrameColors): readonly string[] {
  if (diagnostic.start.offset === diagnostic.end.offset) return [];
  const lines = linesOf(diagnostic, source.text);
  const gutter = String(lines.at(-1)?.number ?? 1).length;
  const room = Math.max(20, width - gutter - 6);
  const printed = lines.map((line) => printLine(line, gutter, room, colors));
  const marked = lines.filter((line) => line.marked !== null).length;
  if (marked <= WHOLE) return printed.flat();
  const before = lines.length - marked;
  return [...printed.slice(0, before + AT_THE_ENDS).flat(), `   ${colors.dim(`${' '.repeat(gutter)} ┆`)}`, ...printed.slice(-AT_THE_ENDS).flat()];
}

/** Only the lines that are printed are cut out of the file, which may be large. */
function linesOf({ start, end }: Diagnostic, text: string): readonly FrameLine[] {
  const first = start.offset - (start.column - 1);
  const rest = text.slice(end.offset).search(/[\r\n]/);
  const texts = text.slice(first, rest < 0 ? text.length : end.offset + rest).split(/\r\n|\r|\n/);
  const marked = texts.map((line, index): FrameLine => {
    const from = index === 0 ? start.column - 1 : Math.max(0, line.search(/\S/));
    const until = index === texts.length - 1 ? end.column - 1 : line.trimEnd().length;
    return { number: start.line + index, text: line, marked: [from, until] };
  });
  const before = /(?:^|[\r\n])([^\r\n]*)(?:\r\n|\r|\n)$/.exec(text.slice(Math.max(0, first - 2000), first))?.[1] ?? '';
  return before.trim() === '' ? marked : [{ number: start.line - 1, text: before, marked: null }, ...marked];
}

function printLine({ number, text, marked }: FrameLine, gutter: number, room: number, colors: FrameColors): readonly string[] {
  // A byte order mark takes a column and no room.
  const bom = text.startsWith('\ufeff') ? 1 : 0;
  const [from, until] = marked === null ? [0, 0] : [Math.max(0, marked[0] - bom), marked[1] - bom];
  const whole = text.slice(bom).replaceAll('\t', ' ');
  const cut = whole.length > room && from > room - 20 ? from - LEAD : 0;
  const shown = `${cut > 0 ? '…' : ''}${whole.slice(cut > 0 ? cut + 1 : 0, cut + room)}`;
  const clipped = whole.length > cut + room ? `${shown.slice(0, room - 1)}…` : shown;
  const margin = (label: string): string => `   ${colors.dim(`${label.padStart(gutter)} │`)} `;
  if (marked === null) return [margin(String(number)) + colors.dim(clipped)];
  const length = Math.min(until, cut + room) - from;
  return [margin(String(number)) + clipped, ...(length > 0 ? [`${margin('')}${' '.repeat(from - cut)}${colors.mark('~'.repeat(length))}`] : [])];
}
