import { type Diagnostic, SEVERITIES } from '../core/index.ts';
import type { Reporter } from './reporter.ts';
import { plural, verdictOf } from './text.ts';

/** A comment of GitHub holds 65,536 characters; this leaves room for what a bot puts around it. */
const MOST_CHARACTERS = 60_000;

/** A comment for a pull request: worst first, cut between findings when it gets too long. The first line lets a bot find it again. */
export const markdown: Reporter = ({ diagnostics, summary }) => {
  const head = ['<!-- prisma-migration-lint -->', '', `**prisma-migration-lint**: ${verdictOf(summary)} in ${plural(summary.reported, 'migration')}.`].join(
    '\n',
  );
  const sections: string[] = [];
  let length = head.length;
  const sorted = SEVERITIES.flatMap((severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity));
  for (const [index, diagnostic] of sorted.entries()) {
    const section = sectionOf(diagnostic);
    length += section.length + 2;
    if (length > MOST_CHARACTERS) {
      sections.push(`… and ${plural(sorted.length - index, 'more finding')}.`);
      break;
    }
    sections.push(section);
  }
  return `${[head, ...sections].join('\n\n')}\n`;
};

function sectionOf({ severity, rule, harms, message, why, todo, file, start, preflight }: Diagnostic): string {
  const title = [severity, `\`${rule}\``, ...harms].join(' · ');
  const query = preflight === undefined ? [] : ['', 'This query returns a row when it would fail:', '', fenced(preflight)];
  return [
    `### ${message}`,
    '',
    `${title} · \`${file}:${start.line}\``,
    '',
    why,
    '',
    '<details><summary>What to do instead</summary>',
    '',
    sqlFenced(todo),
    ...query,
    '',
    '</details>',
  ].join('\n');
}

const fenced = (sql: string): string => `\`\`\`sql\n${sql}\n\`\`\``;

/** Lines of SQL, which are indented by four blanks, become blocks. */
export function sqlFenced(todo: string): string {
  const blocks: { readonly isSql: boolean; readonly lines: string[] }[] = [];
  for (const line of todo.split('\n')) {
    const isSql = line.startsWith('    ');
    const last = blocks.at(-1);
    if (last?.isSql === isSql) last.lines.push(isSql ? line.slice(4) : line);
    else blocks.push({ isSql, lines: [isSql ? line.slice(4) : line] });
  }
  return blocks.map(({ isSql, lines }) => (isSql ? fenced(lines.join('\n')) : lines.join('\n'))).join('\n\n');
}
