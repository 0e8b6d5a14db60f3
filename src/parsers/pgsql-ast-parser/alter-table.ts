import type { AlterTableStatement, TableAlteration, TableAlterationAlterColumn } from 'pgsql-ast-parser';
import type { QualifiedName } from '../../core/index.ts';
import type { Operation } from '../../operation/index.ts';
import { afterAlterTarget, commaSeparated } from '../statements.ts';
import { lowerColumn, lowerConstraint } from './definition.ts';
import { lowerExpression } from './expression.ts';
import { type Base, baseOf, type Context, fail, nameOf, qualified } from './tree.ts';
import { lowerType } from './type-name.ts';

type On = Base & { readonly table: QualifiedName; readonly tableIfExists: boolean; readonly only: boolean };

export function lowerAlterTable(statement: AlterTableStatement, context: Context): readonly Operation[] {
  const table = qualified(statement.table);
  const spans = commaSeparated(context.tokens, afterAlterTarget(context.tokens));
  if (spans.length !== statement.changes.length) fail('where the actions of ALTER TABLE stand');
  return statement.changes.map((change, index): Operation => {
    const span = spans[index] ?? context.span;
    const on: On = { span, conditional: context.conditional, table, tableIfExists: statement.ifExists ?? false, only: statement.only ?? false };
    return lowerRename(change, { ...on, ...baseOf(context) }, statement.changes.length) ?? lowerAction(change, on, context);
  });
}

/** RENAME is a statement of its own in PostgreSQL's grammar. */
function lowerRename(change: TableAlteration, on: On, count: number): Operation | null {
  if (change.type !== 'rename' && change.type !== 'rename column' && change.type !== 'rename constraint') return null;
  if (count > 1) fail('RENAME beside other actions');
  const newName = nameOf(change.to);
  if (change.type === 'rename') return { ...on, kind: 'renameTable', newName };
  if (change.type === 'rename column') return { ...on, kind: 'renameColumn', column: nameOf(change.column), newName };
  return { ...on, kind: 'renameConstraint', constraint: nameOf(change.constraint), newName };
}

function lowerAction(change: TableAlteration, on: On, context: Context): Operation {
  switch (change.type) {
    case 'add column':
      return {
        ...on,
        kind: 'addColumn',
        column: nameOf(change.column.name),
        definition: lowerColumn(change.column, context),
        ifNotExists: change.ifNotExists ?? false,
      };
    case 'drop column':
      return { ...on, kind: 'dropColumn', column: nameOf(change.column), ifExists: change.ifExists ?? false, cascade: change.behaviour === 'cascade' };
    case 'alter column':
      return lowerAlterColumn(change, on, context);
    case 'add constraint':
      return { ...on, kind: 'addConstraint', constraint: lowerConstraint(change.constraint, context) };
    case 'drop constraint':
      return {
        ...on,
        kind: 'dropConstraint',
        constraint: nameOf(change.constraint),
        ifExists: change.ifExists ?? false,
        cascade: change.behaviour === 'cascade',
      };
    case 'owner':
      return { ...baseOf(on), kind: 'alterObject', objectType: 'table', name: on.table, action: 'owner', newName: null };
    default:
      return fail(change.type.toUpperCase());
  }
}

function lowerAlterColumn({ column: name, alter }: TableAlterationAlterColumn, on: On, context: Context): Operation {
  const column = nameOf(name);
  switch (alter.type) {
    case 'set type':
      return { ...on, kind: 'alterColumnType', column, type: lowerType(alter.dataType), using: null, collation: null };
    case 'set default':
      return { ...on, kind: 'setDefault', column, expression: lowerExpression(alter.default, context) };
    case 'drop default':
      return { ...on, kind: 'dropDefault', column };
    case 'set not null':
      return { ...on, kind: 'setNotNull', column };
    case 'drop not null':
      return { ...on, kind: 'dropNotNull', column };
    case 'add generated':
      if (alter.expression || !alter.always) fail('ADD GENERATED without AS IDENTITY');
      return { ...on, kind: 'setIdentity', column, action: 'add', identity: alter.always ?? 'always', ifExists: false };
  }
}
