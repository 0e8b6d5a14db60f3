import type { QualifiedName } from '../../core/index.ts';
import type { Operation } from '../../operation/index.ts';
import type { Base } from '../base.ts';
import { type Cursor, DECLINED } from './cursor.ts';
import { beginsConstraint, readColumn, readConstraint } from './definition.ts';
import { readExpression } from './expression.ts';
import { readTypeName } from './type-name.ts';

interface OnTable extends Base {
  readonly table: QualifiedName;
  readonly tableIfExists: boolean;
  readonly only: boolean;
}

const MARKS: ReadonlySet<string> = new Set(['.', '(', ')', '*']);

/** What follows ALTER TABLE. */
export function readAlterTable(cursor: Cursor, { span, conditional }: Base): readonly Operation[] {
  const tableIfExists = cursor.ifExists();
  const table = cursor.qualifiedName();
  // Where the actions begin is found by these marks, quoted or not.
  if (MARKS.has(table.name) || (table.schema !== null && MARKS.has(table.schema))) throw DECLINED;
  const on = { span, conditional, table, tableIfExists, only: false };
  if (cursor.skipWord('rename')) return [readRename(cursor, on)];
  const operations: Operation[] = [];
  do {
    const start = cursor.at;
    const operation = readAction(cursor, on);
    operations.push({ ...operation, span: cursor.spanFrom(start) });
  } while (cursor.skipMark(','));
  return operations;
}

function readRename(cursor: Cursor, on: OnTable): Operation {
  if (cursor.skipWord('to')) return { ...on, kind: 'renameTable', newName: cursor.name() };
  if (cursor.skipWord('constraint')) {
    const constraint = cursor.name();
    return { ...on, kind: 'renameConstraint', constraint, newName: readNewName(cursor) };
  }
  cursor.skipWord('column');
  const column = cursor.name();
  return { ...on, kind: 'renameColumn', column, newName: readNewName(cursor) };
}

export function readNewName(cursor: Cursor): string {
  cursor.word('to');
  return cursor.name();
}

function readAction(cursor: Cursor, on: OnTable): Operation {
  if (cursor.skipWord('add')) return readAdd(cursor, on);
  if (cursor.skipWord('drop')) return readDrop(cursor, on);
  if (cursor.skipWord('alter')) {
    cursor.skipWord('column');
    return readAlterColumn(cursor, on, cursor.name());
  }
  if (cursor.skipWord('validate')) {
    cursor.word('constraint');
    return { ...on, kind: 'validateConstraint', constraint: cursor.name() };
  }
  cursor.word('enable');
  cursor.word('row');
  cursor.word('level');
  cursor.word('security');
  return { ...on, kind: 'setRowSecurity', action: 'enable' };
}

function readAdd(cursor: Cursor, on: OnTable): Operation {
  if (beginsConstraint(cursor)) return { ...on, kind: 'addConstraint', constraint: readConstraint(cursor) };
  cursor.skipWord('column');
  const ifNotExists = cursor.ifNotExists();
  const definition = readColumn(cursor);
  return { ...on, kind: 'addColumn', column: definition.name, definition, ifNotExists };
}

function readDrop(cursor: Cursor, on: OnTable): Operation {
  const isConstraint = cursor.skipWord('constraint');
  if (!isConstraint) cursor.skipWord('column');
  const ifExists = cursor.ifExists();
  const name = cursor.name();
  const cascade = cursor.cascade();
  return isConstraint ? { ...on, kind: 'dropConstraint', constraint: name, ifExists, cascade } : { ...on, kind: 'dropColumn', column: name, ifExists, cascade };
}

function readAlterColumn(cursor: Cursor, on: OnTable, column: string): Operation {
  if (cursor.skipWord('type')) return readType(cursor, on, column);
  const set = cursor.skipWord('set');
  if (!set) cursor.word('drop');
  if (cursor.skipWord('not')) {
    cursor.word('null');
    return { ...on, kind: set ? 'setNotNull' : 'dropNotNull', column };
  }
  if (set && cursor.skipWord('data')) {
    cursor.word('type');
    return readType(cursor, on, column);
  }
  cursor.word('default');
  return set ? { ...on, kind: 'setDefault', column, expression: readExpression(cursor) } : { ...on, kind: 'dropDefault', column };
}

function readType(cursor: Cursor, on: OnTable, column: string): Operation {
  const type = readTypeName(cursor);
  const using = cursor.skipWord('using') ? readExpression(cursor) : null;
  return { ...on, kind: 'alterColumnType', column, type, using, collation: null };
}
