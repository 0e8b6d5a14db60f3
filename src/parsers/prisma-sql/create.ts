import type { QualifiedName } from '../../core/index.ts';
import type { ColumnDefinition, ConstraintDefinition, IndexElement, Operation } from '../../operation/index.ts';
import type { Base } from '../base.ts';
import type { Cursor } from './cursor.ts';
import { beginsConstraint, readColumn, readConstraint } from './definition.ts';

/** What follows CREATE. */
export function readCreate(cursor: Cursor, base: Base): Operation {
  if (cursor.skipWord('table')) return readTable(cursor, base);
  if (cursor.skipWord('type')) return readEnum(cursor, base);
  if (cursor.skipWord('schema')) {
    const ifNotExists = cursor.ifNotExists();
    return { ...base, kind: 'createSchema', schema: cursor.name(), ifNotExists };
  }
  if (cursor.skipWord('extension')) return readExtension(cursor, base);
  const unique = cursor.skipWord('unique');
  cursor.word('index');
  return readIndex(cursor, base, unique);
}

function readTable(cursor: Cursor, base: Base): Operation {
  const ifNotExists = cursor.ifNotExists();
  const table = cursor.qualifiedName();
  const columns: ColumnDefinition[] = [];
  const constraints: ConstraintDefinition[] = [];
  cursor.mark('(');
  do {
    if (beginsConstraint(cursor)) constraints.push(readConstraint(cursor));
    else columns.push(readColumn(cursor));
  } while (cursor.skipMark(','));
  cursor.mark(')');
  const definition = {
    table,
    persistence: 'permanent' as const,
    columns,
    constraints,
    like: [],
    inherits: [],
    partitionBy: null,
    partitionOf: null,
    foreign: false,
    query: null,
    withData: true,
  };
  return { ...base, kind: 'createTable', definition, table, ifNotExists };
}

function readIndex(cursor: Cursor, base: Base, unique: boolean): Operation {
  const concurrently = cursor.skipWord('concurrently');
  const ifNotExists = cursor.ifNotExists();
  const name = !ifNotExists && cursor.isWord('on') ? null : cursor.name();
  cursor.word('on');
  const table = cursor.qualifiedName();
  const method = cursor.skipWord('using') ? cursor.name() : 'btree';
  const elements: IndexElement[] = [];
  cursor.mark('(');
  do elements.push(readElement(cursor));
  while (cursor.skipMark(','));
  cursor.mark(')');
  const index = { name, table, unique, method, elements, include: [], where: null, nullsNotDistinct: false };
  return { ...base, kind: 'createIndex', table, index, concurrently, ifNotExists, only: false };
}

/** A column with its operator class and direction. */
function readElement(cursor: Cursor): IndexElement {
  const column = cursor.name();
  const operatorClass = readOperatorClass(cursor);
  const descending = cursor.skipWord('desc');
  if (!descending) cursor.skipWord('asc');
  return { column, expression: null, operatorClass, collation: null, descending, nulls: null };
}

function readOperatorClass(cursor: Cursor): QualifiedName | null {
  if (cursor.isMark(',') || cursor.isMark(')') || cursor.isWord('asc') || cursor.isWord('desc')) return null;
  return cursor.qualifiedName();
}

function readEnum(cursor: Cursor, base: Base): Operation {
  const type = cursor.qualifiedName();
  cursor.word('as');
  cursor.word('enum');
  const values: string[] = [];
  cursor.mark('(');
  do values.push(cursor.string());
  while (cursor.skipMark(','));
  cursor.mark(')');
  return { ...base, kind: 'createEnum', type, values };
}

function readExtension(cursor: Cursor, base: Base): Operation {
  const ifNotExists = cursor.ifNotExists();
  const extension = cursor.name();
  cursor.skipWord('with');
  const schema = cursor.skipWord('schema') ? cursor.name() : null;
  cursor.skipWord('cascade');
  return { ...base, kind: 'createExtension', extension, ifNotExists, schema };
}
