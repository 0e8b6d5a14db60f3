import type { Span } from '../../core/index.ts';
import type { Operation, Script } from '../../operation/index.ts';

/**
 * Reads the SQL inside of a DO body, statement by statement in the order of the body. What stands in the file as it is has
 * its place there; what does not (a string with doubled quotes, a SELECT whose INTO was cut out) has the block's span.
 */
export function nestedReader(text: string, block: Span, parse: (sql: string) => Script): (sql: string) => readonly Operation[] {
  let from = block.start;
  return (sql) => {
    const at = text.slice(0, block.end).indexOf(sql, from);
    if (at >= 0) from = at + sql.length;
    const place = (span: Span): Span => (at < 0 ? block : { start: span.start + at, end: span.end + at });
    return parse(sql).statements.flatMap(({ operations }) => operations.map((operation) => placed(operation, place)));
  };
}

/** The value with every span in it moved. */
function placed<Value>(value: Value, place: (span: Span) => Span): Value {
  const moved: unknown = JSON.parse(JSON.stringify(value), (key, inner: unknown) => (key === 'span' && isSpan(inner) ? place(inner) : inner));
  return moved as Value;
}

const isSpan = (value: unknown): value is Span => typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
