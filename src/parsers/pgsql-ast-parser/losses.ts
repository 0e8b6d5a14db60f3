import { type Statement, toSql } from 'pgsql-ast-parser';
import { lex, type Token } from '../lexer.ts';
import { fail } from './tree.ts';

// The parser accepts some words without keeping them in its tree. What it keeps, it prints: so the tree is printed, and every
// word, number and operator of the source has to be in the print, and as many strings.

/** Words that may be left out, or that another spelling replaces. */
const NOISE: ReadonlySet<string> = new Set(['as', 'asc', 'inner', 'outer', 'to', 'cast', 'data']);

/** The spelling that the parser prints. */
const SPELLINGS: Readonly<Record<string, string>> = {
  temp: 'temporary',
  isnull: 'null',
  notnull: 'null',
  '<>': '!=',
  '~~': 'like',
  '!~~': 'like',
  '~~*': 'ilike',
  '!~~*': 'ilike',
};

/** Throws where the tree of a statement holds less than its tokens. `text`: of the file. */
export function checkLosses(statement: Statement, text: string, tokens: readonly Token[]): void {
  // What these say is read from the tokens, or does not matter: see `session.ts`, `objects.ts` and `function.ts`.
  if (!UNCHECKED.has(statement.type)) checkPrinted(toSql.statement(statement), text, tokens);
}

/** The same for a print of a tree. */
export function checkPrinted(printed: string, text: string, tokens: readonly Token[]): void {
  const kept = new Map<string, number>();
  for (const token of lex(printed).tokens) {
    const word = spelling(token, printed);
    kept.set(word, (kept.get(word) ?? 0) + 1);
  }
  for (const token of tokens) {
    const word = spelling(token, text);
    const left = kept.get(word) ?? 0;
    if (left > 0) kept.set(word, left - 1);
    else if (word !== '' && !(token.kind === 'word' && NOISE.has(word))) fail(`what ${JSON.stringify(token.value || word)} says here`);
  }
}

const UNCHECKED: ReadonlySet<string> = new Set(['set', 'set timezone', 'begin', 'start transaction', 'create function', 'create enum', 'alter enum']);

/** Of what may not be lost; empty for punctuation. */
function spelling({ kind, value, start, end }: Token, text: string): string {
  switch (kind) {
    case 'punctuation':
    case 'comment':
      return '';
    case 'string':
      return "''";
    case 'number':
      return String(Number(text.slice(start, end)));
    case 'parameter':
      return text.slice(start, end);
    default:
      return SPELLINGS[value] ?? value;
  }
}
