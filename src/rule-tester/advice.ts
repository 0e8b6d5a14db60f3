/** A migration file that a message advises. */
export interface AdvisedFile {
  /** What stands behind `-- migration:`, or null for SQL without such a line. */
  readonly name: string | null;
  readonly sql: string;
}

/**
 * The SQL of a message's `todo`: lines indented by four blanks. `-- migration: <name>` starts another file; prose between two
 * blocks of SQL does too, unless the SQL after it has no such line and none came before (then it goes on).
 */
export function adviceOf(todo: string): readonly AdvisedFile[] {
  const files: { name: string | null; lines: string[] }[] = [];
  for (const line of todo.split('\n')) {
    if (!line.startsWith('    ')) continue;
    const text = line.slice(4);
    const name = /^--\s*migration:\s*(\S.*?)\s*$/.exec(text)?.[1];
    if (name !== undefined) files.push({ name, lines: [] });
    else if (files.length === 0) files.push({ name: null, lines: [text] });
    else files.at(-1)?.lines.push(text);
  }
  return files.map(({ name, lines }) => ({ name, sql: `${lines.join('\n')}\n` })).filter(({ sql }) => sql.trim() !== '');
}
