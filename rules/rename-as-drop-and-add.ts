import {
  columnLabel,
  columnNamed,
  columnRenames,
  defineRule,
  type ColumnRename,
  equalExpressions,
  type Expression,
  type Fix,
  replacement,
  type Harm,
  harmsOf,
  keyOf,
  label,
  migration,
  quoteIdentifier,
  quoteName,
  renderType,
  slug,
  type Span,
  sql,
  type Step,
  tableRenames,
  union,
} from '../src/rule/index.ts';

interface RenamedColumn {
  readonly table: string;
  readonly quotedTable: string;
  readonly from: string;
  readonly to: string;
  readonly type: string;
  /** The new column is required and has no default, so that the statement fails as soon as there is a row. */
  readonly fails: boolean;
}

export const renameAsDropAndAdd = defineRule({
  id: 'rename-as-drop-and-add',
  meta: {
    summary: 'A renamed field or model, written as DROP and ADD: the data is not moved, it is lost',
    harms: ['fails', 'loses', 'breaks'],
    severity: 'error',
    preset: 'recommended',
  },
  messages: {
    column: (data: RenamedColumn) => ({
      what: `${columnLabel(data.table, data.from)} is dropped and ${data.to} is added in its place: if this is a rename, every value of ${data.from} is lost.`,
      why: `Prisma writes a renamed field as DROP COLUMN and ADD COLUMN; PostgreSQL moves nothing from one to the other.${data.fails ? ` ${data.to} is required and has no default, so the statement also fails (23502) as soon as ${label(data.table)} has a row.` : ''} The deployed client still reads and writes ${data.from} and gets 42703.`,
      todo: [
        `If only the field is to have another name, keep the column: \`${data.to} … @map("${data.from}")\` in schema.prisma needs no SQL at all.`,
        'To rename the column, which still breaks the deployed client while it runs:',
        sql(`ALTER TABLE ${data.quotedTable} RENAME COLUMN ${quoteIdentifier(data.from)} TO ${quoteIdentifier(data.to)};`),
        'Without breaking it, in steps: add the new column, write both from the application, copy, switch the readers, and drop the old one in a later release:',
        migration(slug('add', label(data.table), data.to), `ALTER TABLE ${data.quotedTable} ADD COLUMN ${quoteIdentifier(data.to)} ${data.type};`),
        migration(
          slug('copy', label(data.table), data.to),
          `UPDATE ${data.quotedTable} SET ${quoteIdentifier(data.to)} = ${quoteIdentifier(data.from)} WHERE ${quoteIdentifier(data.to)} IS NULL;`,
        ),
      ].join('\n'),
    }),
    table: (data: { readonly from: string; readonly to: string; readonly quotedFrom: string; readonly newName: string }) => ({
      what: `${label(data.from)} is dropped and ${label(data.to)}, with the same columns, is created: if this is a rename, all rows are lost.`,
      why: `Prisma writes a renamed model as DROP TABLE and CREATE TABLE; no row is moved. The deployed client still uses ${label(data.from)} and gets 42P01.`,
      todo: [
        `If only the model is to have another name, keep the table: \`@@map("${label(data.from)}")\` in schema.prisma needs no SQL at all.`,
        'To rename the table, which keeps the rows and still breaks the deployed client while it runs:',
        sql(`ALTER TABLE ${data.quotedFrom} RENAME TO ${quoteIdentifier(data.newName)};`),
      ].join('\n'),
    }),
  },
  on: {
    endOfMigration(view, context) {
      const columns = columnRenames(view.steps).map((rename) => {
        const column = columnNamed(rename.drop.before.tables.get(rename.table), rename.from);
        const table = rename.drop.operation.kind === 'dropColumn' ? quoteName(rename.drop.operation.table) : '';
        const data = {
          table: rename.table,
          quotedTable: table,
          from: rename.from,
          to: rename.to,
          type: column ? renderType(column.type) : '',
          fails: rename.add.effects.fails.some((failure) => failure.cause.what === 'nulls'),
        };
        return context.finding('column', data, {
          ...place(rename.drop, rename.add),
          subject: { table: rename.table, column: rename.from },
          fixes: asRename(rename, table),
        });
      });
      const tables = tableRenames(view.steps).flatMap((rename) => {
        if (rename.drop.operation.kind !== 'dropTable' || rename.create.operation.kind !== 'createTable') return [];
        const data = { from: rename.from, to: rename.to, quotedFrom: quoteName(rename.drop.operation.table), newName: rename.create.operation.table.name };
        return [context.finding('table', data, { ...place(rename.drop), subject: { table: keyOf(rename.drop.before, rename.drop.operation.table) } })];
      });
      return [...columns, ...tables];
    },
  },
});

/** RENAME COLUMN in place of a statement that says nothing else, where the column stays as it is. */
function asRename({ drop, add, table, from, to }: ColumnRename, quotedTable: string): readonly Fix[] {
  const { span, operations } = drop.statement;
  const [old, fresh] = [columnNamed(drop.before.tables.get(table), from), columnNamed(add.after.tables.get(table), to)];
  const alone = add.statement === drop.statement && operations.length === 2 && add.operation.kind === 'addColumn' && !drop.operation.conditional;
  if (!alone || !old || old.notNull !== fresh?.notNull || !sameDefault(old.default, fresh.default)) return [];
  return replacement(
    `Rename ${from} to ${to}, which keeps its values`,
    span,
    `ALTER TABLE ${quotedTable} RENAME COLUMN ${quoteIdentifier(from)} TO ${quoteIdentifier(to)}`,
  );
}

const sameDefault = (a: Expression | null, b: Expression | null): boolean => (a === null || b === null ? a === b : equalExpressions(a, b));

/** Underlines both clauses when they stand in one statement, else the one that destroys. */
function place(drop: Step, add?: Step): { readonly at: Span; readonly harms: readonly Harm[] } {
  if (add === undefined || add.statement !== drop.statement) return { at: drop.operation.span, harms: harmsOf([drop]) };
  return { at: union(drop.operation.span, add.operation.span), harms: harmsOf([drop, add]) };
}
