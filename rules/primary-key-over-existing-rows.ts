import {
  concurrentForm,
  concurrentIndexSteps,
  defineRule,
  harmsOf,
  keyOf,
  label,
  listOf,
  migration,
  quoteIdentifier,
  quoteName,
  type RunnerName,
  severityOf,
  slug,
} from '../src/rule/index.ts';

interface Key {
  readonly table: string;
  readonly quotedTable: string;
  readonly columns: readonly string[];
  readonly constraint: string;
  readonly create: string;
  readonly index: string;
  readonly runner: RunnerName;
  readonly fails: boolean;
}

export const primaryKeyOverExistingRows = defineRule({
  id: 'primary-key-over-existing-rows',
  meta: {
    summary: 'A primary key is added to a table that holds rows: NULLs and duplicates fail, and reads and writes wait for the index',
    harms: ['fails', 'blocks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    adds: (data: Key) => ({
      what: data.fails
        ? `Rows of ${label(data.table)} with NULL or the same ${listOf(data.columns)} make this primary key fail.`
        : `Adding the primary key of ${label(data.table)} keeps reads and writes waiting while its index is built.`,
      why: `ADD PRIMARY KEY checks for NULLs (23502) and builds a unique index (23505 on duplicates) under ACCESS EXCLUSIVE, so nobody reads or writes ${label(data.table)} until it is done.`,
      todo: [
        ...(data.fails ? ['Remove duplicates and NULLs in an earlier migration.'] : []),
        'Build the index first, without stopping anybody, and adopt it in the migration after that, which is instant if the columns are NOT NULL:',
        ...concurrentIndexSteps(data.create, data.index, data.runner),
        migration(
          slug('adopt', data.index),
          `ALTER TABLE ${data.quotedTable} ADD CONSTRAINT ${quoteIdentifier(data.constraint)} PRIMARY KEY USING INDEX ${quoteIdentifier(data.index)};`,
        ),
      ].join('\n'),
    }),
  },
  on: {
    addConstraint(operation, context) {
      const { constraint } = operation;
      if (constraint.kind !== 'primaryKey') return null;
      const failure = context.effects.fails.find(({ cause }) => cause.what === 'nulls' || cause.what === 'duplicates');
      const harms = harmsOf([context.step]).filter((harm) => harm === 'fails' || harm === 'blocks');
      if (harms.length === 0) return null;
      const table = keyOf(context.before, operation.table);
      const name = constraint.name ?? `${operation.table.name}_pkey`;
      const index = `${name}_new`;
      const create = concurrentForm({ ...operation, constraint: { ...constraint, name: index } }) ?? '';
      const data = {
        table,
        quotedTable: quoteName(operation.table),
        columns: constraint.columns,
        constraint: name,
        create,
        index,
        runner: context.runner.name,
        fails: harms.includes('fails'),
      };
      return context.finding('adds', data, {
        harms,
        severity: failure === undefined ? 'warning' : severityOf(failure),
        certainty: failure === undefined ? 'depends-on-size' : 'depends-on-data',
        preflight: failure?.preflight ?? null,
        subject: { table },
        evidence: { columns: constraint.columns },
      });
    },
  },
});
