import type { QualifiedName } from '../../core/index.ts';
import type { OperationOf } from '../../operation/index.ts';
import { lex, type Token } from '../lexer.ts';
import { identifier, isMark, isWord } from './tree.ts';

/** What the tokens of a statement tell of it that nobody understood. */
export function outlineOf(tokens: readonly Token[]): Pick<OperationOf<'opaque'>, 'tables' | 'creates' | 'hasBody'> {
  const body = isWord(tokens[0], 'do') ? tokens.find(({ kind }) => kind === 'string') : undefined;
  if (body) return { tables: namedTables(lex(body.value).tokens.filter(({ kind }) => kind !== 'comment')), hasBody: true };
  const creates = createdTable(tokens);
  return { tables: namedTables(tokens), ...(creates ? { creates } : {}) };
}

/** The tables that a statement or a body of statements names. In order, each once. */
function namedTables(tokens: readonly Token[]): readonly QualifiedName[] {
  const found = new Map<string, QualifiedName>();
  const isQuery: boolean[] = [false];
  for (const [index, token] of tokens.entries()) {
    if (isMark(token, '(')) isQuery.push(false);
    else if (isMark(token, ')')) isQuery.pop();
    else if (isWord(token, 'select', 'delete')) isQuery.splice(-1, 1, true);
    else if (leadsToTable(tokens, index, isQuery.at(-1) ?? false)) {
      const name = nameAt(tokens, behindModifiers(tokens, index + 1));
      if (name) found.set(JSON.stringify(name), name);
    }
  }
  return [...found.values()];
}

/** The table that a CREATE TABLE makes, in the form of the operation's field. */
function createdTable(tokens: readonly Token[]): QualifiedName | null {
  const table = tokens.findIndex((token) => isWord(token, 'table'));
  const isCreation =
    isWord(tokens[0], 'create') && tokens.slice(1, table).every((token) => isWord(token, 'temp', 'temporary', 'unlogged', 'foreign', 'local', 'global'));
  return table > 0 && isCreation ? nameAt(tokens, behindModifiers(tokens, table + 1)) : null;
}

const OBJECTS_ON_TABLES: ReadonlySet<string> = new Set(['create', 'drop', 'alter', 'grant', 'revoke']);

/** `inQuery`: between the parentheses that the token is in, there is a SELECT before it. */
function leadsToTable(tokens: readonly Token[], index: number, inQuery: boolean): boolean {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (isWord(token, 'table', 'join', 'references', 'into')) return !isWord(before, 'returns');
  if (isWord(token, 'update', 'copy', 'truncate')) return before === undefined || isMark(before, ';') || isWord(before, 'begin', 'then', 'else', 'loop');
  if (isWord(token, 'from')) return inQuery && !isWord(before, 'distinct');
  return (
    isWord(token, 'on') &&
    OBJECTS_ON_TABLES.has(tokens[0]?.value ?? '') &&
    !tokens.slice(0, index).some((one) => isMark(one, '(') || isWord(one, 'on', 'table'))
  );
}

function behindModifiers(tokens: readonly Token[], from: number): number {
  let index = from;
  while (isWord(tokens[index], 'if', 'not', 'exists', 'only', 'table')) index++;
  return index;
}

function nameAt(tokens: readonly Token[], index: number): QualifiedName | null {
  const [first, dot, second] = tokens.slice(index, index + 3);
  if (!isName(first)) return null;
  const isQualified = isMark(dot, '.') && isName(second);
  return isQualified ? { schema: identifier(first.value), name: identifier(second.value) } : { schema: null, name: identifier(first.value) };
}

const isName = (token: Token | undefined): token is Token => token?.kind === 'word' || token?.kind === 'quoted';
