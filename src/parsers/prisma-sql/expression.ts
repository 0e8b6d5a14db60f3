import type { Expression } from '../../operation/index.ts';
import { call, lowerCast, NULL } from '../expressions.ts';
import { type Cursor, DECLINED } from './cursor.ts';
import { readTypeName } from './type-name.ts';

/** Parentheses, casts and arguments inside of each other; deeper ones are declined. */
const DEEPEST = 8;

/**
 * A constant, a column, a call without clauses, ARRAY[…], CURRENT_TIMESTAMP, and casts of them. Operators are not read: what
 * follows the expression must be asked for by the caller.
 */
export function readExpression(cursor: Cursor, depth = 0): Expression {
  if (depth > DEEPEST) throw DECLINED;
  // A minus binds less tightly than a cast: -1::int is -(1::int).
  if (cursor.skipMark('-')) return readNumber(cursor, '-');
  let expression = readOperand(cursor, depth);
  for (let casts = 0; cursor.skipMark('::'); casts++) {
    if (casts > DEEPEST) throw DECLINED;
    expression = lowerCast(expression, readTypeName(cursor));
  }
  return expression;
}

function readOperand(cursor: Cursor, depth: number): Expression {
  const token = cursor.tokens[cursor.at];
  switch (token?.kind) {
    case 'string':
      return { kind: 'literal', type: 'string', value: cursor.string() };
    case 'number':
      return readNumber(cursor, '');
    case 'quoted':
      return readName(cursor, depth);
    case 'word':
      return readWord(cursor, token.value, depth);
    case 'punctuation': {
      cursor.mark('(');
      const inner = readExpression(cursor, depth + 1);
      cursor.mark(')');
      return inner;
    }
    default:
      throw DECLINED;
  }
}

const SQL_VALUES: ReadonlySet<string> = new Set(['current_timestamp', 'current_date']);

function readWord(cursor: Cursor, word: string, depth: number): Expression {
  if (word !== 'true' && word !== 'false' && word !== 'null' && word !== 'array' && !SQL_VALUES.has(word)) return readName(cursor, depth);
  cursor.at++;
  if (word === 'null') return NULL;
  if (word === 'array') return readArray(cursor, depth);
  return SQL_VALUES.has(word) ? { kind: 'sqlValue', name: word.toUpperCase() } : { kind: 'literal', type: 'boolean', value: word };
}

/** A column, or a call: `now()`, `public.f('a', 1)`. */
function readName(cursor: Cursor, depth: number): Expression {
  const name = cursor.qualifiedName();
  if (cursor.isMark('('))
    return { ...call(name.name, readList(cursor, '(', ')', depth)), function: name.schema === 'pg_catalog' ? { schema: null, name: name.name } : name };
  return { kind: 'column', table: name.schema, name: name.name };
}

function readArray(cursor: Cursor, depth: number): Expression {
  return { kind: 'array', elements: readList(cursor, '[', ']', depth) };
}

function readList(cursor: Cursor, open: string, close: string, depth: number): readonly Expression[] {
  cursor.mark(open);
  const list: Expression[] = [];
  if (cursor.skipMark(close)) return list;
  do list.push(readExpression(cursor, depth + 1));
  while (cursor.skipMark(','));
  cursor.mark(close);
  return list;
}

/** `1`, `-1`, `0.5`. */
function readNumber(cursor: Cursor, sign: string): Expression {
  const value = cursor.digits() ?? readDecimal(cursor);
  if (sign !== '' && (value === '0' || cursor.isMark('::'))) throw DECLINED;
  return { kind: 'literal', type: 'number', value: sign + value };
}

function readDecimal(cursor: Cursor): string {
  const token = cursor.tokens[cursor.at];
  const value = token?.kind === 'number' ? cursor.text.slice(token.start, token.end) : '';
  if (!/^(?:0|[1-9]\d*)\.\d+$/.test(value)) throw DECLINED;
  cursor.at++;
  return value;
}
