// Text that others wrote (names in SQL, paths) in Markdown: it must not become a heading, an image or a mention of somebody.

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '@': '&#64;' };
const withoutHtml = (text: string): string => text.replaceAll(/[&<>@]/g, (character) => HTML[character] ?? character);

/** One paragraph, or the cell of a table. What stands between backticks stays code. */
export const plainText = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll('|', '\\|') : withoutHtml(part).replaceAll(/[\\*_[\]|~#!]/g, (mark) => `\\${mark}`)))
    .join('');

/** A name or path; also in the cell of a table. */
export const code = (text: string): string => `\`${text.replaceAll(/[`\r\n]/g, ' ').replaceAll('|', '\\|')}\``;

/** Where Markdown is not read: inside of an element. */
export const asHtml = (text: string): string => withoutHtml(text.replaceAll(/\s+/g, ' ')).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

/** A block of SQL, whatever is in it. */
export function fenced(sql: string): string {
  const longest = Math.max(2, ...[...sql.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sql\n${sql}\n${fence}`;
}

/** Prose with SQL in it: lines that are indented by four blanks become blocks. */
export function sqlFenced(todo: string): string {
  const blocks: { readonly isSql: boolean; readonly lines: string[] }[] = [];
  for (const line of todo.split('\n')) {
    const isSql = line.startsWith('    ');
    const last = blocks.at(-1);
    if (last?.isSql === isSql) last.lines.push(isSql ? line.slice(4) : line);
    else blocks.push({ isSql, lines: [isSql ? line.slice(4) : line] });
  }
  return blocks.map(({ isSql, lines }) => (isSql ? fenced(lines.join('\n')) : lines.map(plainText).join('\n'))).join('\n\n');
}
