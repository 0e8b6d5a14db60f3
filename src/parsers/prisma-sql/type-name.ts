import type { TypeName } from '../../operation/index.ts';
import { spelledType, TYPE_KEYWORDS } from '../type-names.ts';
import { type Cursor, DECLINED } from './cursor.ts';
import { isPlainName } from './keywords.ts';

/** Types whose names are words of the grammar, with the name that pg_type has for them. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ...TYPE_KEYWORDS,
  ['numeric', 'numeric'],
  ['varchar', 'varchar'],
  ['timestamp', 'timestamp'],
  ['time', 'time'],
  ['json', 'json'],
]);
/** How many modifiers these take, at most. */
const MODIFIERS: Readonly<Record<string, number>> = { numeric: 2, varchar: 1, bpchar: 1, timestamp: 1, time: 1 };
const MOST_DIGITS = 9;

export function readTypeName(cursor: Cursor): TypeName {
  const { schema, name, modifiers } = readScalar(cursor);
  const spelled = spelledType({ schema, name });
  return { schema: spelled.schema, name: spelled.name, modifiers, dimensions: readBounds(cursor) + spelled.dimensions };
}

function readScalar(cursor: Cursor): Pick<TypeName, 'schema' | 'name' | 'modifiers'> {
  const word = cursor.nextWord;
  const name = NAMES.get(word);
  if (name !== undefined) {
    cursor.at++;
    return readBuiltin(cursor, name, word);
  }
  if (cursor.skipWord('double') && cursor.skipWord('precision')) return { schema: null, name: 'float8', modifiers: [] };
  if (word === 'double' || (word !== '' && !isPlainName(word))) throw DECLINED;
  const generic = cursor.qualifiedName();
  // The fields of an interval are coded in its modifiers.
  if (generic.name === 'interval') throw DECLINED;
  return { ...generic, modifiers: readModifiers(cursor, Number.POSITIVE_INFINITY) };
}

function readBuiltin(cursor: Cursor, name: string, word: string): Pick<TypeName, 'schema' | 'name' | 'modifiers'> {
  const varying = (word === 'char' || word === 'character') && cursor.skipWord('varying');
  const modifiers = readModifiers(cursor, MODIFIERS[name] ?? 0);
  if (varying) return { schema: null, name: 'varchar', modifiers };
  if (name === 'bpchar' && modifiers.length === 0) return { schema: null, name, modifiers: [1] };
  if (name !== 'timestamp' && name !== 'time') return { schema: null, name, modifiers };
  return { schema: null, name: readTimeZone(cursor) ? `${name}tz` : name, modifiers };
}

function readTimeZone(cursor: Cursor): boolean {
  const zone = cursor.skipWord('with');
  if (zone || cursor.skipWord('without')) {
    cursor.word('time');
    cursor.word('zone');
  }
  return zone;
}

/** `(20)`, `(10, 2)`. */
function readModifiers(cursor: Cursor, most: number): readonly number[] {
  if (!cursor.skipMark('(')) return [];
  const modifiers: number[] = [];
  do modifiers.push(readInteger(cursor));
  while (cursor.skipMark(','));
  cursor.mark(')');
  if (modifiers.length > most) throw DECLINED;
  return modifiers;
}

function readInteger(cursor: Cursor): number {
  const digits = cursor.digits();
  if (digits === null || digits.length > MOST_DIGITS) throw DECLINED;
  return Number(digits);
}

/** `[]`, `[3][]`. */
function readBounds(cursor: Cursor): number {
  let dimensions = 0;
  for (; cursor.skipMark('['); dimensions++) {
    if (cursor.skipMark(']')) continue;
    readInteger(cursor);
    cursor.mark(']');
  }
  return dimensions;
}
