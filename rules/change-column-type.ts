import {
  columnLabel,
  columnNamed,
  defineRule,
  type Failure,
  findType,
  type Harm,
  harmsOf,
  keyOf,
  label,
  type Loss,
  quoteIdentifier,
  quoteName,
  renderType,
  type Severity,
  sql,
  type Step,
} from '../src/rule/index.ts';

interface TypeChange {
  readonly table: string;
  readonly quotedTable: string;
  readonly column: string;
  readonly from: string;
  readonly to: string;
  readonly harms: readonly Harm[];
  readonly failure: Failure | null;
  readonly loss: Loss | null;
  readonly work: 'rewrite' | 'index-rebuild' | 'scan' | null;
}

const change = (data: TypeChange): string => `Turning ${columnLabel(data.table, data.column)} from ${data.from} into ${data.to}`;

function why(data: TypeChange): string {
  const table = label(data.table);
  return [
    data.failure !== null &&
      data.failure.when !== 'always' &&
      `A value that does not fit aborts the migration (${data.failure.sqlstate}), and the failed row blocks every later deploy (P3009).`,
    data.loss !== null && `Values that do not fit are ${data.loss.how ?? 'changed'} without an error.`,
    data.work === 'rewrite' &&
      `The two types are stored differently, so the whole of ${table} and all of its indexes are written anew under a lock that stops reads and writes.`,
    data.work === 'index-rebuild' && `The rows stay as they are, but the indexes on the column are built anew under a lock that stops reads and writes.`,
    data.work === 'scan' && `Every row is read under a lock that stops reads and writes.`,
    data.harms.includes('breaks') &&
      `The deployed client still sends and expects ${data.from}; statements that it has prepared fail with 0A000 (cached plan must not change result type) until it reconnects.`,
  ]
    .filter(Boolean)
    .join(' ');
}

const steps = (data: TypeChange): string =>
  [
    'Without stopping anybody, in steps: add a column of the new type, write both from the application, copy in batches, switch the readers, and drop the old column in a later release:',
    sql(`ALTER TABLE ${data.quotedTable} ADD COLUMN ${quoteIdentifier(`${data.column}_new`)} ${data.to};`),
    `On a small table, or while the application is stopped, the statement as it is will do${data.failure === null ? '' : ' once the preflight query returns no row'}; say so above it with a reason.`,
  ].join('\n');

export const changeColumnType = defineRule({
  id: 'change-column-type',
  meta: {
    summary: 'The type of a column changes: rows may not fit, values may change, the table may be rewritten, the deployed client is surprised',
    harms: ['fails', 'loses', 'blocks', 'breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    cannotCast: (data: TypeChange) => ({
      what: `${change(data)} always fails: PostgreSQL has no automatic cast${data.failure?.cause.what === 'no-cast' && data.failure.cause.ofDefault ? ' for its default' : ''}.`,
      why: `The statement aborts with ${data.failure?.sqlstate ?? '42804'}, on an empty table too.`,
      todo: [
        data.failure?.cause.what === 'no-cast' && data.failure.cause.ofDefault
          ? 'Drop the default first, change the type, and set the new default:'
          : 'Say how to convert:',
        sql(`ALTER TABLE ${data.quotedTable} ALTER COLUMN ${quoteIdentifier(data.column)} TYPE ${data.to} USING ${quoteIdentifier(data.column)}::${data.to};`),
      ].join('\n'),
    }),
    mayFail: (data: TypeChange) => ({ what: `${change(data)} fails on the first value that does not fit.`, why: why(data), todo: steps(data) }),
    changesValues: (data: TypeChange) => ({ what: `${change(data)} silently changes values.`, why: why(data), todo: steps(data) }),
    rewrites: (data: TypeChange) => ({
      what: `${change(data)} keeps reads and writes of ${label(data.table)} waiting${data.work === 'rewrite' ? ' while the table is rewritten' : ''}.`,
      why: why(data),
      todo: steps(data),
    }),
    breaks: (data: TypeChange) => ({
      what: `${change(data)} is instant for the table and not for the clients connected to it.`,
      why: why(data),
      todo: 'Restart or reconnect the running release right after the deploy; with a new column instead, nobody notices.',
    }),
  },
  on: {
    alterColumnType(operation, context) {
      const { step } = context;
      const table = keyOf(context.before, operation.table);
      const column = columnNamed(context.before.tables.get(table), operation.column);
      const harms = harmsOf([step]);
      const failure = context.effects.fails.find(({ cause, unlikelyBecause }) => unlikelyBecause === null && cause.what !== 'duplicates') ?? null;
      if (harms.length === 0 || removesEnumValue(step) || failure?.cause.what === 'dependent-objects' || failure?.cause.what === 'missing-object') return null;
      const loss = context.effects.loses.find((candidate) => candidate.what === 'values') ?? null;
      const from = column ? renderType(column.type) : 'its type';
      const data: TypeChange = {
        table,
        quotedTable: quoteName(operation.table),
        column: operation.column,
        from,
        to: renderType(operation.type),
        harms,
        failure,
        loss,
        work: workOf(step),
      };
      const messageId =
        failure?.when === 'always'
          ? 'cannotCast'
          : failure !== null
            ? 'mayFail'
            : loss?.data
              ? 'changesValues'
              : harms.includes('blocks')
                ? 'rewrites'
                : 'breaks';
      const severity: Severity = messageId === 'breaks' ? 'info' : messageId === 'rewrites' && !certainlyBreaks(step) ? 'warning' : 'error';
      return context.finding(messageId, data, {
        harms,
        severity,
        certainty: failure?.when === 'always' ? 'certain' : failure !== null || loss !== null ? 'depends-on-data' : 'depends-on-size',
        preflight: failure?.preflight ?? null,
        subject: { table, column: operation.column },
        evidence: { from, to: data.to, work: data.work },
      });
    },
  },
});

const workOf = (step: Step): TypeChange['work'] => {
  const kinds = step.blocking.map(({ work }) => work.what);
  return kinds.includes('rewrite')
    ? 'rewrite'
    : kinds.some((what) => what === 'index-rebuild' || what === 'index-build')
      ? 'index-rebuild'
      : kinds.length > 0
        ? 'scan'
        : null;
};

const certainlyBreaks = (step: Step): boolean => step.effects.breaks.some((breakage) => breakage.client !== 'prepared');

/** `remove-enum-value` speaks of these. */
function removesEnumValue({ operation, before }: Step): boolean {
  if (operation.kind !== 'alterColumnType') return false;
  const column = columnNamed(before.tables.get(keyOf(before, operation.table)), operation.column);
  const [from, to] = [column && findType(before, column.type), findType(before, operation.type)];
  if (from?.is !== 'present' || to.is !== 'present' || from.value.kind !== 'enum' || to.value.kind !== 'enum') return false;
  const { values } = to.value;
  return from.value.values.some((value) => !values.includes(value));
}
