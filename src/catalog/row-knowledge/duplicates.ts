import { equalExpressions, type Expression } from '../../operation/index.ts';
import { comparison, isRepeatable, saysAbove, saysAtMost } from './conditions.ts';
import { assume, columnsOf, type Fact, type Graded, identifiesRow, isOverRow, isPresent, ofTable, perhaps, type Subject } from './facts.ts';
import { evaluate, isTrue, PRESENT } from './known.ts';
import { columnsIn, replaceSource } from './rewrite.ts';
import { ROW } from './scope.ts';
import type { Select, SelectSource } from './select.ts';

// What removing rows does to duplicates. Each form names the rows that stay, at most one of a group; two rows that agree on
// the group's keys cannot both be among them.

export interface Key {
  readonly expression: Expression;
  /** Rows with NULL there are of one group, too. */
  readonly nullsToo: boolean;
}

/**
 * No two rows share the keys. Grouping by expressions is coarser than by their columns, so it settles these as well.
 * `only`: conditions, over the row, that both rows have to satisfy for that.
 */
export function unique(keys: readonly Key[], sure: boolean, only: readonly Expression[] = []): readonly Graded[] {
  if (keys.length === 0 || !keys.every(({ expression }) => isOverRow(expression) && columnsIn(expression).length > 0)) return [];
  const repeatable = keys.every(({ expression }) => isRepeatable(expression));
  const fact: Fact = { is: 'unique', keys: keys.map(({ expression }) => ofTable(expression)), nullsToo: keys.every(({ nullsToo }) => nullsToo) };
  return [onlyWhere({ fact, sure: sure && repeatable }, only)];
}

/** The fact among the rows that satisfy the conditions; not sure if these are nothing that an index could say. */
export function onlyWhere(graded: Graded, conditions: readonly Expression[]): Graded {
  if (conditions.length === 0 || graded.fact.is !== 'unique') return graded;
  const sayable = conditions.every((condition) => isOverRow(condition) && isRepeatable(condition));
  if (!sayable) return perhaps(graded);
  return { ...graded, fact: { ...graded.fact, where: [...(graded.fact.where ?? []), ...conditions.map(ofTable)] } };
}

export const grouped = (keys: readonly Expression[], sure: boolean): readonly Graded[] =>
  unique(
    keys.map((expression) => ({ expression, nullsToo: true })),
    sure,
  );

// ── One row against another of its table ─────────────────────────────────────────────────────────────────────────────────

/** `USING t b WHERE a.x = b.x AND a.id < b.id`, and the same inside EXISTS: of each group only the last row by `id` is spared. */
export function sparedBySelfJoin(select: Select, subject: Subject): readonly Graded[] {
  const [other] = select.sources;
  if (select.sources.length !== 1 || other?.key !== subject.key || select.groupBy !== null || select.optional.length > 0) return [];
  const keys: Key[] = [];
  const ranks: Ranking[] = [];
  const rest: Expression[] = [];
  for (const condition of select.conditions) {
    const key = agreement(condition, other, subject);
    const rank = key ? null : ranking(condition, other, subject);
    if (key) keys.push(key);
    else if (rank) ranks.push(rank);
    else rest.push(condition);
  }
  if (ranks.length === 0) return [];
  return unique(keys, isDecisive(ranks), restrictions(rest, keys, other, subject));
}

/** Conditions that are not true for any two rows with the same keys, put to the row. Both sides of a pair have to satisfy them. */
export function restrictions(conditions: readonly Expression[], keys: readonly Key[], other: SelectSource, subject: Subject): readonly Expression[] {
  const real = conditions.filter((condition) => !holdsForPairs(condition, keys, other, subject));
  // A condition on both rows at once is kept as it is: no index says that.
  return real.map((condition) => (isFrom(condition, other.id) ? replaceSource(condition, other.id, ROW) : condition));
}

/** How a condition on two rows decides which of them goes. `total`: one of any two. `apart`: it only says that they are two. */
type Ranking = 'ties' | 'total' | 'apart';

/** Two orders at once leave pairs over on which they disagree. */
function isDecisive(ranks: readonly Ranking[]): boolean {
  const orders = ranks.filter((rank) => rank !== 'apart');
  return orders.length === 0 || (orders.length === 1 && orders[0] === 'total');
}

/** `f(a) = f(b)`, `f(a) IS NOT DISTINCT FROM f(b)`, `f(a) = f(b) OR (both NULL)`: f, over the row. */
export function agreement(condition: Expression, other: SelectSource, subject: Subject): Key | null {
  if (condition.kind === 'isDistinct' && condition.negated) return asKey(condition.left, condition.right, true, other, subject);
  if (condition.kind === 'operator' && condition.operator === '=' && condition.left) return asKey(condition.left, condition.right, false, other, subject);
  if (condition.kind !== 'or' || condition.operands.length !== 2) return null;
  const equality = condition.operands.map((operand) => (operand.kind === 'operator' ? agreement(operand, other, subject) : null)).find((key) => key !== null);
  const bothNull = condition.operands.find(
    (operand) => operand.kind === 'and' && operand.operands.length === 2 && operand.operands.every((part) => part.kind === 'nullTest' && !part.negated),
  );
  return equality &&
    bothNull?.kind === 'and' &&
    bothNull.operands.every((part) => part.kind === 'nullTest' && equalExpressions(replaceSource(part.operand, other.id, ROW), equality.expression))
    ? { ...equality, nullsToo: true }
    : null;
}

function asKey(left: Expression, right: Expression, nullsToo: boolean, other: SelectSource, subject: Subject): Key | null {
  const sides = [left, right].map((side) => replaceSource(side, other.id, ROW));
  const [first, second] = sides;
  const crosses = (isFrom(left, ROW) && isFrom(right, other.id)) || (isFrom(left, other.id) && isFrom(right, ROW));
  if (!crosses || !first || !second || !equalExpressions(first, second)) return null;
  // Equality passes over NULLs: an expression that can be NULL although its columns are not would let duplicates pass.
  const present = isPresent(first, columnsOf(subject, [], assume(columnsIn(first), PRESENT)));
  if (!nullsToo && !present) return null;
  return { expression: first, nullsToo: nullsToo || isPresent(first, columnsOf(subject, [])) };
}

const isFrom = (expression: Expression, source: string): boolean =>
  columnsIn(expression).length > 0 && columnsIn(expression).every(({ table }) => table === source);

function ranking(condition: Expression, other: SelectSource, subject: Subject): Ranking | null {
  if (condition.kind === 'or') return tieBreak(condition.operands, other, subject);
  const compared = comparison(condition, (side) => isFrom(side, ROW) || (side.kind === 'row' && side.elements.every((element) => isFrom(element, ROW))));
  if (!compared || compared.operator === '=') return null;
  const mine = compared.left.kind === 'row' ? compared.left.elements : [compared.left];
  const theirs = compared.right.kind === 'row' ? compared.right.elements : [compared.right];
  const same = mine.length === theirs.length && mine.every((side, index) => sameColumn(side, theirs[index], other));
  if (!same) return null;
  const total = mine.every((side) => isPresent(side, columnsOf(subject, []))) && mine.some((side) => identifies(side, subject));
  if (!total) return 'ties';
  return compared.operator === '<>' ? 'apart' : compared.operator === '<' || compared.operator === '>' ? 'total' : 'ties';
}

/** `a.x < b.x OR (a.x = b.x AND a.id < b.id)`. */
function tieBreak(operands: readonly Expression[], other: SelectSource, subject: Subject): Ranking | null {
  const [first, second] = operands;
  if (operands.length !== 2 || !first || second?.kind !== 'and' || second.operands.length !== 2) return null;
  const primary = comparison(first, (side) => isFrom(side, ROW));
  if (!primary || !sameColumn(primary.left, primary.right, other)) return null;
  const [equal, last] = second.operands;
  const tied = equal ? comparison(equal, (side) => isFrom(side, ROW)) : null;
  const exact =
    tied?.operator === '=' &&
    equalExpressions(tied.left, primary.left) &&
    sameColumn(tied.left, tied.right, other) &&
    isPresent(primary.left, columnsOf(subject, []));
  return exact && (primary.operator === '<' || primary.operator === '>') && last && ranking(last, other, subject) === 'total' ? 'total' : 'ties';
}

export const sameColumn = (mine: Expression, theirs: Expression | undefined, other: SelectSource): boolean =>
  mine.kind === 'column' && theirs?.kind === 'column' && theirs.table === other.id && theirs.name === mine.name;

const identifies = (side: Expression, { table }: Subject): boolean => side.kind === 'column' && identifiesRow(table, side.name);

/** True for any two rows with the same, present keys: such a condition leaves no duplicate out. */
function holdsForPairs(condition: Expression, keys: readonly Key[], other: SelectSource, subject: Subject): boolean {
  const columns = keys.flatMap(({ expression, nullsToo }) =>
    expression.kind === 'column' && !nullsToo ? [expression, { ...expression, table: other.id }] : [],
  );
  return isTrue(evaluate(condition, columnsOf(subject, [other], assume(columns, PRESENT))));
}

// ── Rows by number within their group ────────────────────────────────────────────────────────────────────────────────────

/** `row_number() OVER (PARTITION BY x …) > 1`, about the row itself: those spared are the first of their group. */
export const sparedByNumber = (condition: Expression): readonly Graded[] => numbered(condition, (compared) => saysAbove(compared, 1));
/** `row_number() OVER (PARTITION BY x …) = 1`: those for which it is true are the first of their group. */
export const heldByNumber = (condition: Expression): readonly Graded[] => numbered(condition, (compared) => saysAtMost(compared, 1));

function numbered(condition: Expression, says: (compared: NonNullable<ReturnType<typeof comparison>>) => boolean): readonly Graded[] {
  const compared = comparison(condition, (side) => side.kind === 'call' && side.over !== null);
  if (compared?.left.kind !== 'call' || !compared.left.over || !says(compared)) return [];
  const { function: name, over, filter } = compared.left;
  if (!['row_number', 'rank', 'dense_rank'].includes(name.name)) return [];
  return grouped(over.partitionBy, name.name === 'row_number' && filter === null);
}
