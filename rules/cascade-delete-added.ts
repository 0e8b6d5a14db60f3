import {
  columnLabel,
  defineRule,
  type ForeignKey,
  foreignKeysTo,
  keyOf,
  label,
  listOf,
  quotedList,
  quoteIdentifier,
  quoteName,
  type RuleFacts,
  sql,
  type Step,
} from '../src/rule/index.ts';

interface Cascade {
  readonly table: string;
  readonly quotedTable: string;
  readonly columns: readonly string[];
  readonly referenced: string;
  readonly quotedReferenced: string;
  readonly constraint: string;
  /** Tables that lose rows through this one, nearest first. */
  readonly further: readonly string[];
  /** What deleting a referenced row did before; null: nothing stood between the tables. */
  readonly before: string | null;
}

export const cascadeDeleteAdded = defineRule({
  id: 'cascade-delete-added',
  meta: { summary: 'Deleting a row now also deletes rows of other tables that existed before', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    cascades: (data: Cascade) => ({
      what: `Deleting a row of ${label(data.referenced)} now also deletes the rows of ${label(data.table)} that refer to it${data.further.length > 0 ? `, and through them rows of ${listOf(data.further.map(label))}` : ''}.`,
      why: `${data.before === null ? 'No foreign key connected the two tables before' : `Before, ${columnLabel(data.table, data.columns.join(', '))} had ON DELETE ${data.before.toUpperCase()}`}; code that deletes rows of ${label(data.referenced)} was written with that in mind, and the running release deletes more from this migration on. PostgreSQL does not say how many rows went, and there is no way back but a backup.`,
      todo: [
        'If it is meant, look for every place that deletes such rows (also by hand, and also through other relations). Otherwise keep the rows from being deleted, `onDelete: Restrict` in schema.prisma:',
        sql(
          `ALTER TABLE ${data.quotedTable} ADD CONSTRAINT ${quoteIdentifier(data.constraint)} FOREIGN KEY (${quotedList(data.columns)}) REFERENCES ${data.quotedReferenced} ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;`,
        ),
      ].join('\n'),
    }),
  },
  on: {
    addConstraint(operation, context) {
      const { constraint } = operation;
      if (constraint.kind !== 'foreignKey' || constraint.references.onDelete !== 'cascade') return null;
      const key = keyOf(context.before, operation.table);
      const table = context.before.tables.get(key);
      if (table?.rows !== 'unknown') return null;
      const replaced = earlierKey(key, constraint.columns, context);
      if (replaced?.references.onDelete === 'cascade' || constraint.columns.every((column) => isNew(column, key, context))) return null;
      const referenced = keyOf(context.before, constraint.references.table);
      const data: Cascade = {
        table: key,
        quotedTable: quoteName(operation.table),
        columns: constraint.columns,
        referenced,
        quotedReferenced: `${quoteName(constraint.references.table)}${constraint.references.columns.length > 0 ? `(${quotedList(constraint.references.columns)})` : ''}`,
        constraint: constraint.name ?? `${table.name}_${constraint.columns.join('_')}_fkey`,
        further: reachedFrom(context.after, key).filter((reached) => reached !== referenced),
        before: replaced?.references.onDelete ?? null,
      };
      return context.finding('cascades', data, {
        subject: { table: key },
        evidence: { deletesFrom: [key, ...data.further], referenced, before: data.before },
      });
    },
  },
});

/** The foreign key over these columns that the migration found, and drops. */
function earlierKey(table: string, columns: readonly string[], { migration }: RuleFacts): ForeignKey | null {
  const before = firstOf(migration.steps)?.before.tables.get(table);
  for (const one of before?.constraints ?? []) if (one.kind === 'foreignKey' && one.columns.join() === columns.join()) return one;
  return null;
}

const firstOf = (steps: readonly Step[]): Step | undefined => steps[0];

/** A column of this migration refers to nothing yet. */
const isNew = (column: string, table: string, { before, migration }: RuleFacts): boolean =>
  before.tables.get(table)?.columns.some(({ name, bornIn }) => name === column && bornIn?.migration === migration.name) ?? false;

/** Tables whose rows go with rows of this one, over ON DELETE CASCADE, nearest first. */
function reachedFrom(catalog: RuleFacts['after'], table: string): readonly string[] {
  const reached = new Set<string>([table]);
  for (const one of reached)
    for (const { table: child, foreignKey } of foreignKeysTo(catalog, one)) {
      if (foreignKey.references.onDelete === 'cascade') reached.add(`${child.schema}.${child.name}`);
    }
  return [...reached].slice(1);
}
