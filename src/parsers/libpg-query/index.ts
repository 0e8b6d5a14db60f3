import { loadModule, type Node } from 'libpg-query';
import type { Operation, Script, Statement, SyntaxProblem } from '../../operation/index.ts';
import { lex, type Token } from '../lexer.ts';
import type { Parser } from '../parser.ts';
import { commentsOf, type RawStatement, splitStatements } from '../statements.ts';
import { lowerStatement } from './lower.ts';
import { utf16Offsets } from './offsets.ts';
import { attempt, partOf, restarts } from './recover.ts';

/** The default front end: PostgreSQL's own grammar, compiled to WebAssembly, which is loaded here and not before. */
export async function createLibpgQueryParser(): Promise<Parser> {
  await loadModule();
  return { name: 'libpg-query', parse };
}

const BYTE_ORDER_MARK = '\ufeff';

function parse(text: string): Script {
  const byteOrderMark = text.startsWith(BYTE_ORDER_MARK);
  const { tokens, unterminated } = lex(text, byteOrderMark ? 1 : 0);
  const comments = commentsOf(text, tokens);
  const whole = text.includes('\0') ? { message: 'the file holds a NUL byte, which SQL cannot', offset: text.indexOf('\0') } : attempt(byteOrderMark ? text.slice(1) : text);
  if ('statements' in whole) {
    const shift = byteOrderMark ? 1 : 0;
    const offsets = utf16Offsets(byteOrderMark ? text.slice(1) : text);
    const offsetOf = (byte: number): number => offsets(byte) + shift;
    const code = tokens.filter((token) => token.kind !== 'comment');
    let next = 0;
    const statements = whole.statements.map((raw, index): Statement => {
      const start = offsetOf(raw.stmt_location ?? 0);
      const end = raw.stmt_len ? offsetOf((raw.stmt_location ?? 0) + raw.stmt_len) : text.length;
      while ((code[next]?.start ?? Number.POSITIVE_INFINITY) < start || code[next]?.value === ';') next++;
      const first = next;
      while ((code[next]?.start ?? Number.POSITIVE_INFINITY) < end) next++;
      const own = withoutSemicolon(code.slice(first, next));
      return lowered(raw.stmt, index, spanOf(own, start, end), own, offsetOf);
    });
    return { statements, comments, problems: [], byteOrderMark };
  }
  return { ...recovered(text, splitStatements(tokens), unterminated?.start ?? null), comments, byteOrderMark };
}

const withoutSemicolon = (tokens: readonly Token[]): readonly Token[] => (tokens.at(-1)?.kind === 'punctuation' && tokens.at(-1)?.value === ';' ? tokens.slice(0, -1) : tokens);

const spanOf = (tokens: readonly Token[], start: number, end: number): Statement['span'] => ({ start: tokens[0]?.start ?? start, end: tokens.at(-1)?.end ?? end });

function lowered(node: Node | undefined, index: number, span: Statement['span'], tokens: readonly Token[], offsetOf: (byte: number) => number): Statement {
  if (!node) return { index, span, operations: [] };
  const operations = lowerStatement(node, { span, conditional: false, tokens, offsetOf }, (sql) => nestedOperations(sql, span));
  return { index, span, operations };
}

/** Operations of SQL inside a DO body. They have no place of their own in the file: the block's stands for them. */
function nestedOperations(sql: string, span: Statement['span']): readonly Operation[] {
  return parse(sql).statements.flatMap(({ operations }) => operations.map((operation) => ({ ...operation, span })));
}

/** Statement by statement, where the file as a whole does not parse: what is broken is a problem, the rest is lowered. */
function recovered(text: string, raws: readonly RawStatement[], openQuote: number | null): Pick<Script, 'statements' | 'problems'> {
  const statements: Statement[] = [];
  const problems: SyntaxProblem[] = [];
  const visit = (raw: RawStatement): void => {
    const sql = text.slice(raw.span.start, raw.span.end);
    const result = sql.includes('\0') ? { message: 'the file holds a NUL byte, which SQL cannot', offset: sql.indexOf('\0') } : attempt(sql);
    if ('statements' in result) {
      const offsets = utf16Offsets(sql);
      for (const { stmt } of result.statements) statements.push(lowered(stmt, statements.length, raw.span, raw.tokens, (byte) => raw.span.start + offsets(byte)));
      return;
    }
    const at = raw.span.start + result.offset;
    const second = restarts(text, raw).find((start) => start <= at || 'statements' in attempt(text.slice(start, raw.span.end)));
    problems.push({ span: problemSpan(raw, openQuote ?? at), message: result.message, statement: statements.length });
    if (second === undefined) {
      statements.push({ index: statements.length, span: raw.span, operations: [] });
      return;
    }
    const head = partOf(raw, { start: raw.span.start, end: second });
    const headResult = attempt(text.slice(head.span.start, head.span.end));
    if ('statements' in headResult) visit(head);
    else statements.push({ index: statements.length, span: head.span, operations: [] });
    visit(partOf(raw, { start: second, end: raw.span.end }));
  };
  for (const raw of raws) visit(raw);
  return { statements, problems };
}

/** The token at the place, or the last one when the text ends too early. */
function problemSpan(raw: RawStatement, at: number): SyntaxProblem['span'] {
  const token = raw.tokens.find(({ start, end }) => start >= at || end > at) ?? raw.tokens.at(-1);
  return token ? { start: token.start, end: token.end } : raw.span;
}
