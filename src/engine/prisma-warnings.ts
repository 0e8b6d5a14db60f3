import type { Finding } from '../core/index.ts';
import type { Operation, SqlComment, Statement } from '../operation/index.ts';
import type { Located } from './diagnostic.ts';

/** A line of the block that Prisma writes on top of a migration that it generated. */
interface Warning {
  readonly text: string;
  readonly isAbout: (operation: Operation) => boolean;
}

type Reader = (names: readonly string[]) => Warning['isAbout'];

const NAME = '`([^`]*)`';
const pattern = (text: string): RegExp => new RegExp(`^${text.replaceAll('?', NAME)}`);

const dropsColumn: Reader =
  ([column, table]) =>
  (operation) =>
    operation.kind === 'dropColumn' && operation.column === column && operation.table.name === table;
const changesType: Reader =
  ([column, table]) =>
  (operation) =>
    operation.kind === 'alterColumnType' && operation.column === column && operation.table.name === table;

/** What Prisma says, and which operation it says it of (prisma-engines, sql_destructive_change_checker). */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [pattern('You are about to drop the column ? on the ? table'), dropsColumn],
  [pattern('The ? column on the ? table would be dropped and recreated'), dropsColumn],
  [pattern('Changed the type of ? on the ? table. No cast exists'), dropsColumn],
  [pattern('You are about to alter the column ? on the ? table'), changesType],
  [pattern('Changed the column ? on the ? table from a scalar field to a list'), changesType],
  [
    pattern('You are about to drop the ? table'),
    ([table]) =>
      (operation) =>
        operation.kind === 'dropTable' && operation.table.name === table,
  ],
  [
    pattern('Added the required column ? to the ? table'),
    ([column, table]) =>
      (operation) =>
        operation.kind === 'addColumn' && operation.column === column && operation.table.name === table,
  ],
  [
    pattern('The required column ? was added to the ? table'),
    ([column, table]) =>
      (operation) =>
        operation.kind === 'addColumn' && operation.column === column && operation.table.name === table,
  ],
  [
    pattern('Made the column ? on table ? required'),
    ([column, table]) =>
      (operation) =>
        operation.kind === 'setNotNull' && operation.column === column && operation.table.name === table,
  ],
  [
    pattern('The primary key for the ? table will be changed'),
    ([table]) =>
      (operation) =>
        operation.kind === 'addConstraint' && operation.constraint.kind === 'primaryKey' && operation.table.name === table,
  ],
  [
    pattern('A unique constraint covering the columns ? on the table ? will be added'),
    ([columns, table]) =>
      (operation) =>
        operation.kind === 'createIndex' &&
        operation.index.unique &&
        operation.index.table.name === table &&
        `[${operation.index.elements.map(({ column }) => column ?? '').join(',')}]` === columns,
  ],
  [
    /^The values \[[^\]]*\] on the enum `([^`]*)` will be removed/,
    ([name]) =>
      (operation) =>
        operation.kind === 'alterColumnType' && operation.type.name.replace(/_new$/, '') === name,
  ],
];

/** The warnings that a file still carries. Those that somebody wrote, or wrote anew, are not among them. */
function warningsIn(comments: readonly SqlComment[]): readonly Warning[] {
  const block = comments.find(({ form, text }) => form === 'block' && /^Warnings:\s/.test(text));
  const lines = block?.text.split(/\r?\n/).flatMap((line) => /^\s*- (.*\S)\s*$/.exec(line)?.[1] ?? []) ?? [];
  return lines.flatMap((text) => {
    for (const [expression, reader] of READERS) {
      const match = expression.exec(text);
      if (match) return [{ text, isAbout: reader(match.slice(1)) }];
    }
    return [];
  });
}

/**
 * Says in findings of failures and losses that Prisma has warned of the same statement, in a block that nobody took out: the
 * author has seen it, or nobody has read it.
 */
export function withPrismaWarnings(located: readonly Located[], comments: readonly SqlComment[]): readonly Located[] {
  const warnings = located.length === 0 ? [] : warningsIn(comments);
  if (warnings.length === 0) return located;
  return located.map((one) => {
    const said = one.statement === null || !isAboutRows(one.finding) ? [] : warnings.filter((warning) => concerns(warning, one.finding, one.statement));
    return said.length === 0 ? one : { ...one, finding: warned(one.finding, said) };
  });
}

const isAboutRows = ({ harms }: Finding): boolean => harms.includes('fails') || harms.includes('loses');

/** An operation that the finding underlines, or that lies in what it underlines. */
const concerns = ({ isAbout }: Warning, { span }: Finding, statement: Statement | null): boolean =>
  statement?.operations.some((operation) => operation.span.start < span.end && span.start < operation.span.end && isAbout(operation)) ?? false;

const warned = (finding: Finding, warnings: readonly Warning[]): Finding => ({
  ...finding,
  message: { ...finding.message, why: `${finding.message.why} Prisma warned of it when it wrote the file; the warning still stands on top, unanswered.` },
  evidence: { ...finding.evidence, prismaWarnings: warnings.map(({ text }) => text) },
});
