import { displayName } from '../../core/index.ts';
import type { AlterColumnType, AddColumn, ColumnDefinition, Expression, RenameColumn, SetIdentity, TypeName } from '../../operation/index.ts';
import { isBuiltInType } from '../builtin-types.ts';
import type { Catalog } from '../catalog.ts';
import { editTable, editTree, putTable, putView, removeSequence, targetOf } from '../change.ts';
import { addConstraintTo, withNotNull } from '../constraints.ts';
import { dropColumn } from '../drop.ts';
import { columnNamed, relationKey, tableKey } from '../lookup.ts';
import type { CheckProof, Column, Origin, Table } from '../model.ts';
import { addOwnedSequence, isNullLiteral, makeColumn, storedType } from '../new-column.ts';
import { proofsWithoutColumn, withoutPartialFills } from '../proofs.ts';
import { renameColumnElsewhere, renameColumnOf } from '../rename-column.ts';
import { changed, mapAll } from '../replace.ts';
import { isNeverNull, textsHeld, textsOf } from '../row-knowledge/index.ts';
import { holdsText, isOneOf } from '../row-knowledge/texts.ts';
import type { Handler, Handlers } from './handler.ts';
import { filledByType, keptFilled } from './kept-proofs.ts';

const withColumn = (table: Table, name: string, edit: (column: Column) => Column): Table =>
  changed(table, { columns: mapAll(table.columns, (column) => (column.name === name ? edit(column) : column)) });

/** Inline constraints in the order in which PostgreSQL makes (and names) them: checks, keys, foreign keys. */
export function inlineConstraints(definition: Pick<ColumnDefinition, 'constraints'>): ColumnDefinition['constraints'] {
  const rank = (constraint: ColumnDefinition['constraints'][number]): number =>
    ['check', 'notNull', 'primaryKey', 'unique', 'exclude', 'foreignKey'].indexOf(constraint.kind);
  return definition.constraints.toSorted((a, b) => rank(a) - rank(b));
}

const addColumn: Handler<'addColumn'> = (catalog, operation, at) =>
  editTree(catalog, operation, (current, table, isChild) => (isChild ? addToChild(current, table, operation, at) : addToTable(current, table, operation, at)));

function addToTable(catalog: Catalog, table: Table, { definition }: AddColumn, at: Origin): Catalog {
  if (columnNamed(table, definition.name)) return catalog;
  const made = makeColumn(catalog, table, definition, at);
  const withColumns: Table = { ...table, columns: [...table.columns, made.column] };
  const addition = { catalog: made.catalog, at, creating: false };
  return putTable(
    made.catalog,
    inlineConstraints(definition).reduce((sum, constraint) => addConstraintTo(sum, constraint, addition), withColumns),
  );
}

/** Children get the column, its NOT NULL and its checks; partitions also its keys and foreign keys. The sequence stays the parent's. */
function addToChild(catalog: Catalog, table: Table, operation: AddColumn, at: Origin): Catalog {
  const { definition } = operation;
  if (columnNamed(table, definition.name)) return catalog;
  const parent = targetOf(catalog, operation);
  const column = parent && columnNamed(parent, definition.name);
  if (!column) return catalog;
  const inherited = inlineConstraints(definition).filter((constraint) => constraint.kind === 'check' || table.partitionOf !== null);
  const rows: Column['rows'] = table.rows === 'none' ? { holds: 'anything' } : column.rows;
  const withColumns: Table = { ...table, columns: [...table.columns, { ...column, rows, ownedSequence: null }] };
  return putTable(
    catalog,
    inherited.reduce((sum, constraint) => addConstraintTo(sum, constraint, { catalog, at, creating: false }), withColumns),
  );
}

const dropColumnOf: Handler<'dropColumn'> = (catalog, operation) =>
  editTree(catalog, operation, (current, table) => dropColumn(current, table, operation.column, operation.cascade));

const renameColumn: Handler<'renameColumn'> = (catalog, operation) => {
  const key = tableKey(catalog, operation.table);
  if (catalog.views.has(key)) return renameViewColumn(catalog, operation);
  const target = targetOf(catalog, operation);
  if (!target || columnNamed(target, operation.newName)) return catalog;
  return editTree(catalog, operation, (current, table) => {
    const renamed = putTable(current, renameColumnOf(catalog, table, operation.column, operation.newName));
    return renameColumnElsewhere(catalog, renamed, relationKey(table.schema, table.name), operation.column, operation.newName);
  });
};

function renameViewColumn(catalog: Catalog, operation: RenameColumn): Catalog {
  const key = tableKey(catalog, operation.table);
  const view = catalog.views.get(key);
  if (!view) return catalog;
  const columns = view.columns && mapAll(view.columns, (name) => (name === operation.column ? operation.newName : name));
  return renameColumnElsewhere(catalog, putView(catalog, { ...view, columns }), key, operation.column, operation.newName);
}

const alterColumnType: Handler<'alterColumnType'> = (catalog, operation, at) =>
  editTree(catalog, operation, (current, table) => putTable(current, withType(current, table, operation, at)));

/** Every value is computed anew: what was known of them holds only where the conversion cannot change it. */
function withType(catalog: Catalog, table: Table, operation: AlterColumnType, at: Origin): Table {
  const { column: name, using } = operation;
  const keepsNulls = using === null || isCastOf(using, name);
  const fills = using !== null && isNeverNull(using, table, catalog);
  const next = withColumn(table, name, (column) => ({
    ...withoutPartialFills(column),
    type: storedType(catalog, operation.type),
    default: convertedDefault(column, operation.type),
    collation: operation.collation && displayName(operation.collation),
    rows: keepsNulls && column.rows.holds === 'null' ? column.rows : { holds: 'anything' },
    filled: keepsNulls ? column.filled : fills ? filledByType(column, at) : null,
  }));
  if (next === table) return table;
  const proofs = proofsWithoutColumn(next.proofs, name);
  const texts = textsByType(catalog, table, operation, at);
  return changed(next, { proofs: texts ? { ...proofs, checks: [...proofs.checks, texts] } : proofs });
}

/** A text column that was an enum, or that USING gives one of a few texts. */
function textsByType(catalog: Catalog, table: Table, { column: name, type, using }: AlterColumnType, at: Origin): CheckProof | null {
  if (!holdsText(type)) return null;
  const texts = textsOf(using ?? { kind: 'column', table: null, name }, catalog, (reference) => textsHeld(catalog, table, reference.name));
  const expression = texts && isOneOf(name, texts);
  return expression && { by: at, strength: 'proven', lapses: true, because: `the type that ${name} had until ${at.migration}`, expression };
}

/** A default of a named type is still one, and converted: `'A'::"Role"::text`. It goes with the type when that is dropped. */
function convertedDefault(column: Column, type: TypeName): Expression | null {
  if (column.default === null || isBuiltInType(column.type)) return column.default;
  return { kind: 'cast', operand: { kind: 'cast', operand: column.default, type: column.type }, type };
}

const without = <Value>(values: readonly Value[], unwanted: (value: Value) => boolean): readonly Value[] =>
  values.some(unwanted) ? values.filter((value) => !unwanted(value)) : values;

const isCastOf = (expression: Expression, column: string): boolean =>
  expression.kind === 'cast' ? isCastOf(expression.operand, column) : expression.kind === 'column' && expression.name === column;

const setDefault: Handler<'setDefault'> = (catalog, operation) =>
  editTree(catalog, operation, (current, table) =>
    putTable(
      current,
      withColumn(table, operation.column, (column) => ({ ...column, default: isNullLiteral(operation.expression) ? null : operation.expression })),
    ),
  );

const dropDefault: Handler<'dropDefault'> = (catalog, operation) =>
  editTree(catalog, operation, (current, table) =>
    putTable(
      current,
      withColumn(table, operation.column, (column) => (column.default === null ? column : { ...column, default: null })),
    ),
  );

const setNotNull: Handler<'setNotNull'> = (catalog, operation) =>
  editTree(catalog, operation, (current, table) => putTable(current, withNotNull(table, [operation.column])));

const dropNotNull: Handler<'dropNotNull'> = (catalog, operation, at) =>
  editTree(catalog, operation, (current, table) => {
    const nullable = withColumn(table, operation.column, (column) => (column.notNull ? { ...column, notNull: false, filled: keptFilled(column, at) } : column));
    return putTable(
      current,
      changed(nullable, { constraints: without(nullable.constraints, (each) => each.kind === 'notNull' && each.columns.includes(operation.column)) }),
    );
  });

const setGenerated: Handler<'setGenerated'> = (catalog, operation) =>
  editTree(catalog, operation, (current, table) =>
    putTable(
      current,
      withColumn(table, operation.column, (column) =>
        column.generated
          ? { ...column, rows: { holds: 'anything' }, generated: operation.expression && { ...column.generated, expression: operation.expression } }
          : column,
      ),
    ),
  );

const setIdentity: Handler<'setIdentity'> = (catalog, operation, at) => {
  const table = targetOf(catalog, operation);
  const column = table && columnNamed(table, operation.column);
  if (!table || !column) return catalog;
  const identity = operation.action === 'drop' ? null : (operation.identity ?? column.identity);
  if (operation.action === 'set' || (column.identity === null) !== (operation.action === 'add')) {
    return column.identity === null
      ? catalog
      : putTable(
          catalog,
          withColumn(table, column.name, (each) => ({ ...each, identity })),
        );
  }
  return operation.action === 'add' ? addIdentity(catalog, table, operation, at) : dropIdentity(catalog, table, column);
};

function addIdentity(catalog: Catalog, table: Table, operation: SetIdentity, at: Origin): Catalog {
  const { catalog: next, key } = addOwnedSequence(catalog, table, operation.column, at);
  return putTable(
    next,
    withColumn(table, operation.column, (column) => ({ ...column, identity: operation.identity ?? 'by default', ownedSequence: key })),
  );
}

function dropIdentity(catalog: Catalog, table: Table, column: Column): Catalog {
  const next = putTable(
    catalog,
    withColumn(table, column.name, (each) => ({ ...each, identity: null, ownedSequence: null })),
  );
  return column.ownedSequence === null ? next : removeSequence(next, column.ownedSequence);
}

/** Mentions nothing that the catalog describes, but an unknown table is known by name from now on. */
const setColumnProperty: Handler<'setColumnProperty'> = (catalog, operation) => editTable(catalog, operation, (table) => table);

export const columns = {
  addColumn,
  dropColumn: dropColumnOf,
  renameColumn,
  alterColumnType,
  setDefault,
  dropDefault,
  setNotNull,
  dropNotNull,
  setGenerated,
  setIdentity,
  setColumnProperty,
} satisfies Partial<Handlers>;
