import {
  columnLabel,
  columnNamed,
  defineRule,
  findType,
  type Harm,
  harmsOf,
  keyOf,
  label,
  listOf,
  migration,
  quoteIdentifier,
  quoteLiteral,
  quoteName,
  slug,
  type Step,
} from '../src/rule/index.ts';

interface Removed {
  readonly table: string;
  readonly quotedTable: string;
  readonly column: string;
  readonly type: string;
  readonly values: readonly string[];
  readonly kept: string;
  readonly harms: readonly Harm[];
}

export const removeEnumValue = defineRule({
  id: 'remove-enum-value',
  meta: {
    summary: 'An enum loses values that rows, defaults or the deployed client may still use',
    harms: ['fails', 'loses', 'blocks', 'breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    removes: (data: Removed) => ({
      what: data.harms.includes('fails')
        ? `${listOf(data.values)} ${data.values.length === 1 ? 'goes' : 'go'} from ${data.type}: a row of ${label(data.table)} that holds ${data.values.length === 1 ? 'it' : 'one of them'} in ${data.column} makes this fail.`
        : `${listOf(data.values)} ${data.values.length === 1 ? 'goes' : 'go'} from ${data.type}, and ${columnLabel(data.table, data.column)} is converted to what is left.`,
      why: [
        data.harms.includes('fails') && 'The cast from the old value fails with 22P02, and the failed migration blocks every later deploy (P3009).',
        data.harms.includes('loses') && 'Different old values become the same new one: which was which is lost.',
        data.harms.includes('blocks') &&
          `PostgreSQL cannot drop a value from an enum, so a new type is made and all of ${label(data.table)} is rewritten while reads and writes wait.`,
        data.harms.includes('breaks') && 'The deployed client may still write or filter by the old values, and gets errors.',
      ]
        .filter(Boolean)
        .join(' '),
      todo: [
        'First release code that no longer writes the value, and move the rows in a migration of its own:',
        migration(
          slug('retire', label(data.table), data.column),
          `UPDATE ${data.quotedTable} SET ${quoteIdentifier(data.column)} = ${quoteLiteral(data.kept)} WHERE ${quoteIdentifier(data.column)} IN (${data.values.map(quoteLiteral).join(', ')});`,
        ),
        'Then, in a later release, remove it; or leave the unused value in the type, which costs nothing.',
      ].join('\n'),
    }),
  },
  on: {
    alterColumnType(operation, context) {
      const removed = removedValues(context.step);
      const harms = harmsOf([context.step]);
      if (removed === null || removed.values.length === 0 || harms.length === 0) return null;
      const failure = context.effects.fails.find(({ cause }) => cause.what === 'uncastable-values');
      const table = keyOf(context.before, operation.table);
      const data: Removed = { table, quotedTable: quoteName(operation.table), column: operation.column, ...removed, harms };
      return context.finding('removes', data, {
        harms,
        severity: harms.includes('fails') || harms.includes('loses') || harms.includes('breaks') ? 'error' : 'warning',
        certainty: 'depends-on-data',
        preflight: failure?.preflight ?? null,
        subject: { table, column: operation.column },
        evidence: { values: removed.values },
      });
    },
  },
});

function removedValues({ operation, before }: Step): Pick<Removed, 'type' | 'values' | 'kept'> | null {
  if (operation.kind !== 'alterColumnType') return null;
  const column = columnNamed(before.tables.get(keyOf(before, operation.table)), operation.column);
  const [from, to] = [column && findType(before, column.type), findType(before, operation.type)];
  if (from?.is !== 'present' || to.is !== 'present' || from.value.kind !== 'enum' || to.value.kind !== 'enum') return null;
  const { values } = to.value;
  return {
    type: from.value.nameBefore?.replace(/^.*\./, '') ?? from.value.name,
    values: from.value.values.filter((value) => !values.includes(value)),
    kept: values[0] ?? '',
  };
}
