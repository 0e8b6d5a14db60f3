import picocolors from 'picocolors';

export interface Column {
  readonly title: string;
  readonly cells: readonly string[];
}

/** Columns side by side, as wide as their longest cell; the last one is not filled up. */
export function table(columns: readonly Column[], options: { readonly color: boolean }): string {
  const colors = picocolors.createColors(options.color);
  const widths = columns.map(({ title, cells }) => Math.max(title.length, ...cells.map((cell) => cell.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => (index === cells.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd();
  const height = Math.max(0, ...columns.map(({ cells }) => cells.length));
  const rows = Array.from({ length: height }, (_, row) => line(columns.map(({ cells }) => cells[row] ?? '')));
  return `${[colors.dim(line(columns.map(({ title }) => title))), ...rows].join('\n')}\n`;
}
