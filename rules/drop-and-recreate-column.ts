import {
  columnLabel,
  columnNamed,
  defineRule,
  type Harm,
  harmsOf,
  keyOf,
  label,
  listOf,
  quoteIdentifier,
  quoteName,
  renderType,
  sql,
  type Step,
  union,
} from '../src/rule/index.ts';

interface Recreated {
  readonly table: string;
  readonly quotedTable: string;
  readonly column: string;
  readonly from: string | null;
  readonly to: string;
  readonly required: boolean;
  readonly harms: readonly Harm[];
}

export const dropAndRecreateColumn = defineRule({
  id: 'drop-and-recreate-column',
  meta: {
    summary: 'A column is dropped and added again with another definition: the values do not come back',
    harms: ['fails', 'loses', 'breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    recreates: (data: Recreated) => ({
      what: `${columnLabel(data.table, data.column)} is dropped and added again${data.from === null ? '' : ` to turn ${data.from} into ${data.to}`}: every value is lost.`,
      why: [
        'Prisma writes so when it knows no cast between the two types.',
        data.harms.includes('fails') &&
          `The new column is required and has no default, so the statement fails (23502) as soon as ${label(data.table)} has a row.`,
        data.harms.includes('breaks') && 'The deployed client sends and expects the old type.',
      ]
        .filter(Boolean)
        .join(' '),
      todo: [
        'Convert instead of recreating, where PostgreSQL can (this rewrites the table under a lock that stops reads and writes, so on a large table take the steps below):',
        sql(
          `ALTER TABLE ${data.quotedTable} ALTER COLUMN ${quoteIdentifier(data.column)} TYPE ${data.to} USING (${quoteIdentifier(data.column)}::text::${data.to});`,
        ),
        `In steps, without a long lock: add a second column of the new type, write both from the application, copy in batches, switch the readers, and drop the old column in a later release.`,
      ].join('\n'),
    }),
  },
  on: {
    endOfMigration(view, context) {
      return view.steps.flatMap((drop) => {
        const add = additionOf(drop, view.steps);
        if (drop.operation.kind !== 'dropColumn' || add?.operation.kind !== 'addColumn') return [];
        const table = keyOf(drop.before, drop.operation.table);
        const old = columnNamed(drop.before.tables.get(table), drop.operation.column);
        const harms = harmsOf(add.statement === drop.statement ? [drop, add] : [drop]);
        if (harms.length === 0) return [];
        const data: Recreated = {
          table,
          quotedTable: quoteName(drop.operation.table),
          column: drop.operation.column,
          from: old ? renderType(old.type) : null,
          to: renderType(add.operation.definition.type),
          required: add.operation.definition.notNull,
          harms: harmsOf([drop, add]),
        };
        const at = add.statement === drop.statement ? union(drop.operation.span, add.operation.span) : drop.operation.span;
        return [
          context.finding('recreates', data, {
            at,
            harms,
            subject: { table, column: data.column },
            evidence: { from: data.from, to: data.to, harms: listOf(harms) },
          }),
        ];
      });
    },
  },
});

/** The later ADD COLUMN of the same name on the same table. */
function additionOf(drop: Step, steps: readonly Step[]): Step | undefined {
  const { operation } = drop;
  if (operation.kind !== 'dropColumn') return undefined;
  return steps.find(
    (step) => step.operation.kind === 'addColumn' && step.operation.column === operation.column && step.operation.table.name === operation.table.name,
  );
}
