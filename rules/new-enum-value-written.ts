import { type Catalog, columnNamed, defineRule, type Expression, findType, keyOf, label, listOf, someExpression, type Step } from '../src/rule/index.ts';

export const newEnumValueWritten = defineRule({
  id: 'new-enum-value-written',
  meta: { summary: 'The migration writes an enum value that the deployed client does not know', harms: ['breaks'], severity: 'warning', preset: 'recommended' },
  messages: {
    writes: (data: { readonly type: string; readonly values: readonly string[]; readonly table: string; readonly asDefault: boolean }) => ({
      what: `${listOf(data.values)} is new in ${label(data.type)}, and ${data.asDefault ? `becomes a default of ${label(data.table)}` : `rows of ${label(data.table)} get it`} while the old release is still running.`,
      why: 'Adding a value is harmless; reading it is not: a Prisma Client that was generated before throws on every row that holds a value it does not know.',
      todo: 'Add the value now, and let rows have it in a later release, when no client of the old one runs any more.',
    }),
  },
  on: {
    endOfMigration(view, context) {
      const [first] = view.steps;
      if (!first) return null;
      return view.steps.flatMap((step) => {
        const used = newValues(step, first.before);
        return used === null
          ? []
          : context.finding('writes', used, {
              at: step.operation.span,
              harms: [],
              severity: 'info',
              subject: { table: used.table },
              evidence: { values: used.values },
            });
      });
    },
  },
});

/** Values in what the step writes into enum columns that were no values of the type when the migration began. */
function newValues(
  step: Step,
  start: Catalog,
): { readonly type: string; readonly values: readonly string[]; readonly table: string; readonly asDefault: boolean } | null {
  const { operation, before } = step;
  if (operation.kind !== 'update' && operation.kind !== 'setDefault') return null;
  const table = keyOf(before, operation.table);
  const known = before.tables.get(table);
  const written = operation.kind === 'update' ? operation.assignments : [{ column: operation.column, value: operation.expression }];
  for (const { column, value } of written) {
    const type = columnNamed(known, column)?.type;
    const now = type && findType(before, type);
    if (!type || !now || now.is !== 'present' || now.value.kind !== 'enum') continue;
    const then = start.types.get(now.value.nameBefore ?? keyOf(before, type));
    if (then?.kind !== 'enum') continue;
    const old = then.values;
    const values = now.value.values.filter((label) => !old.includes(label) && mentions(value, label));
    if (values.length > 0 && known?.rows !== 'none') return { type: keyOf(before, type), values, table, asDefault: operation.kind === 'setDefault' };
  }
  return null;
}

const mentions = (expression: Expression, value: string): boolean =>
  someExpression(expression, (part) => part.kind === 'literal' && part.type === 'string' && part.value === value);
