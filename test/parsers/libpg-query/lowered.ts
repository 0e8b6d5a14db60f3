import type { Operation, Script } from '../../../src/operation/index.ts';
import { createLibpgQueryParser } from '../../../src/parsers/index.ts';

const parser = await createLibpgQueryParser();

export const parse = (sql: string): Script => parser.parse(sql);

/** The operations of an SQL text that must not have problems. */
export function operationsOf(sql: string): readonly Operation[] {
  const { statements, problems } = parse(sql);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return statements.flatMap(({ operations }) => operations);
}

/** The texts of spans. */
export const textsOf = (sql: string, located: readonly { readonly span: { readonly start: number; readonly end: number } }[]): readonly string[] =>
  located.map(({ span }) => sql.slice(span.start, span.end));

export const named = (name: string, schema: string | null = null): { readonly schema: string | null; readonly name: string } => ({ schema, name });
