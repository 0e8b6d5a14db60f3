import picocolors from 'picocolors';
import type { ReporterOptions } from './reporter.ts';
import { wrap } from './text.ts';

/** A page of Markdown for the terminal: headings are bold, code is indented, prose is wrapped. Comments are left out. */
export function page(markdown: string, { color, width }: ReporterOptions): string {
  const colors = picocolors.createColors(color);
  const lines: string[] = [];
  let fence = false;
  for (const line of markdown.replaceAll(/<!--[\s\S]*?-->\n?/g, '').split(/\r?\n/)) {
    const fenced = /^```(\w*)\s*(.*)$/.exec(line);
    if (fenced) {
      fence = !fence;
      if (fence && fenced[2]) lines.push(`    ${colors.dim(fenced[2])}`);
    } else if (fence) lines.push(`    ${line.trimStart().startsWith('--') ? colors.dim(line) : colors.cyan(line)}`.trimEnd());
    else lines.push(...prose(line, width, colors));
  }
  return `${lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function prose(line: string, width: number, colors: ReturnType<typeof picocolors.createColors>): readonly string[] {
  const heading = /^#+\s+(.*)$/.exec(line)?.[1];
  if (heading !== undefined) return [colors.bold(heading)];
  const [, bullet = '', rest = ''] = /^(\s*(?:[-*]|\d+\.)\s+)?(.*)$/.exec(line) ?? [];
  const indent = ' '.repeat(bullet.length);
  const lines = line.startsWith('|') ? [line] : wrap(rest, width, indent);
  return lines.length === 0 ? [''] : lines.map((one, index) => styled(index === 0 ? bullet + one.slice(indent.length) : one, colors));
}

/** Bold and code; without colours the marks stay, because they still say something. */
function styled(text: string, colors: ReturnType<typeof picocolors.createColors>): string {
  if (!colors.isColorSupported) return text;
  return text.replaceAll(/`([^`]+)`/g, (_, code: string) => colors.cyan(code)).replaceAll(/\*\*([^*]+)\*\*/g, (_, bold: string) => colors.bold(bold));
}
