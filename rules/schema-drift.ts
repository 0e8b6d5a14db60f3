import {
  compareCatalogs,
  defineRule,
  type Difference,
  label,
  listOf,
  type ModelFacts,
  renderAttribute,
  type SchemaFacts,
  type SchemaPlace,
} from '../src/rule/index.ts';

interface Drifted {
  /** The table or enum. */
  readonly on: string;
  readonly differences: readonly Difference[];
  /** How the model would say what only the migrations have: `@@index([title], map: "x")`. */
  readonly attributes: readonly string[];
}

/** So many are spelled out; the evidence has all. */
const SPELLED = 5;

export const schemaDrift = defineRule({
  id: 'schema-drift',
  meta: {
    summary: 'schema.prisma describes another database than the one that the migrations make',
    harms: [],
    severity: 'info',
    preset: 'recommended',
    needs: ['described'],
  },
  messages: {
    notMigrated: (data: Drifted) => ({
      what: `No migration makes what schema.prisma says of ${label(data.on)}: ${inWords(data, 'described')}.`,
      why: 'A database that is built from these migrations lacks it, and the client that is generated from the schema asks for it there: queries fail, or values and guarantees are not as the code expects. Either a migration was forgotten, or the database was changed by `prisma db push` or by hand.',
      todo: 'Let Prisma write the missing migration and read it before it is applied: `npx prisma migrate dev --create-only --name <name>`. Where the databases have it already, mark it as applied there: `npx prisma migrate resolve --applied <name>`.',
    }),
    notDescribed: (data: Drifted) => ({
      what: `schema.prisma does not have what the migrations make of ${label(data.on)}: ${inWords(data, 'migrated')}.`,
      why: 'Prisma takes schema.prisma for the truth: the next `prisma migrate dev` writes a migration that takes this away, whatever that migration was meant for.',
      todo: `Describe it in schema.prisma${data.attributes.length > 0 ? `: ${data.attributes.map((attribute) => `\`${attribute}\``).join(' ')}. ` : ' (`npx prisma db pull` shows how). '}What is not Prisma's belongs into \`tables.external\` of prisma.config. If it is to go, let Prisma write that down: \`npx prisma migrate dev --create-only --name <name>\`.`,
    }),
    differs: (data: Drifted) => ({
      what: `schema.prisma and the migrations disagree about ${label(data.on)}: ${inWords(data, 'both')}.`,
      why: 'The client is generated from the one, the database is built from the other. The next `prisma migrate dev` writes the difference into a migration, whatever that migration was meant for.',
      todo: 'Decide which is right. If schema.prisma is, let Prisma write the migration and read it before it is applied: `npx prisma migrate dev --create-only --name <name>`. If the migrations are, change schema.prisma (`npx prisma db pull` shows how).',
    }),
  },
  on: {
    endOfHistory(context) {
      const { schema } = context;
      if (!schema?.described) return null;
      const differences = compareCatalogs(schema.described.catalog, context.after, schema.described.external);
      const subjects = [...new Set(differences.map(({ on }) => on))];
      return subjects.map((on) => {
        const own = differences.filter((one) => one.on === on);
        const isEnum = own.some(({ what }) => what === 'enum' || what === 'enum values');
        const model = modelOf(schema, on);
        const place = placeOf(schema, model, own);
        const attributes = own.flatMap(({ index, migrated }) => (model && index && migrated !== null ? (renderAttribute(index, model) ?? []) : []));
        const [column, ...others] = new Set(own.flatMap(({ columns }) => columns));
        return context.finding(
          own.every(({ migrated }) => migrated === null) ? 'notMigrated' : own.every(({ described }) => described === null) ? 'notDescribed' : 'differs',
          { on, differences: own, attributes },
          {
            ...(place ? { place } : { at: { start: 0, end: 0 } }),
            subject: isEnum ? {} : { table: on, ...(column !== undefined && others.length === 0 ? { column } : {}) },
            certainty: 'certain',
            evidence: { differences: own.map(({ index: _index, ...difference }) => difference) },
          },
        );
      });
    },
  },
});

function inWords({ differences }: Drifted, side: 'described' | 'migrated' | 'both'): string {
  const words = differences.slice(0, SPELLED).map((one) => {
    const about = one.columns.length === 1 ? ` ${one.columns[0] ?? ''}` : '';
    if (one.what === 'table') return 'the table';
    if (one.what === 'enum') return `the enum (${one.described ?? one.migrated ?? ''})`;
    if (one.what === 'column') return `the column${about} (${one.described ?? one.migrated ?? ''})${only(one, side)}`;
    if (one.described !== null && one.migrated !== null) return `${one.what}${about} (${one.described} in the schema, ${one.migrated} by the migrations)`;
    return `${one.described ?? one.migrated ?? ''}${only(one, side)}`;
  });
  const more = differences.length - words.length;
  return listOf(more > 0 ? [...words, `${more} more`] : words);
}

const only = ({ described }: Difference, side: 'described' | 'migrated' | 'both'): string =>
  side !== 'both' ? '' : described === null ? ' only by the migrations' : ' only in the schema';

const modelOf = ({ models }: SchemaFacts, on: string): ModelFacts | undefined =>
  models.find(({ schema, table }) => (schema === null ? on.slice(on.indexOf('.') + 1) === table : on === `${schema}.${table}`));

/** The model, or its field where it is all about one; the beginning of the schema where there is neither. */
function placeOf({ models }: SchemaFacts, model: ModelFacts | undefined, differences: readonly Difference[]): SchemaPlace | null {
  const columns = new Set(differences.flatMap((one) => one.columns));
  const field = columns.size === 1 ? model?.fields.find(({ column }) => columns.has(column)) : undefined;
  const first = models.find(({ place }) => place !== undefined)?.place;
  return field?.place ?? model?.place ?? (first ? { file: first.file, span: { start: 0, end: 0 } } : null);
}
