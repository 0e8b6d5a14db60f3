import {
  columnLabel,
  defineRule,
  keyOf,
  label,
  migration,
  quoteIdentifier,
  quoteName,
  renderExpression,
  renderType,
  slug,
  type Step,
  type Work,
} from '../src/rule/index.ts';

interface Rewrites {
  readonly table: string;
  readonly quotedTable: string;
  readonly column: string;
  readonly type: string;
  readonly cause: string;
  readonly work: Work['what'];
  readonly default: string | null;
}

export const rewritingAddColumn = defineRule({
  id: 'rewriting-add-column',
  meta: {
    summary: 'A new column makes PostgreSQL rewrite, read or index the whole table at once',
    harms: ['blocks'],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    rewrites: (data: Rewrites) => ({
      what: `Adding ${columnLabel(data.table, data.column)} with ${data.cause} ${data.work === 'rewrite' ? 'rewrites' : data.work === 'index-build' ? 'builds an index over' : 'reads'} the whole of ${label(data.table)} while reads and writes wait.`,
      why:
        data.work === 'rewrite'
          ? 'A constant or stable default is only noted in the catalog; a value that differs from row to row has to be written into every row, and every index is built anew, under ACCESS EXCLUSIVE.'
          : 'It happens inside ALTER TABLE, under ACCESS EXCLUSIVE.',
      todo: [
        'In steps: add the column alone, set its default for new rows, fill the old ones in batches:',
        migration(
          slug('add', label(data.table), data.column),
          `ALTER TABLE ${data.quotedTable} ADD COLUMN ${quoteIdentifier(data.column)} ${data.type};`,
          ...(data.default === null ? [] : [`ALTER TABLE ${data.quotedTable} ALTER COLUMN ${quoteIdentifier(data.column)} SET DEFAULT ${data.default};`]),
        ),
        ...(data.work === 'rewrite' ? [] : ['Then add the constraint by itself (a CHECK as NOT VALID and VALIDATE, a unique index CONCURRENTLY).']),
      ].join('\n'),
    }),
  },
  on: {
    addColumn(operation, context) {
      const [blocking] = [...context.step.blocking].sort((a, b) => rank(a.work.what) - rank(b.work.what));
      if (
        !blocking ||
        operation.definition.constraints.some(({ kind }) => kind === 'foreignKey') ||
        context.effects.fails.some(({ cause }) => cause.what === 'nulls' || cause.what === 'duplicates' || cause.what === 'check-violations')
      )
        return null;
      const table = keyOf(context.before, operation.table);
      const { definition } = operation;
      const data = {
        table,
        quotedTable: quoteName(operation.table),
        column: operation.column,
        type: renderType(plainType(definition.type)),
        cause: causeOf(context.step),
        work: blocking.work.what,
        default: definition.default === null ? null : renderExpression(definition.default),
      };
      return context.finding('rewrites', data, {
        certainty: 'depends-on-size',
        subject: { table, column: operation.column },
        evidence: { work: blocking.work.what, lock: blocking.mode },
      });
    },
  },
});

const ORDER: readonly Work['what'][] = ['rewrite', 'index-build', 'index-rebuild', 'scan', 'validate-foreign-key', 'rows-written'];
const rank = (what: Work['what']): number => ORDER.indexOf(what);

function causeOf({ operation }: Step): string {
  if (operation.kind !== 'addColumn') return '';
  const { definition } = operation;
  if (definition.generated !== null) return 'a generated value';
  if (definition.identity !== null) return 'an identity';
  if (definition.type.name.endsWith('serial')) return `a sequence (${definition.type.name.toUpperCase()})`;
  if (definition.constraints.length > 0 && definition.default === null)
    return definition.constraints.some(({ kind }) => kind === 'check') ? 'a CHECK' : 'a unique key';
  if (definition.default !== null) return `the default ${renderExpression(definition.default)}`;
  return `the type ${renderType(definition.type)}`;
}

/** serial without its sequence. */
function plainType<Type extends { readonly name: string }>(type: Type): Type {
  const plain: Readonly<Record<string, string>> = { serial: 'int4', bigserial: 'int8', smallserial: 'int2' };
  return { ...type, name: plain[type.name] ?? type.name };
}
