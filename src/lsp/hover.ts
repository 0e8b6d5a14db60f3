import type { Diagnostic } from '../core/index.ts';
import { type InspectedStatement, inspectMigration } from '../engine/index.ts';
import { factsOf, sqlFenced } from '../reporters/index.ts';
import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import { touch } from './places.ts';
import type { View } from './projects.ts';

/** At a place: what its statement does, and the findings there with the pages of their rules. Null: there is nothing to say. */
export function hoverAt({ analysis, places, page }: View, position: Position): Hover | null {
  const offset = places.offsetOf(position);
  const statements = inspectMigration(analysis.replayed, analysis.steps);
  const statement = statements.find(({ start, end }) => start.offset <= offset && offset <= end.offset);
  const at = { start: position, end: position };
  const found = (analysis.result?.diagnostics ?? []).filter(({ start, end }) => touch(at, places.range({ start: start.offset, end: end.offset })));
  const rules = [...new Set(found.map(({ rule }) => rule))];
  const parts = [
    ...(statement ? [described(statement, statements)] : []),
    ...found.map(explained),
    ...rules.flatMap((rule) => {
      const known = page(rule);
      return known ? [prose(known.read())] : [];
    }),
  ];
  if (parts.length === 0) return null;
  const range = statement ? { range: places.range({ start: statement.start.offset, end: statement.end.offset }) } : {};
  return { contents: { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') }, ...range };
}

/** The facts that `inspect` prints, and how long the locks are held. */
function described(statement: InspectedStatement, all: readonly InspectedStatement[]): string {
  const { id, explicit } = statement.transaction;
  const facts = factsOf(statement).flatMap((fact) => (fact[0] === 'locks' ? [fact, ['until', endOf(statement, all)] as const] : [fact]));
  const rows = facts.map(([name, fact]) => `- **${name}** ${escaped(fact)}`);
  const head = `**Statement ${statement.statement + 1}** · ${escaped(statement.kind)} · transaction ${id + 1}${explicit ? ' (BEGIN … COMMIT)' : ''}`;
  return [head, rows.length === 0 ? 'Nobody waits for it.' : rows.join('\n')].join('\n\n');
}

function endOf({ statement, transaction }: InspectedStatement, all: readonly InspectedStatement[]): string {
  const last = all.findLast((other) => other.transaction.id === transaction.id)?.statement ?? statement;
  return last === statement ? 'this statement is done' : `its transaction ends, with statement ${last + 1}`;
}

/** All three parts of a finding; its diagnostic shows the first alone. */
const explained = ({ rule, severity, message, why, todo }: Diagnostic): string =>
  [`**${severity}** ${message} \`${rule}\``, why, sqlFenced(todo)].filter(Boolean).join('\n\n');

/** A page without its comments and marks for tests. */
const prose = (markdown: string): string =>
  markdown
    .replaceAll(/<!--[\s\S]*?-->\n?/g, '')
    .replaceAll(/^```sql .*$/gm, '```sql')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();

/** Names are full of underscores, and SQL of stars. */
const escaped = (text: string): string => text.replaceAll(/[\\*_<>[\]`]/g, '\\$&');
