import {
  type AddColumn,
  columnLabel,
  columnRenames,
  defineRule,
  exampleValue,
  harmsOf,
  keyOf,
  label,
  migration,
  quoteIdentifier,
  quoteName,
  renderType,
  type SchemaModel,
  slug,
  type Step,
} from '../src/rule/index.ts';

interface Required {
  readonly table: string;
  readonly quotedTable: string;
  readonly column: string;
  readonly type: string;
  readonly fails: boolean;
  readonly breaks: boolean;
  /** A foreign key of the same migration is on it: no one value fits every row. */
  readonly isReference: boolean;
  /** `uuid()`, `@updatedAt`, …: a default that only Prisma Client fills in. */
  readonly clientDefault: string | null;
}

export const requiredColumnWithoutDefault = defineRule({
  id: 'required-column-without-default',
  meta: {
    summary: 'A required column is added with nothing to fill the rows that exist',
    harms: ['fails', 'breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    required: (data: Required) => ({
      what: data.fails
        ? `${columnLabel(data.table, data.column)} is required and has no default: this fails as soon as ${label(data.table)} has a row.`
        : `${columnLabel(data.table, data.column)} is required and has no default: INSERTs of the running release fail.`,
      why: [
        data.fails &&
          'PostgreSQL has nothing to put into the existing rows and aborts with 23502 (not-null violation); the failed migration then blocks every later deploy (P3009). It works on an empty database, so nobody notices before production.',
        data.clientDefault !== null && `${data.clientDefault} is filled in by Prisma Client, not by the database: it leaves no DEFAULT here.`,
        data.breaks && `The client that is deployed now does not know the column: its INSERTs leave it out and get 23502${data.fails ? ' too' : ''}.`,
      ]
        .filter(Boolean)
        .join(' '),
      todo: [
        ...(data.isReference
          ? []
          : [
              'If one value fits all rows, give it as a default; that is instant, and the old release keeps working:',
              migration(
                slug('add', label(data.table), data.column),
                `ALTER TABLE ${data.quotedTable} ADD COLUMN ${quoteIdentifier(data.column)} ${data.type} NOT NULL DEFAULT ${exampleValue(data.type)};`,
              ),
            ]),
        `${data.isReference ? 'In' : 'Otherwise in'} three steps: add it as optional and release code that writes it, fill the old rows${data.isReference ? ' (with the row that each refers to)' : ''}, and make it required in a later release:`,
        migration(slug('add', label(data.table), data.column), `ALTER TABLE ${data.quotedTable} ADD COLUMN ${quoteIdentifier(data.column)} ${data.type};`),
        ...(data.isReference
          ? []
          : [
              migration(
                slug('fill', label(data.table), data.column),
                `UPDATE ${data.quotedTable} SET ${quoteIdentifier(data.column)} = ${exampleValue(data.type)} WHERE ${quoteIdentifier(data.column)} IS NULL;`,
              ),
            ]),
      ].join('\n'),
    }),
  },
  on: {
    addColumn(operation, context) {
      const { step } = context;
      const fails = context.effects.fails.some((failure) => failure.cause.what === 'nulls');
      const breaks = context.effects.breaks.some((breakage) => breakage.client === 'insert' && breakage.column === operation.column);
      if ((!fails && !breaks) || toldElsewhere(step, context.migration.steps)) return null;
      const table = keyOf(context.before, operation.table);
      const data = {
        table,
        quotedTable: quoteName(operation.table),
        column: operation.column,
        type: renderType(operation.definition.type),
        fails,
        breaks,
        isReference: isReference(operation, context.migration.steps),
        clientDefault: clientDefaultOf(context.schema, context.before.tables.get(table)?.name ?? operation.table.name, operation.column),
      };
      const harms = harmsOf([step]).filter((harm) => harm === 'fails' || harm === 'breaks');
      return context.finding('required', data, { harms, certainty: breaks ? 'certain' : 'depends-on-data', subject: { table, column: operation.column } });
    },
  },
});

/** Dropped under the same name, or renamed, by the same statement: another rule speaks of the pair. */
function toldElsewhere(step: Step, steps: readonly Step[]): boolean {
  if (columnRenames(steps).some((rename) => rename.add === step && rename.drop.statement === step.statement)) return true;
  const { operation } = step;
  return (
    operation.kind === 'addColumn' &&
    steps.some((other) => other.statement === step.statement && other.operation.kind === 'dropColumn' && other.operation.column === operation.column)
  );
}

const isReference = (added: AddColumn, steps: readonly Step[]): boolean =>
  steps.some(
    ({ operation }) =>
      operation.kind === 'addConstraint' &&
      operation.constraint.kind === 'foreignKey' &&
      operation.table.name === added.table.name &&
      operation.constraint.columns.includes(added.column),
  );

function clientDefaultOf(schema: SchemaModel | null, table: string, column: string): string | null {
  const model = schema?.models.find((facts) => facts.table === table);
  return model?.fields.find((facts) => facts.column === column)?.clientDefault ?? null;
}
