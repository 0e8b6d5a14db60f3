import type { QualifiedName } from '../../core/index.ts';
import type { Operation } from '../../operation/index.ts';
import type { Base } from '../base.ts';
import { readNewName } from './alter-table.ts';
import { type Cursor, DECLINED } from './cursor.ts';

/** What follows ALTER TYPE. */
export function readAlterType(cursor: Cursor, base: Base): Operation {
  const type = cursor.qualifiedName();
  if (cursor.skipWord('add')) {
    cursor.word('value');
    const ifNotExists = cursor.ifNotExists();
    const value = readLabel(cursor);
    return { ...base, kind: 'addEnumValue', type, value, ifNotExists, neighbour: readNeighbour(cursor) };
  }
  cursor.word('rename');
  if (!cursor.skipWord('value')) return { ...base, kind: 'renameType', type, newName: readNewName(cursor), domain: false };
  const value = readLabel(cursor);
  cursor.word('to');
  return { ...base, kind: 'renameEnumValue', type, value, newValue: readLabel(cursor) };
}

function readNeighbour(cursor: Cursor): Extract<Operation, { kind: 'addEnumValue' }>['neighbour'] {
  const after = cursor.skipWord('after');
  if (!after && !cursor.skipWord('before')) return null;
  return { value: readLabel(cursor), side: after ? 'after' : 'before' };
}

/** The grammar's tree does not tell an empty label from none. */
function readLabel(cursor: Cursor): string {
  const label = cursor.string();
  if (label === '') throw DECLINED;
  return label;
}

/** What follows ALTER INDEX. */
export function readAlterIndex(cursor: Cursor, base: Base): Operation {
  const ifExists = cursor.ifExists();
  const index = cursor.qualifiedName();
  cursor.word('rename');
  return { ...base, kind: 'renameIndex', index, newName: readNewName(cursor), ifExists };
}

/** What follows DROP: one object or several. */
export function readDrop(cursor: Cursor, base: Base): readonly Operation[] {
  const object = cursor.nextWord;
  cursor.at++;
  const concurrently = object === 'index' && cursor.skipWord('concurrently');
  const ifExists = cursor.ifExists();
  const names: QualifiedName[] = [];
  do names.push(cursor.qualifiedName());
  while (cursor.skipMark(','));
  const cascade = cursor.cascade();
  return names.map((name, index): Operation => {
    const alongside = names.length === 1 ? [] : names.filter((_, other) => other !== index);
    const drop = { ...base, ifExists, cascade, alongside };
    switch (object) {
      case 'table':
        return { ...drop, kind: 'dropTable', table: name, foreign: false };
      case 'index':
        return { ...drop, kind: 'dropIndex', index: name, concurrently };
      case 'type':
        return { ...drop, kind: 'dropType', type: name, domain: false };
      case 'view':
        return { ...drop, kind: 'dropView', view: name, materialized: false };
      case 'sequence':
        return { ...drop, kind: 'dropSequence', sequence: name };
      default:
        throw DECLINED;
    }
  });
}

/** What follows COMMENT: on a table or a column. Its text is not kept. */
export function readComment(cursor: Cursor, base: Base): Operation {
  cursor.word('on');
  const isColumn = cursor.skipWord('column');
  if (!isColumn) cursor.word('table');
  const first = cursor.qualifiedName();
  const comment = isColumn ? readColumnName(cursor, first) : ({ objectType: 'table', name: first, column: null } as const);
  cursor.word('is');
  if (!cursor.skipWord('null')) cursor.string();
  return { ...base, kind: 'comment', ...comment };
}

/** `t.c` and `s.t.c`, of which two parts are read. */
function readColumnName(cursor: Cursor, { schema, name }: QualifiedName): Pick<Extract<Operation, { kind: 'comment' }>, 'objectType' | 'name' | 'column'> {
  if (schema === null) throw DECLINED;
  if (cursor.skipMark('.')) return { objectType: 'column', name: { schema, name }, column: cursor.name() };
  return { objectType: 'column', name: { schema: null, name: schema }, column: name };
}
