import type { Expression } from '../../operation/index.ts';
import { columnNamed } from '../lookup.ts';
import type { Graded, Subject } from './facts.ts';
import { ROW } from './scope.ts';
import type { Select, SelectSource } from './select.ts';

// Where a row has a partner in another table by equality, its columns hold values of that table: no orphans.

/** Columns of the row and the columns of a source that conditions set equal. */
export interface Pairing {
  readonly source: SelectSource;
  readonly columns: readonly string[];
  readonly partners: readonly string[];
}

/** What equality conditions pair with the row, by source. Conditions that are something else are passed over. */
export function pairings(conditions: readonly Expression[], sources: readonly SelectSource[]): readonly Pairing[] {
  return sources.flatMap((source) => {
    const pairs = conditions.flatMap((condition) => pairOf(condition, source.id) ?? []);
    return pairs.length === 0 ? [] : [{ source, columns: pairs.map(({ column }) => column), partners: pairs.map(({ partner }) => partner) }];
  });
}

/** `source.k = row.c`; `from`: the row, or another source in its place. */
export function pairOf(condition: Expression, source: string, from: string = ROW): { readonly column: string; readonly partner: string } | null {
  if (condition.kind !== 'operator' || condition.operator !== '=') return null;
  const sides = [condition.left, condition.right];
  const mine = sides.find((side) => side?.kind === 'column' && side.table === from);
  const theirs = sides.find((side) => side?.kind === 'column' && side.table === source);
  return mine?.kind === 'column' && theirs?.kind === 'column' ? { column: mine.name, partner: theirs.name } : null;
}

/**
 * The row has partners: its columns hold values of theirs, together and, if the partner is `certain`, each alone. Otherwise
 * one of them may be NULL, and the rest anything. In a table that refers to itself the partner may be among the rows that
 * go away.
 */
export function heldByPartner({ source, columns, partners }: Pairing, subject: Subject, certain: boolean): readonly Graded[] {
  const { key } = source;
  if (key === null) return [];
  const sure = !(subject.removes && key === subject.key);
  const together: Graded = { fact: { is: 'references', columns, key, referencedColumns: partners }, sure };
  if (!certain || columns.length < 2) return [together];
  return [
    together,
    ...columns.map(
      (column, index): Graded => ({ fact: { is: 'references', columns: [column], key, referencedColumns: partners.slice(index, index + 1) }, sure }),
    ),
  ];
}

/**
 * `LEFT JOIN p ON p.id = row.fk … WHERE p.id IS NULL`: the test is true just for rows without a partner. Returns the pairing
 * of those that it spares.
 */
export function antiJoin(condition: Expression, select: Select): Pairing | null {
  if (condition.kind !== 'nullTest' || condition.negated || condition.operand.kind !== 'column') return null;
  const { table, name } = condition.operand;
  const side = select.optional.find(({ sources }) => sources.length === 1 && sources[0]?.id === table);
  const [source] = side?.sources ?? [];
  if (!side || !source) return null;
  const [pairing] = pairings(side.on, [source]);
  const tested = source.table && columnNamed(source.table, name)?.notNull === true;
  return pairing && (tested || pairing.partners.includes(name)) ? pairing : null;
}
