import type { Expression } from '../../operation/index.ts';
import { columnNamed } from '../lookup.ts';
import { comparison } from './conditions.ts';
import { identifiesRow, knownOf, type Subject } from './facts.ts';
import { isNotNull } from './known.ts';
import { pairOf } from './references.ts';
import { replaceSource } from './rewrite.ts';
import { ROW } from './scope.ts';
import type { Select, SelectSource } from './select.ts';

// A table joined with itself: where the row finds itself, and may be put in the place of the source.

/** A source of the same table, joined on a column that is never NULL: among its rows is the row itself. */
export function isSelf(source: SelectSource, conditions: readonly Expression[], subject: Subject): boolean {
  if (source.key !== subject.key) return false;
  return conditions.some((condition) => {
    const pair = pairOf(condition, source.id);
    return (
      pair !== null &&
      pair.column === pair.partner &&
      (pair.column === 'ctid' ? subject.table.kind === 'table' : isNotNull(knownOf(columnNamed(subject.table, pair.column))))
    );
  });
}

/** The row takes the source's place. If that finds nothing for the row itself, neither was found with it. */
export function withoutSelf(select: Select, source: SelectSource): Select {
  const toRow = (expression: Expression): Expression => replaceSource(expression, source.id, ROW);
  return {
    ...select,
    sources: select.sources.filter((other) => other !== source),
    conditions: select.conditions.map(toRow).filter((condition) => !isTrivial(condition)),
    optional: select.optional.map((side) => ({ ...side, on: side.on.map(toRow) })),
  };
}

const isTrivial = (condition: Expression): boolean => {
  const compared = comparison(condition, (side) => side.kind === 'column');
  return (
    compared?.operator === '=' &&
    compared.left.kind === 'column' &&
    compared.right.kind === 'column' &&
    compared.left.table === compared.right.table &&
    compared.left.name === compared.right.name
  );
};

/** `source.id = row.id` over a column that tells rows apart: the source is the row. */
export function isSameRow(condition: Expression, source: SelectSource, subject: Subject): boolean {
  const pair = source.key === subject.key ? pairOf(condition, source.id) : null;
  return pair !== null && pair.column === pair.partner && identifiesRow(subject.table, pair.column);
}
