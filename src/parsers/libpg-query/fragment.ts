import { parseSync } from 'libpg-query';
import type { Expression, Query } from '../../operation/index.ts';
import { columnOfQuery, lowerQuery } from './query.ts';
import { as } from './tree.ts';

/** The query that a text is, or null: no query, or no SQL. */
export function parseQuery(sql: string | null): Query | null {
  if (sql === null) return null;
  try {
    const [statement, ...more] = parseSync(sql).stmts ?? [];
    const select = more.length === 0 ? as(statement?.stmt, 'SelectStmt') : undefined;
    return select ? lowerQuery(select) : null;
  } catch {
    return null;
  }
}

/** An expression of PL/pgSQL, which is what may stand behind SELECT: `count(*) > 0 FROM t` as well. */
export function parseExpression(sql: string | null): Expression | null {
  const query = sql === null ? null : parseQuery(`SELECT ${sql}`);
  const [target, ...more] = query?.targets ?? [];
  if (!query || !target || more.length > 0) return null;
  return query.from.length === 0 && query.where === null ? target.expression : columnOfQuery(query, 0);
}
