import {
  columnLabel,
  conjuncts,
  constraintsWritten,
  defineRule,
  type Expression,
  findIndex,
  type ForeignKey,
  keyOf,
  label,
  listOf,
  type MigrationView,
  quotedList,
  quoteIdentifier,
  quoteName,
  type RuleFacts,
  sql,
  type Step,
  type Table,
} from '../src/rule/index.ts';

interface Relation {
  readonly columns: readonly string[];
  readonly referenced: string;
}

interface Unindexed {
  readonly table: string;
  readonly quotedTable: string;
  readonly name: string;
  readonly relations: readonly Relation[];
}

const indexes = ({ quotedTable, name, relations }: Unindexed): string =>
  [
    `Name the columns in \`@@index([…])\` of the model, and create the index beside the table, while it is empty (CONCURRENTLY and in a migration of its own where it is not):`,
    sql(...relations.map(({ columns }) => `CREATE INDEX ${quoteIdentifier(`${name}_${columns.join('_')}_idx`)} ON ${quotedTable}(${quotedList(columns)});`)),
  ].join('\n');

const named = ({ table, relations }: Unindexed): string => listOf(relations.map(({ columns }) => columnLabel(table, columns.join(', '))));

export const relationWithoutIndex = defineRule({
  id: 'relation-without-index',
  meta: { summary: 'A foreign key whose columns no index leads', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    adds: (data: Unindexed) => ({
      what: `No index begins with ${named(data)}, which ${data.relations.length === 1 ? 'refers' : 'refer'} to ${listOf([...new Set(data.relations.map(({ referenced }) => label(referenced)))])}.`,
      why: `PostgreSQL makes no index for a foreign key, and neither does Prisma. Every DELETE of a referenced row (and every change of its key) reads all of ${label(data.table)} to find what refers to it, and so does every query that follows the relation backwards.`,
      todo: indexes(data),
    }),
    drops: (data: Unindexed & { readonly index: string }) => ({
      what: `${data.index} was the only index that began with ${named(data)}, which a foreign key needs.`,
      why: `From now on every DELETE in ${listOf([...new Set(data.relations.map(({ referenced }) => label(referenced)))])} reads all of ${label(data.table)} to find what refers to the row, and so does every query that follows the relation backwards.`,
      todo: indexes(data),
    }),
  },
  on: {
    endOfMigration(view, context) {
      return tablesWith(view).flatMap(([key, step]) => {
        const table = context.after.tables.get(key);
        if (!table?.complete) return [];
        const earlier = foreignKeysOf(context.before.tables.get(key)).map(({ columns }) => columns.join());
        const isNew = (one: ForeignKey): boolean => one.bornIn?.migration === view.name && !earlier.includes(one.columns.join());
        const relations = foreignKeysOf(table).filter((one) => isNew(one) && !isServed(table, one.columns));
        if (relations.length === 0) return [];
        return context.finding('adds', unindexed(key, table, relations), { at: step.operation.span, subject: subjectOf(key, relations) });
      });
    },
    dropIndex(operation, context) {
      const found = findIndex(context.before, operation.index);
      if (found.is !== 'present') return null;
      const key = keyOf(context.before, found.value.owner);
      const [before, after] = [context.before.tables.get(key), endOf(context).tables.get(key)];
      if (!before || !after?.complete) return null;
      const relations = foreignKeysOf(after).filter(
        (one) => one.bornIn?.migration !== context.migration.name && isServed(before, one.columns) && !isServed(after, one.columns),
      );
      const mine = relations.filter(({ columns }) => columns.includes(found.value.index.elements[0]?.column ?? ''));
      if (mine.length === 0) return null;
      return context.finding('drops', { ...unindexed(key, after, mine), index: found.value.index.name }, { subject: subjectOf(key, mine) });
    },
  },
});

/** The database as the migration leaves it, where an index may be replaced. */
const endOf = ({ migration, after }: RuleFacts): RuleFacts['after'] => migration.steps.at(-1)?.after ?? after;

/** Tables that got a foreign key, each with the first step that says so. */
function tablesWith(view: MigrationView): readonly (readonly [string, Step])[] {
  const found = new Map<string, Step>();
  for (const step of view.steps) {
    const { operation } = step;
    const definitions = constraintsWritten(operation);
    if (!('table' in operation) || operation.table === null || !definitions.some(({ kind }) => kind === 'foreignKey')) continue;
    const key = keyOf(step.after, operation.table);
    if (!found.has(key)) found.set(key, step);
  }
  return [...found];
}

const foreignKeysOf = (table: Table | undefined): readonly ForeignKey[] =>
  (table?.constraints ?? []).flatMap((one) => (one.kind === 'foreignKey' ? [one] : []));

/** An index that begins with one of the columns finds the rows; one that only leaves out NULLs does too. */
const isServed = (table: Table, columns: readonly string[]): boolean =>
  table.indexes.some(
    ({ elements, where, valid }) =>
      valid && columns.includes(elements[0]?.column ?? '') && (where === null || conjuncts(where).every((condition) => isNotNull(condition, columns))),
  );

const isNotNull = (condition: Expression, columns: readonly string[]): boolean =>
  condition.kind === 'nullTest' && condition.negated && condition.operand.kind === 'column' && columns.includes(condition.operand.name);

const unindexed = (key: string, table: Table, relations: readonly ForeignKey[]): Unindexed => ({
  table: key,
  quotedTable: quoteName({ schema: table.schema === 'public' ? null : table.schema, name: table.name }),
  name: table.name,
  relations: relations.map(({ columns, references }) => ({ columns, referenced: references.table })),
});

const subjectOf = (table: string, relations: readonly ForeignKey[]): { readonly table: string; readonly column?: string } => {
  const columns = relations.flatMap((one) => one.columns);
  return { table, ...(columns.length === 1 && columns[0] !== undefined ? { column: columns[0] } : {}) };
};
