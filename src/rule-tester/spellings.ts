import type { Operation, Statement } from '../operation/index.ts';
import { lex, type Parser, type Token } from '../parsers/index.ts';

/** Another way to write the same migration, which must not change what a rule finds. */
export interface Spelling {
  readonly name: string;
  /** Null: there is nothing in this text to write in another way. */
  readonly rewrite: (sql: string) => string | null;
  /** The statements are other ones afterwards, so that findings which speak of a statement as a whole may come apart. */
  readonly regroups: boolean;
}

/** All spellings. `tables`: names of the tables that may be given a schema. */
export const spellings = (parser: Parser, tables: ReadonlySet<string>): readonly Spelling[] => [
  { name: 'in lower case', regroups: false, rewrite: (sql) => mapWords(sql, (word) => word.toLowerCase()) },
  { name: 'in upper case', regroups: false, rewrite: (sql) => mapWords(sql, (word) => word.toUpperCase()) },
  { name: 'with comments', regroups: false, rewrite: withComments },
  { name: 'with CRLF', regroups: false, rewrite: (sql) => sql.replaceAll(/\r?\n/g, '\r\n') },
  { name: 'with the schema', regroups: false, rewrite: (sql) => withSchema(sql, tables) },
  { name: 'with one ALTER TABLE an action', regroups: true, rewrite: (sql) => oneActionEach(sql, parser) },
];

/** Replaces tokens and keeps everything between them. */
function mapTokens(sql: string, change: (token: Token, index: number, tokens: readonly Token[]) => string): string {
  const { tokens } = lex(sql);
  let at = 0;
  let result = '';
  for (const [index, token] of tokens.entries()) {
    result += sql.slice(at, token.start) + change(token, index, tokens);
    at = token.end;
  }
  return result + sql.slice(at);
}

const mapWords = (sql: string, change: (word: string) => string): string =>
  mapTokens(sql, (token) => (token.kind === 'word' ? change(sql.slice(token.start, token.end)) : sql.slice(token.start, token.end)));

/** A comment behind every comma and opening parenthesis, and in front of every statement. */
function withComments(sql: string): string {
  const body = mapTokens(sql, (token) => {
    const text = sql.slice(token.start, token.end);
    return token.kind === 'punctuation' && (text === ',' || text === '(') ? `${text} /* note */ ` : text;
  });
  return `/* note */ ${body}`;
}

const BEFORE_A_TABLE = new Set(['table', 'exists', 'only', 'on', 'references', 'update', 'into', 'from', 'join']);

/** `"public".` in front of names of tables, where a table stands. */
function withSchema(sql: string, tables: ReadonlySet<string>): string | null {
  const rewritten = mapTokens(sql, (token, index, tokens) => {
    const text = sql.slice(token.start, token.end);
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const isName = (token.kind === 'quoted' || token.kind === 'word') && tables.has(token.value);
    const standsThere = before?.kind === 'word' && BEFORE_A_TABLE.has(before.value);
    return isName && standsThere && after?.value !== '.' ? `"public".${text}` : text;
  });
  return rewritten === sql ? null : rewritten;
}

/** `ALTER TABLE t A, B;` → `ALTER TABLE t A; ALTER TABLE t B;`, in PostgreSQL's order as far as it is the written one. */
function oneActionEach(sql: string, parser: Parser): string | null {
  const { statements } = parser.parse(sql);
  let result = '';
  let at = 0;
  for (const statement of statements) {
    if (!isAlterOfSeveral(statement)) continue;
    const [first] = statement.operations;
    const head = sql.slice(statement.span.start, first?.span.start);
    const actions = statement.operations.map((operation) => `${head}${sql.slice(operation.span.start, operation.span.end)}`);
    result += sql.slice(at, statement.span.start) + actions.join(';\n');
    at = statement.span.end;
  }
  return at === 0 ? null : result + sql.slice(at);
}

const isAlterOfSeveral = ({ operations }: Statement): boolean => operations.length > 1 && operations.every(isAction);

/** A clause of ALTER TABLE; not one that stands alone, nor what a DO block holds. */
const isAction = (operation: Operation): boolean => 'tableIfExists' in operation && !operation.conditional;
