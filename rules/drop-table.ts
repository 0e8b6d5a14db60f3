import {
  count,
  defineRule,
  harmsOf,
  keyOf,
  label,
  listOf,
  migration,
  type NamedByClient,
  namedByClient,
  quoteName,
  slug,
  tableRenames,
} from '../src/rule/index.ts';

interface Dropped {
  readonly table: string;
  readonly along: readonly string[];
  readonly loses: boolean;
  readonly breaks: boolean;
  readonly named: NamedByClient;
  readonly statement: string;
}

const isUnread = ({ breaks, named }: Dropped): boolean => !breaks && named.is === 'not named';
const modelOf = (named: NamedByClient): string =>
  named.is === 'named' && named.as !== null ? ` (${named.as} in schema.prisma at the base of this change)` : '';

export const dropTable = defineRule({
  id: 'drop-table',
  meta: {
    summary: 'A table is dropped with its rows, while the deployed client still uses it',
    harms: ['loses', 'breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    drops: (data: Dropped) => ({
      what: `Dropping the table ${label(data.table)} ${data.loses ? 'destroys all of its rows' : 'takes it away from the running release'}${data.breaks && data.loses ? ' and breaks the running release' : ''}.`,
      why: [
        data.breaks &&
          `Every query of the deployed client on ${label(data.table)}${modelOf(data.named)}, also as a relation of another model, fails with 42P01 (relation does not exist) until the new release has replaced it.`,
        isUnread(data) &&
          'The deployed client does not notice: by schema.prisma at the base of this change it has no model for the table, or has it under `@@ignore`.',
        data.loses && 'There is no way back but a backup.',
        data.along.length > 0 && `With it goes ${listOf(data.along)}.`,
      ]
        .filter(Boolean)
        .join(' '),
      todo: [
        isUnread(data)
          ? 'Look for the name in SQL that is written by hand, and keep a copy if anybody may ask for the rows. Then say so above the statement:'
          : `Take the model out of schema.prisma and release that code first (\`@@ignore\` keeps Prisma from dropping the table). Keep a copy if anybody may ask for the rows. Drop the table in a later release, and say so there:`,
        migration(
          slug('drop', label(data.table)),
          '-- migration-lint-disable-next-statement drop-table -- unused since release <version>',
          `${data.statement};`,
        ),
      ].join('\n'),
    }),
  },
  on: {
    dropTable(operation, context) {
      if (tableRenames(context.migration.steps).some((rename) => rename.drop === context.step)) return null;
      const table = keyOf(context.before, operation.table);
      const harms = harmsOf([context.step]).filter((harm) => harm === 'loses' || harm === 'breaks');
      if (harms.length === 0) return null;
      const foreignKeys = context.effects.loses.filter((loss) => loss.what === 'constraint' && loss.table !== table);
      const along = foreignKeys.length > 0 ? [`${count(foreignKeys.length, 'foreign key')} of other tables`] : [];
      const [loses, breaks] = [harms.includes('loses'), harms.includes('breaks')];
      const data: Dropped = {
        table,
        along,
        loses,
        breaks,
        named: namedByClient(context.schema, table),
        statement: `DROP TABLE ${quoteName(operation.table)}`,
      };
      return context.finding('drops', data, { harms, subject: { table } });
    },
  },
});
