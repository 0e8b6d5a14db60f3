import type { ColumnDefinition, ConstraintDefinition, Expression, ReferentialAction } from '../../operation/index.ts';
import { type Cursor, DECLINED } from './cursor.ts';
import { readExpression } from './expression.ts';
import { readTypeName } from './type-name.ts';

/** `"id" TEXT NOT NULL DEFAULT 'x'`: each clause once, in any order. */
export function readColumn(cursor: Cursor): ColumnDefinition {
  const start = cursor.at;
  const name = cursor.name();
  const type = readTypeName(cursor);
  const constraints: ConstraintDefinition[] = [];
  let notNull = false;
  let expression: Expression | null = null;
  for (;;) {
    if (!notNull && cursor.skipWord('not')) {
      cursor.word('null');
      notNull = true;
    } else if (expression === null && cursor.skipWord('default')) expression = readExpression(cursor);
    else if (constraints.length === 0 && (cursor.isWord('primary') || cursor.isWord('unique'))) constraints.push(readInlineKey(cursor, name));
    else break;
  }
  const span = cursor.spanFrom(start);
  return { name, type, collation: null, notNull, default: expression, generated: null, identity: null, constraints, span };
}

const attributes = { deferrable: false, initiallyDeferred: false, notValid: false, enforced: true };

/** PRIMARY KEY or UNIQUE of a column. */
function readInlineKey(cursor: Cursor, column: string): ConstraintDefinition {
  const start = cursor.at;
  const unique = readKeyWords(cursor);
  return keyOf(null, unique, [column], cursor, start);
}

/** Is it UNIQUE, and not PRIMARY KEY? */
function readKeyWords(cursor: Cursor): boolean {
  if (cursor.skipWord('unique')) return true;
  cursor.word('primary');
  cursor.word('key');
  return false;
}

function keyOf(name: string | null, unique: boolean, columns: readonly string[], cursor: Cursor, start: number): ConstraintDefinition {
  const base = { name, ...attributes, span: cursor.spanFrom(start) };
  return unique
    ? { ...base, kind: 'unique', columns, usingIndex: null, nullsNotDistinct: false, withoutOverlaps: false }
    : { ...base, kind: 'primaryKey', columns, usingIndex: null, withoutOverlaps: false };
}

/** Does a constraint of the table begin here, and not a column? */
export const beginsConstraint = (cursor: Cursor): boolean =>
  cursor.isWord('constraint') || cursor.isWord('primary') || cursor.isWord('unique') || cursor.isWord('foreign');

/** `CONSTRAINT "x" PRIMARY KEY (…)`, UNIQUE (…) or FOREIGN KEY. */
export function readConstraint(cursor: Cursor): ConstraintDefinition {
  const start = cursor.at;
  const name = cursor.skipWord('constraint') ? cursor.name() : null;
  if (cursor.skipWord('foreign')) return readForeignKey(cursor, name, start);
  const unique = readKeyWords(cursor);
  return keyOf(name, unique, cursor.names(), cursor, start);
}

function readForeignKey(cursor: Cursor, name: string | null, start: number): ConstraintDefinition {
  cursor.word('key');
  const columns = cursor.names();
  cursor.word('references');
  const table = cursor.qualifiedName();
  const referenced = cursor.isMark('(') ? cursor.names() : [];
  const actions = readActions(cursor);
  const notValid = cursor.skipWord('not');
  if (notValid) cursor.word('valid');
  return {
    name,
    ...attributes,
    notValid,
    span: cursor.spanFrom(start),
    kind: 'foreignKey',
    columns,
    references: { table, columns: referenced, match: 'simple', onDelete: actions.delete ?? 'no action', onUpdate: actions.update ?? 'no action' },
  };
}

/** ON DELETE and ON UPDATE, each once, in any order. */
function readActions(cursor: Cursor): { readonly delete?: ReferentialAction; readonly update?: ReferentialAction } {
  const actions: { delete?: ReferentialAction; update?: ReferentialAction } = {};
  while (cursor.skipWord('on')) {
    const event = cursor.skipWord('delete') ? 'delete' : 'update';
    if (event === 'update') cursor.word('update');
    if (actions[event]) throw DECLINED;
    actions[event] = readAction(cursor);
  }
  return actions;
}

function readAction(cursor: Cursor): ReferentialAction {
  if (cursor.skipWord('cascade')) return 'cascade';
  if (cursor.skipWord('restrict')) return 'restrict';
  if (cursor.skipWord('set')) {
    if (cursor.skipWord('null')) return 'set null';
    cursor.word('default');
    return 'set default';
  }
  cursor.word('no');
  cursor.word('action');
  return 'no action';
}
