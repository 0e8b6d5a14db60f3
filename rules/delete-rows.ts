import {
  conjuncts,
  type Delete,
  defineRule,
  type Expression,
  harmsOf,
  isPrintable,
  isRealCondition,
  keyOf,
  label,
  primaryKeyOf,
  quoteIdentifier,
  quoteName,
  renderExpression,
  sql,
  type Table,
} from '../src/rule/index.ts';

export const deleteRows = defineRule({
  id: 'delete-rows',
  meta: { summary: 'A migration deletes rows of a table that is in use', harms: ['loses'], severity: 'warning', preset: 'recommended' },
  messages: {
    deletes: (data: { readonly table: string; readonly copy: string; readonly rows: string }) => ({
      what: `This deletes rows of ${label(data.table)}, in every environment that the migration reaches.`,
      why: 'How many there are differs between your database and production, and foreign keys with ON DELETE CASCADE take rows of other tables along. There is no way back but a backup.',
      todo: [
        'Count the rows in production first. If they may ever be asked for, keep a copy in the same migration:',
        sql(`CREATE TABLE ${data.copy} AS SELECT * FROM ${data.rows};`),
        'Clean-up that a later constraint needs is a good reason; say it above the statement.',
      ].join('\n'),
    }),
  },
  on: {
    delete(operation, context) {
      if (!isRealCondition(operation.where) || !harmsOf([context.step]).includes('loses')) return null;
      const table = keyOf(context.before, operation.table);
      const copy = quoteName({ schema: operation.table.schema, name: `${operation.table.name}_deleted` });
      const known = namesRows(operation, context.before.tables.get(table));
      return context.finding(
        'deletes',
        { table, copy, rows: rowsOf(operation) },
        { harms: ['loses'], severity: known ? 'info' : 'warning', certainty: 'depends-on-data', subject: { table } },
      );
    },
  },
});

/** What FROM takes to find the same rows; all of the table where that cannot be written down. */
function rowsOf({ table, alias, using, ctes, where }: Delete): string {
  const name = quoteName(table);
  if (where === null || using.length > 0 || ctes.length > 0 || !isPrintable(where)) return name;
  return `${name}${alias === null ? '' : ` ${quoteIdentifier(alias)}`} WHERE ${renderExpression(where)}`;
}

/** `WHERE id IN ('a', 'b')`: the author has named the rows by their primary key. */
function namesRows(operation: Delete, table: Table | undefined): boolean {
  const key = table ? primaryKeyOf(table) : null;
  const isKey = (side: Expression | null): boolean => side?.kind === 'column' && key?.columns.length === 1 && side.name === key.columns[0];
  if (operation.where === null) return false;
  return conjuncts(operation.where).some(
    (condition) =>
      (condition.kind === 'in' && !condition.negated && isKey(condition.operand) && condition.list.every(({ kind }) => kind === 'literal')) ||
      (condition.kind === 'operator' && condition.operator === '=' && isKey(condition.left) && condition.right.kind === 'literal'),
  );
}
