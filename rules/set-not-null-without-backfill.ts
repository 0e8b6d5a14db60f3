import {
  columnLabel,
  columnNamed,
  defineRule,
  exampleValue,
  harmsOf,
  keyOf,
  label,
  migration,
  quoteIdentifier,
  quoteName,
  renderType,
  requireColumnSteps,
  severityOf,
  slug,
} from '../src/rule/index.ts';

interface Required {
  readonly table: string;
  readonly quotedTable: string;
  readonly column: string;
  readonly type: string;
  /** A foreign key is on it: no one value fits every row. */
  readonly isReference: boolean;
  /** What an earlier statement did about the NULLs, if anything. */
  readonly likely: string | null;
  readonly breaks: boolean;
}

export const setNotNullWithoutBackfill = defineRule({
  id: 'set-not-null-without-backfill',
  meta: { summary: 'A column becomes required while rows may still hold NULL', harms: ['fails', 'blocks', 'breaks'], severity: 'error', preset: 'recommended' },
  messages: {
    nulls: (data: Required) => ({
      what: `${columnLabel(data.table, data.column)} becomes required, and rows that hold NULL make this fail${data.likely === null ? '' : `; ${data.likely} may have left some`}.`,
      why: [
        `One NULL is enough: 23502, and the failed migration blocks every later deploy (P3009).`,
        `To find out, PostgreSQL reads the whole of ${label(data.table)} under a lock that stops reads and writes.`,
        data.breaks && `INSERTs of the running release that leave ${data.column} out fail afterwards.`,
      ]
        .filter(Boolean)
        .join(' '),
      todo: [
        `Fill the NULLs first (${data.isReference ? 'with the row that each refers to; ' : ''}in batches, if the table is large), then let a CHECK prove that there are none, which does not stop writes, and only then make the column required:`,
        ...(data.isReference
          ? []
          : [
              migration(
                slug('fill', label(data.table), data.column),
                `UPDATE ${data.quotedTable} SET ${quoteIdentifier(data.column)} = ${exampleValue(data.type)} WHERE ${quoteIdentifier(data.column)} IS NULL;`,
              ),
            ]),
        ...requireColumnSteps(data),
      ].join('\n'),
    }),
  },
  on: {
    setNotNull(operation, context) {
      const failure = context.effects.fails.find(({ cause }) => cause.what === 'nulls');
      if (!failure) return null;
      const table = keyOf(context.before, operation.table);
      const column = columnNamed(context.before.tables.get(table), operation.column);
      const breaks = context.effects.breaks.length > 0;
      const isReference = context.before.tables
        .get(table)
        ?.constraints.some((constraint) => constraint.kind === 'foreignKey' && constraint.columns.includes(operation.column));
      const data = {
        table,
        quotedTable: quoteName(operation.table),
        column: operation.column,
        type: column ? renderType(column.type) : 'TEXT',
        isReference: isReference === true,
        likely: failure.unlikelyBecause,
        breaks,
      };
      return context.finding('nulls', data, {
        harms: harmsOf([context.step]).filter((harm) => harm !== 'loses'),
        severity: severityOf(failure),
        certainty: 'depends-on-data',
        preflight: failure.preflight,
        subject: { table, column: operation.column },
        evidence: { filled: column?.filled?.because ?? null },
      });
    },
  },
});
