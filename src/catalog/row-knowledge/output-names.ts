import type { Expression, Query } from '../../operation/index.ts';

/** Source: FigureColname(), src/backend/parser/parse_target.c. */
export function outputName(expression: Expression): string {
  if (expression.kind === 'column') return expression.name;
  if (expression.kind === 'call') return expression.function.name;
  if (expression.kind === 'coalesce' || expression.kind === 'case') return expression.kind;
  if (expression.kind === 'collate') return outputName(expression.operand);
  if (expression.kind !== 'cast') return '?column?';
  const inner = outputName(expression.operand);
  return inner === '?column?' ? expression.type.name : inner;
}

/** Names of a bound query's output columns; null when a `*` could not be spelled out. */
export function outputsOf(query: Query): readonly string[] | null {
  if (query.setOperation) return outputsOf(query.setOperation.left);
  if (query.values[0]) return query.values[0].map((_, index) => `column${index + 1}`);
  return query.targets.some((target) => target.expression.kind === 'star') ? null : query.targets.map((target) => target.name ?? '?column?');
}
