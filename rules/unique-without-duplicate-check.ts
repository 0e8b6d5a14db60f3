import {
  concurrentForm,
  concurrentIndexSteps,
  defineRule,
  harmsOf,
  label,
  listOf,
  looksAtDuplicates,
  quotedList,
  quoteName,
  type RunnerName,
  severityOf,
  sql,
  type Step,
} from '../src/rule/index.ts';

interface Unique {
  readonly table: string;
  readonly quotedTable: string;
  readonly columns: readonly string[];
  readonly index: string;
  /** CREATE UNIQUE INDEX CONCURRENTLY …; */
  readonly create: string;
  readonly runner: RunnerName;
  readonly everyRow: boolean;
  readonly concurrently: boolean;
  readonly likely: string | null;
  readonly looked: boolean;
}

const keyText = (data: Unique): string => (data.columns.length === 0 ? 'this key' : listOf(data.columns));

export const uniqueWithoutDuplicateCheck = defineRule({
  id: 'unique-without-duplicate-check',
  meta: { summary: 'A unique index or constraint over rows that may hold duplicates', harms: ['fails', 'blocks'], severity: 'error', preset: 'recommended' },
  messages: {
    duplicates: (data: Unique) => ({
      what: data.everyRow
        ? `Every existing row of ${label(data.table)} gets the same ${keyText(data)}: this fails as soon as there are two.`
        : `Two rows of ${label(data.table)} with the same ${keyText(data)} make this fail${data.likely === null ? '' : `; ${data.likely} may have left some`}.`,
      why: [
        data.concurrently
          ? 'The build stops with 23505 at the first duplicate and leaves an INVALID index behind, which has to be dropped by hand.'
          : `The build stops with 23505 at the first duplicate, and the failed migration blocks every later deploy (P3009). While it runs, writes to ${label(data.table)} wait.`,
        data.looked && 'The SELECT that looks for duplicates stops nothing: nobody reads its result in a deploy.',
      ]
        .filter(Boolean)
        .join(' '),
      todo: [
        'Look in production first (see the preflight query). Remove duplicates in a migration before this one, keeping the row that you want, for example the one with the smallest ctid:',
        ...(data.columns.length === 0
          ? []
          : [
              sql(
                `DELETE FROM ${data.quotedTable} a USING ${data.quotedTable} b`,
                `WHERE ${data.columns.map((column) => `a.${quotedList([column])} = b.${quotedList([column])}`).join(' AND ')} AND a.ctid > b.ctid;`,
              ),
            ]),
        'Then build the index without stopping writes:',
        ...concurrentIndexSteps(data.create, data.index, data.runner),
      ].join('\n'),
    }),
  },
  on: {
    statement(steps, context) {
      return steps.flatMap((step) => {
        const failure = step.effects.fails.find(({ cause }) => cause.what === 'duplicates');
        if (failure?.cause.what !== 'duplicates' || isPrimaryKey(step)) return [];
        const { operation } = step;
        const { table, columns, index, everyRow } = failure.cause;
        const looked = looksAtDuplicates(context.migration.steps, step, table);
        const data: Unique = {
          table,
          quotedTable: 'table' in operation && operation.table ? quoteName(operation.table) : label(table),
          columns: columns ?? [],
          index: index ?? '',
          create: concurrentForm(operation) ?? '',
          runner: context.runner.name,
          everyRow,
          concurrently: operation.kind === 'createIndex' && operation.concurrently,
          likely: failure.unlikelyBecause,
          looked,
        };
        return context.finding('duplicates', data, {
          at: operation.span,
          harms: harmsOf([step]).filter((harm) => harm === 'fails' || harm === 'blocks'),
          severity: looked && failure.unlikelyBecause === null ? 'warning' : severityOf(failure),
          certainty: 'depends-on-data',
          preflight: failure.preflight,
          subject: { table, ...(columns?.length === 1 && columns[0] !== undefined ? { column: columns[0] } : {}) },
          evidence: { columns },
        });
      });
    },
  },
});

const isPrimaryKey = ({ operation }: Step): boolean => operation.kind === 'addConstraint' && operation.constraint.kind === 'primaryKey';
