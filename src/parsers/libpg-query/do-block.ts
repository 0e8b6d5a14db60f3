import { type DoStmt, type Node, parsePlPgSQLSync } from 'libpg-query';
import type { Expression, Operation } from '../../operation/index.ts';
import type { Base } from '../base.ts';
import { readBody } from './plpgsql.ts';
import { as, stringOf, stringsOf } from './tree.ts';

/**
 * A DO block: the block itself with the conditions that make it raise, then the operations of the SQL that its body holds, in
 * the order written. What may be left out at run time (inside IF, LOOP, a handler, a block with handlers, after RETURN) is
 * `conditional`. A body that is no PL/pgSQL, or does not parse, is `dynamic`.
 */
export function lowerDo(statement: DoStmt, base: Base, lowerText: (sql: string) => readonly Operation[]): readonly Operation[] {
  const language = optionOf(statement, 'language') ?? 'plpgsql';
  const body = language.toLowerCase() === 'plpgsql' ? parsedBody(optionOf(statement, 'as') ?? '') : null;
  if (body === null) return [{ ...base, kind: 'doBlock', language, guards: [], dynamic: true }];
  const operations: Operation[] = [];
  const guards: Expression[] = [];
  let dynamic = false;
  readBody(body, {
    sql: (text, conditional) => {
      const found = lowerText(text);
      const lowered = found.length > 0 ? found : [opaque(text, base)];
      for (const operation of lowered) operations.push({ ...operation, conditional: base.conditional || conditional });
    },
    guard: (condition) => guards.push(condition),
    dynamic: () => {
      dynamic = true;
    },
  });
  return [{ ...base, kind: 'doBlock', language, guards, dynamic }, ...operations];
}

const opaque = (sql: string, base: Base): Operation => ({
  ...base,
  kind: 'opaque',
  node: 'PLpgSQL_stmt_execsql',
  because: `a statement inside of DO does not parse: ${sql.slice(0, 60)}`,
  tables: [],
});

function optionOf(statement: DoStmt, name: string): string | null {
  const value = (statement.args ?? []).flatMap((node: Node) => as(node, 'DefElem') ?? []).find(({ defname }) => defname === name)?.arg;
  return stringsOf(as(value, 'List')?.items)[0] ?? stringOf(value);
}

/** The body's tree as JSON, or null when it does not parse. */
function parsedBody(text: string): unknown {
  let tag = '$body$';
  for (let count = 0; text.includes(tag); count++) tag = `$body${count}$`;
  try {
    return parsePlPgSQLSync(`DO ${tag}${text}${tag}`);
  } catch {
    return null;
  }
}
