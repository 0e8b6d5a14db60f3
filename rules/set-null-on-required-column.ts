import {
  columnLabel,
  columnNamed,
  constraintsWritten,
  defineRule,
  type ForeignKeyDefinition,
  keyOf,
  label,
  type QualifiedName,
  quoteIdentifier,
  quoteName,
  sql,
  type Step,
} from '../src/rule/index.ts';

interface SetNull {
  readonly table: string;
  readonly quotedTable: string;
  readonly column: string;
  readonly referenced: string;
  readonly event: string;
}

export const setNullOnRequiredColumn = defineRule({
  id: 'set-null-on-required-column',
  meta: {
    summary: 'ON DELETE SET NULL onto a required column: every delete of a referenced row fails',
    harms: ['fails'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    setsNull: (data: SetNull) => ({
      what: `${data.event} SET NULL cannot work: ${columnLabel(data.table, data.column)} is required.`,
      why: `The migration goes through. Afterwards every ${data.event === 'ON DELETE' ? 'DELETE' : 'change of the key'} of a row of ${label(data.referenced)} that is referenced fails with 23502.`,
      todo: [
        'Make the column optional, or choose what shall happen to its rows: CASCADE or RESTRICT (`onDelete:` in schema.prisma).',
        sql(`ALTER TABLE ${data.quotedTable} ALTER COLUMN ${quoteIdentifier(data.column)} DROP NOT NULL;`),
      ].join('\n'),
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) =>
        foreignKeysOf(step).flatMap(({ name, constraint }) => {
          const { onDelete, onUpdate, table: target } = constraint.references;
          const event = onDelete === 'set null' ? 'ON DELETE' : onUpdate === 'set null' ? 'ON UPDATE' : null;
          if (event === null) return [];
          const table = keyOf(step.after, name);
          const column = constraint.columns.find((candidate) => columnNamed(context.after.tables.get(table), candidate)?.notNull);
          if (column === undefined) return [];
          const data = { table, quotedTable: quoteName(name), column, referenced: keyOf(step.after, target), event };
          return context.finding('setsNull', data, {
            at: step.operation.kind === 'createTable' ? constraint.span : step.operation.span,
            subject: { table, column },
            certainty: 'certain',
          });
        }),
      );
    },
  },
});

/** Foreign keys that the operation writes, on the table or inside a column, at CREATE or ALTER TABLE. */
function foreignKeysOf({ operation }: Step): readonly { readonly name: QualifiedName; readonly constraint: ForeignKeyDefinition }[] {
  const written = constraintsWritten(operation);
  if (!('table' in operation) || !operation.table) return [];
  const name = operation.table;
  return written.flatMap((constraint) => (constraint.kind === 'foreignKey' ? [{ name, constraint }] : []));
}
