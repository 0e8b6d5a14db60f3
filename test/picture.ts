// What a terminal shows, as a picture: SVG with one line of text per line, coloured as the escape codes say.

const COLORS: Readonly<Record<string, string>> = { '31': '#ff7b72', '32': '#7ee787', '33': '#e3b341', '34': '#79c0ff', '36': '#76e3ea' };
const WIDTH = 8.4;
const HEIGHT = 19;
const MARGIN = 18;

interface Style {
  readonly fill: string | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
}
const PLAIN: Style = { fill: null, isBold: false, isDim: false };

const after = (style: Style, code: string): Style => {
  if (code === '0') return PLAIN;
  if (code === '1') return { ...style, isBold: true };
  if (code === '2') return { ...style, isDim: true };
  if (code === '22') return { ...style, isBold: false, isDim: false };
  return { ...style, fill: COLORS[code] ?? null };
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function span(text: string, { fill, isBold, isDim }: Style): string {
  const attributes = [fill === null ? '' : ` fill="${fill}"`, isBold ? ' font-weight="bold"' : '', fill === null && isDim ? ' fill="#8b949e"' : ''].join('');
  return attributes === '' ? escaped(text) : `<tspan${attributes}>${escaped(text)}</tspan>`;
}

/** `output` with escape codes; the picture is as wide as `columns`. */
export function picture(output: string, columns: number): string {
  const lines = output.trimEnd().split('\n');
  let style = PLAIN;
  const texts = lines.map((line, index) => {
    const parts = line.split(new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`)).map((part, position) => {
      if (position % 2 === 1) style = after(style, part);
      return position % 2 === 1 || part === '' ? '' : span(part, style);
    });
    return `<text x="${MARGIN}" y="${MARGIN + HEIGHT * (index + 1) - 5}">${parts.join('')}</text>`;
  });
  const [width, height] = [Math.round(columns * WIDTH + 2 * MARGIN), lines.length * HEIGHT + 2 * MARGIN];
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" font-size="14" fill="#e6edf3" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" xml:space="preserve">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    ...texts,
    '</svg>',
  ].join('\n')}\n`;
}
