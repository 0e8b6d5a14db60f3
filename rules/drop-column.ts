import {
  columnLabel,
  columnRenames,
  count,
  defineRule,
  harmsOf,
  keyOf,
  label,
  listOf,
  migration,
  quoteIdentifier,
  quoteName,
  slug,
  type Step,
} from '../src/rule/index.ts';

interface Dropped {
  readonly table: string;
  readonly columns: readonly string[];
  /** Indexes, constraints, sequences, views that go along. */
  readonly along: readonly string[];
  readonly loses: boolean;
  readonly breaks: boolean;
  readonly statement: string;
}

const whatGoes = ({ table, columns }: Dropped): string =>
  columns.length === 1 ? columnLabel(table, columns[0] ?? '') : `${count(columns.length, 'column')} of ${label(table)} (${listOf(columns)})`;

export const dropColumn = defineRule({
  id: 'drop-column',
  meta: {
    summary: 'A column is dropped: its values are gone, and the deployed client still names it in every query',
    harms: ['loses', 'breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    drops: (data: Dropped) => ({
      what: `Dropping ${whatGoes(data)} ${data.loses ? 'destroys what existing rows hold there' : 'takes it away from the running release'}${data.breaks && data.loses ? ' and breaks the running release' : ''}.`,
      why: [
        data.breaks &&
          `The Prisma Client that is deployed now names every column of ${label(data.table)} in its queries; from this migration until the new release has replaced it, they fail with 42703 (column does not exist).`,
        data.loses && 'There is no way back but a backup.',
        data.along.length > 0 && `With it goes ${listOf(data.along)}.`,
      ]
        .filter(Boolean)
        .join(' '),
      todo: [
        `Take the field out of schema.prisma and release that code first, with an empty migration or none (\`@ignore\` on the field keeps Prisma from dropping it). Drop the column in a later release, once no running client reads it, and say so there:`,
        migration(
          slug('drop', label(data.table), ...data.columns),
          '-- migration-lint-disable-next-statement drop-column -- unread since release <version>',
          `${data.statement};`,
        ),
      ].join('\n'),
    }),
  },
  on: {
    statement(steps, context) {
      if (steps.every((step) => step.operation.kind !== 'dropColumn')) return null;
      const paired = new Set(columnRenames(context.migration.steps).map((rename) => rename.drop));
      const drops = steps.filter((step) => step.operation.kind === 'dropColumn' && !paired.has(step) && !recreated(step, context.migration.steps));
      const first = drops[0];
      if (first?.operation.kind !== 'dropColumn') return null;
      const columns = drops.flatMap((step) => (step.operation.kind === 'dropColumn' ? [step.operation.column] : []));
      const harms = harmsOf(drops).filter((harm) => harm === 'loses' || harm === 'breaks');
      if (harms.length === 0) return null;
      const table = keyOf(first.before, first.operation.table);
      const along = drops.flatMap((step) =>
        step.effects.loses.flatMap((loss) => (loss.data || loss.object === null ? [] : [`${loss.what} ${quoteIdentifier(loss.object)}`])),
      );
      const statement = `ALTER TABLE ${quoteName(first.operation.table)} ${columns.map((column) => `DROP COLUMN ${quoteIdentifier(column)}`).join(', ')}`;
      const data = { table, columns, along: [...new Set(along)], loses: harms.includes('loses'), breaks: harms.includes('breaks'), statement };
      return context.finding('drops', data, {
        at: { start: first.operation.span.start, end: drops.at(-1)?.operation.span.end ?? first.operation.span.end },
        harms,
        subject: { table, ...(columns.length === 1 && columns[0] !== undefined ? { column: columns[0] } : {}) },
        evidence: { columns, along: data.along },
      });
    },
  },
});

/** The same name is added again in this migration: `drop-and-recreate-column` speaks of it. */
function recreated(drop: Step, steps: readonly Step[]): boolean {
  const { operation } = drop;
  return (
    operation.kind === 'dropColumn' &&
    steps.some(({ operation: other }) => other.kind === 'addColumn' && other.column === operation.column && other.table.name === operation.table.name)
  );
}
