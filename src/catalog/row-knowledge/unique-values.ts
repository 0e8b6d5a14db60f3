import type { Expression } from '../../operation/index.ts';
import { columnNamed } from '../lookup.ts';
import { holdsGenerated, injectedColumn, isGenerated, staysDistinct, tellApart, uniqueSets } from './distinct.ts';
import { type Graded, identifiesRow, perhaps } from './facts.ts';
import { pairOf } from './references.ts';
import { columnsIn } from './rewrite.ts';
import { ROW } from './scope.ts';
import type { Assignment, Change } from './update.ts';

// What an UPDATE does to duplicates.

export const plainKey = (name: string): Expression => ({ kind: 'column', table: null, name });
const uniqueKeys = (keys: readonly Expression[], sure: boolean): Graded => ({ fact: { is: 'unique', keys, nullsToo: false }, sure });

/** Sets of columns in which no two rows agree afterwards. `everyRow`: the UPDATE reaches all rows. */
export function uniqueAfter(change: Change, everyRow: boolean): readonly Graded[] {
  return [...change.assignments.flatMap((assignment) => uniqueBy(assignment, change, everyRow)), ...withoutDuplicates(change)];
}

/** Rows that it leaves alone have NULL there, or there are none. */
function uniqueBy(assignment: Assignment, change: Change, everyRow: boolean): readonly Graded[] {
  const { table } = change.subject;
  const column = columnNamed(table, assignment.column);
  if (!column) return [];
  const sure = everyRow || column.rows.holds === 'null';
  const { expression } = assignment;
  if (isGenerated(expression) && holdsGenerated(column)) return [uniqueKeys([plainKey(column.name)], sure)];
  const numbered = numberedKeys(expression, column.name, change);
  if (numbered) return [uniqueKeys(numbered, sure)];
  const inner = injectedColumn(expression);
  if (!inner) return [];
  return inner.table === ROW ? copiedKeys(assignment, inner.name, change, sure) : partnerKey(assignment, inner, change, sure);
}

/** `SET c = d`, `SET c = 'x-' || id`: what d is unique with, c is unique with. */
function copiedKeys({ column, expression }: Assignment, from: string, { subject, assignments }: Change, sure: boolean): readonly Graded[] {
  const source = columnNamed(subject.table, from);
  const target = columnNamed(subject.table, column);
  if (!source || !target || !staysDistinct(source, target, expression)) return [];
  return uniqueSets(subject.table)
    .filter((set) => set.includes(from) && !set.some((name) => name !== from && assignments.some((other) => other.column === name)))
    .map((set) =>
      uniqueKeys(
        set.map((name) => plainKey(name === from ? column : name)),
        sure,
      ),
    );
}

/** `SET c = p.id FROM p WHERE p.owner = row.id`: a partner goes to one row at most, so its own key is unique here, too. */
function partnerKey(
  { column, expression }: Assignment,
  inner: Extract<Expression, { kind: 'column' }>,
  { subject, reached }: Change,
  sure: boolean,
): readonly Graded[] {
  const source = reached.sources.find(({ id }) => id === inner.table);
  const from = source?.table ? columnNamed(source.table, inner.name) : null;
  const target = columnNamed(subject.table, column);
  if (!source?.table || !from || !target || !identifiesRow(source.table, inner.name) || !staysDistinct(from, target, expression)) return [];
  const joined = reached.conditions.flatMap((condition) => pairOf(condition, source.id)?.column ?? []);
  return tellApart(subject.table, joined) ? [uniqueKeys([plainKey(column)], sure)] : [];
}

/** `SET c = s.n FROM (SELECT id, row_number() OVER (PARTITION BY p …) AS n FROM t) s WHERE s.id = row.id`: unique with p. */
function numberedKeys(expression: Expression, column: string, { subject, reached, assignments }: Change): readonly Expression[] | null {
  const [source] = reached.sources;
  if (
    expression.kind !== 'call' ||
    expression.function.name !== 'row_number' ||
    !expression.over ||
    source?.key !== subject.key ||
    reached.sources.length !== 1 ||
    reached.optional.length > 0
  )
    return null;
  const isSame = reached.conditions.some((condition) => {
    const pair = pairOf(condition, source.id);
    return pair !== null && pair.column === pair.partner && identifiesRow(subject.table, pair.column);
  });
  const keys = expression.over.partitionBy;
  const stays = keys.every((key) => key.kind === 'column' && key.table === source.id && !assignments.some((other) => other.column === key.name));
  return isSame && stays ? [...keys.flatMap((key) => (key.kind === 'column' ? [plainKey(key.name)] : [])), plainKey(column)] : null;
}

/** Duplicates got other values: NULL settles them, anything else may meet another row. */
function withoutDuplicates({ spared, assignments }: Change): readonly Graded[] {
  return spared.flatMap((graded) => {
    const { fact } = graded;
    if (fact.is !== 'unique') return [];
    const hit = assignments.filter(({ column }) => fact.keys.some((key) => columnsIn(key).some(({ name }) => name === column)));
    if (hit.length === 0) return [];
    const nulled = hit.some(({ column, value }) => value.is === 'null' && fact.keys.some((key) => key.kind === 'column' && key.name === column));
    const settled: Graded = { ...graded, fact: { is: 'unique', keys: fact.keys, nullsToo: false } };
    return [nulled && fact.where === undefined ? settled : perhaps(settled)];
  });
}
