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
  namedByClient,
  quoteIdentifier,
  quoteName,
  type SchemaFacts,
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
  /** Fields of the deployed client that read them, by the schema that it was generated from; null: that is not known. */
  readonly fields: readonly string[] | null;
  readonly statement: string;
}

const whatGoes = ({ table, columns }: Dropped): string =>
  columns.length === 1 ? columnLabel(table, columns[0] ?? '') : `${count(columns.length, 'column')} of ${label(table)} (${listOf(columns)})`;

const isUnread = ({ breaks, fields }: Dropped): boolean => !breaks && fields?.length === 0;

const UNREAD = 'by schema.prisma at the base of this change it has no field there, or has it under `@ignore`';

const reads = ({ table, fields }: Dropped): string =>
  fields !== null && fields.length > 0
    ? `${listOf(fields)} (schema.prisma at the base of this change still has ${fields.length === 1 ? 'it' : 'them'})`
    : `every column of ${label(table)}`;

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
          `The Prisma Client that is deployed now names ${reads(data)} in its queries; from this migration until the new release has replaced it, they fail with 42703 (column does not exist).`,
        isUnread(data) && `The deployed client does not notice: ${UNREAD}.`,
        data.loses && 'There is no way back but a backup.',
        data.along.length > 0 && `With it goes ${listOf(data.along)}.`,
      ]
        .filter(Boolean)
        .join(' '),
      todo: [
        isUnread(data)
          ? 'Look for the name in SQL that is written by hand, and keep a copy if anybody may ask for the values. Then say so above the statement:'
          : `Take the field out of schema.prisma and release that code first, with an empty migration or none (\`@ignore\` on the field keeps Prisma from dropping it). Drop the column in a later release, once no running client reads it, and say so there:`,
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
      const data: Dropped = {
        table,
        columns,
        along: [...new Set(along)],
        loses: harms.includes('loses'),
        breaks: harms.includes('breaks'),
        fields: fieldsOf(context.schema, table, columns),
        statement,
      };
      return context.finding('drops', data, {
        at: { start: first.operation.span.start, end: drops.at(-1)?.operation.span.end ?? first.operation.span.end },
        harms,
        subject: { table, ...(columns.length === 1 && columns[0] !== undefined ? { column: columns[0] } : {}) },
        evidence: { columns, along: data.along, ...(data.fields === null ? {} : { readAs: data.fields }) },
      });
    },
  },
});

function fieldsOf(schema: SchemaFacts | null, table: string, columns: readonly string[]): readonly string[] | null {
  const named = columns.map((column) => namedByClient(schema, table, column));
  if (named.some(({ is }) => is === 'unknown')) return null;
  return named.flatMap((one) => (one.is === 'named' && one.as !== null ? [one.as] : []));
}

/** The same name is added again in this migration: `drop-and-recreate-column` speaks of it. */
function recreated(drop: Step, steps: readonly Step[]): boolean {
  const { operation } = drop;
  return (
    operation.kind === 'dropColumn' &&
    steps.some(({ operation: other }) => other.kind === 'addColumn' && other.column === operation.column && other.table.name === operation.table.name)
  );
}
