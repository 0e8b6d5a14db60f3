import { equalExpressions, type Expression } from '../../operation/index.ts';
import { comparison, isRepeatable, saysAbove, saysAtMost } from './conditions.ts';
import { assume, columnsOf, type Graded, identifiesRow, isOverRow, isPresent, ofTable, type Subject } from './facts.ts';
import { evaluate, isTrue, PRESENT } from './known.ts';
import { columnsIn, replaceSource } from './rewrite.ts';
import { ROW } from './scope.ts';
import type { Select, SelectSource } from './select.ts';

// What removing rows does to duplicates. Each form names the rows that stay, at most one of a group; two rows that agree on
// the group's keys cannot both be among them.

interface Key {
  readonly expression: Expression;
  /** Rows with NULL there are of one group, too. */
  readonly nullsToo: boolean;
}

/** No two rows share the keys. Grouping by expressions is coarser than by their columns, so it settles these as well. */
function unique(keys: readonly Key[], sure: boolean): readonly Graded[] {
  if (keys.length === 0 || !keys.every(({ expression }) => isOverRow(expression) && columnsIn(expression).length > 0)) return [];
  const repeatable = keys.every(({ expression }) => isRepeatable(expression));
  return [{ fact: { is: 'unique', keys: keys.map(({ expression }) => ofTable(expression)), nullsToo: keys.every(({ nullsToo }) => nullsToo) }, sure: sure && repeatable }];
}

const grouped = (keys: readonly Expression[], sure: boolean): readonly Graded[] => unique(keys.map((expression) => ({ expression, nullsToo: true })), sure);

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
  return unique(keys, isDecisive(ranks) && rest.every((condition) => holdsForPairs(condition, keys, other, subject)));
}

/** How a condition on two rows decides which of them goes. `total`: one of any two. `apart`: it only says that they are two. */
type Ranking = 'ties' | 'total' | 'apart';

/** Two orders at once leave pairs over on which they disagree. */
function isDecisive(ranks: readonly Ranking[]): boolean {
  const orders = ranks.filter((rank) => rank !== 'apart');
  return orders.length === 0 || (orders.length === 1 && orders[0] === 'total');
}

/** `f(a) = f(b)`, `f(a) IS NOT DISTINCT FROM f(b)`, `f(a) = f(b) OR (both NULL)`: f, over the row. */
function agreement(condition: Expression, other: SelectSource, subject: Subject): Key | null {
  if (condition.kind === 'isDistinct' && condition.negated) return asKey(condition.left, condition.right, true, other, subject);
  if (condition.kind === 'operator' && condition.operator === '=' && condition.left) return asKey(condition.left, condition.right, false, other, subject);
  if (condition.kind !== 'or' || condition.operands.length !== 2) return null;
  const equality = condition.operands.map((operand) => (operand.kind === 'operator' ? agreement(operand, other, subject) : null)).find((key) => key !== null);
  const bothNull = condition.operands.find((operand) => operand.kind === 'and' && operand.operands.length === 2 && operand.operands.every((part) => part.kind === 'nullTest' && !part.negated));
  return equality && bothNull?.kind === 'and' && bothNull.operands.every((part) => part.kind === 'nullTest' && equalExpressions(replaceSource(part.operand, other.id, ROW), equality.expression)) ? { ...equality, nullsToo: true } : null;
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

const isFrom = (expression: Expression, source: string): boolean => columnsIn(expression).length > 0 && columnsIn(expression).every(({ table }) => table === source);

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
  const exact = tied?.operator === '=' && equalExpressions(tied.left, primary.left) && sameColumn(tied.left, tied.right, other) && isPresent(primary.left, columnsOf(subject, []));
  return exact && (primary.operator === '<' || primary.operator === '>') && last && ranking(last, other, subject) === 'total' ? 'total' : 'ties';
}

const sameColumn = (mine: Expression, theirs: Expression | undefined, other: SelectSource): boolean =>
  mine.kind === 'column' && theirs?.kind === 'column' && theirs.table === other.id && theirs.name === mine.name;

const identifies = (side: Expression, { table }: Subject): boolean => side.kind === 'column' && identifiesRow(table, side.name);

/** True for any two rows with the same, present keys: such a condition leaves no duplicate out. */
function holdsForPairs(condition: Expression, keys: readonly Key[], other: SelectSource, subject: Subject): boolean {
  const columns = keys.flatMap(({ expression, nullsToo }) => (expression.kind === 'column' && !nullsToo ? [expression, { ...expression, table: other.id }] : []));
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

// ── Groups ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A grouped query over the table itself, for which the row's group is looked up: its keys, over the row. */
interface Groups {
  readonly source: SelectSource;
  readonly keys: readonly Expression[];
  /** Conditions that do not look the group up. */
  readonly rest: readonly Expression[];
  /** All keys are looked up. */
  readonly complete: boolean;
}

function groupsOf(select: Select, subject: Subject): Groups | null {
  const [source] = select.sources;
  const groupBy = select.groupBy ?? [];
  if (select.sources.length !== 1 || source?.key !== subject.key || groupBy.length === 0 || select.optional.length > 0 || select.limited) return null;
  const keys = groupBy.map((key) => replaceSource(key, source.id, ROW));
  const matches = (condition: Expression, index: number): boolean => isMatch(condition, groupBy[index], keys[index]);
  return {
    source,
    keys,
    rest: select.conditions.filter((condition) => !keys.some((_, index) => matches(condition, index))),
    complete: keys.every((_, index) => select.conditions.some((condition) => matches(condition, index))),
  };
}

const plainKeys = (keys: readonly Expression[]): readonly Key[] => keys.map((expression) => ({ expression, nullsToo: false }));

/** Every row of a group with two rows or more satisfies these conditions. */
const coverPairs = (conditions: readonly Expression[], { source, keys }: Groups, subject: Subject): boolean =>
  conditions.every((condition) => holdsForPairs(replaceSource(condition, source.id, ROW), plainKeys(keys), source, subject));

/** `group key = the same of the row`. */
const isMatch = (condition: Expression, key: Expression | undefined, ofRow: Expression | undefined): boolean =>
  key !== undefined && ofRow !== undefined && condition.kind === 'operator' && condition.operator === '=' && condition.left !== null && ((isSame(condition.left, key) && isSame(condition.right, ofRow)) || (isSame(condition.right, key) && isSame(condition.left, ofRow)));

/** Equal, with the same sources. */
function isSame(a: Expression, b: Expression): boolean {
  const sources = (expression: Expression): string => columnsIn(expression).map(({ table }) => table).join();
  return sources(a) === sources(b) && equalExpressions(a, b);
}

/** `count(*) > 1`. */
function isCountAboveOne(having: Expression, select: Select): boolean {
  const compared = comparison(having, (side) => side.kind === 'call' && side.function.name === 'count' && side.over === null);
  if (compared?.left.kind !== 'call' || compared.left.distinct || compared.left.filter !== null || !saysAbove(compared, 1)) return false;
  const [counted] = compared.left.arguments;
  if (compared.left.star || counted === undefined) return true;
  return isPresent(counted, columnsOf(null, select.sources)) || (select.groupBy ?? []).some((key) => isSame(key, counted));
}

/**
 * The keys of `x IN (SELECT x FROM t GROUP BY x HAVING count(*) > 1)`, over the row: true for every row with a duplicate by
 * these keys. Null: the query is something else.
 */
export function duplicateGroup(select: Select, subject: Subject): readonly Expression[] | null {
  const groups = groupsOf(select, subject);
  const [having] = select.having;
  const found = groups?.complete === true && having !== undefined && select.having.length === 1 && isCountAboveOne(having, select) && coverPairs(groups.rest, groups, subject);
  return found ? groups.keys : null;
}

/** What no such group has: any duplicate. */
export const sparedByDuplicateGroup = (select: Select, subject: Subject): readonly Graded[] => unique(plainKeys(duplicateGroup(select, subject) ?? []), true);

/** `SELECT x FROM t GROUP BY x HAVING count(*) > 1` finds nothing. */
export function withoutDuplicateGroups(select: Select, subject: Subject): readonly Graded[] {
  const groups = groupsOf(select, subject);
  const [having] = select.having;
  if (!groups || !having || select.having.length !== 1 || !isCountAboveOne(having, select)) return [];
  return unique(groups.keys.map((expression) => ({ expression, nullsToo: groups.rest.length === 0 })), coverPairs(groups.rest, groups, subject));
}

interface Pick {
  readonly column: string;
  readonly side: 'min' | 'max' | 'any';
}

/** A group's own value of a column: min(id), max(id), (array_agg(id …))[1]. */
function pickOf(expression: Expression, source: SelectSource): Pick | null {
  const call = firstOfArray(expression) ?? expression;
  if (call.kind !== 'call' || call.over !== null || call.filter !== null) return null;
  const sides: Readonly<Record<string, Pick['side']>> = call === expression ? { min: 'min', max: 'max', any_value: 'any' } : { array_agg: 'any' };
  const side = sides[call.function.name];
  const argument = call.arguments[0] && withoutOrder(call.arguments[0]);
  return side && argument?.kind === 'column' && argument.table === source.id ? { column: argument.name, side } : null;
}

/** `array_agg(id ORDER BY created)`: id. */
export const withoutOrder = (argument: Expression): Expression => (argument.kind === 'other' && argument.node === 'AggregateOrder' && argument.operands[0] ? argument.operands[0] : argument);

/** What `x[1]` is taken from. */
export function firstOfArray(expression: Expression): Expression | null {
  if (expression.kind !== 'other' || expression.node !== 'A_Indirection' || expression.operands.length !== 2) return null;
  const [array, subscript] = expression.operands;
  return array && subscript?.kind === 'literal' && subscript.value === '1' ? array : null;
}

/**
 * `id NOT IN (SELECT min(id) FROM t GROUP BY x)`, `… (SELECT DISTINCT ON (x) id FROM t …)`: the rows kept are picked one from
 * each group. A WHERE or LIMIT inside only makes them fewer.
 */
export function keptOneOfGroup(select: Select, subject: Subject): readonly Graded[] {
  const [source] = select.sources;
  if (select.sources.length !== 1 || source?.key !== subject.key || select.optional.length > 0) return [];
  const toRow = (keys: readonly Expression[]): readonly Expression[] => keys.map((key) => replaceSource(key, source.id, ROW));
  for (const condition of [...select.conditions, ...select.having]) {
    const compared = comparison(condition, (side) => side.kind === 'column' && side.table === ROW);
    if (compared?.operator !== '=' || compared.left.kind !== 'column' || !identifiesRow(subject.table, compared.left.name)) continue;
    if (select.groupBy && pickOf(compared.right, source)?.column === compared.left.name) return grouped(toRow(select.groupBy), true);
    if (typeof select.distinct !== 'string' && sameColumn(compared.left, compared.right, source)) return grouped(toRow(select.distinct), true);
  }
  return [];
}

/** `USING (SELECT x, min(id) AS keep FROM t GROUP BY x …) d WHERE t.x = d.x AND t.id <> d.keep`. */
export function sparedByGroupJoin(select: Select, subject: Subject): readonly Graded[] {
  const groups = groupsOf(select, subject);
  if (!groups?.complete) return [];
  const others = select.having.filter((having) => isOtherThanPick(having, groups.source, subject));
  const rest = select.having.filter((having) => !isOtherThanPick(having, groups.source, subject));
  if (others.length === 0) return [];
  return unique(plainKeys(groups.keys), others.length === 1 && rest.every((having) => isCountAboveOne(having, select)) && coverPairs(groups.rest, groups, subject));
}

/** `id <> min(id)`, `id > min(id)`, `id < max(id)`: spares the row picked, of its group. */
function isOtherThanPick(condition: Expression, source: SelectSource, subject: Subject): boolean {
  const compared = comparison(condition, (side) => side.kind === 'column' && side.table === ROW);
  const pick = compared ? pickOf(compared.right, source) : null;
  if (compared?.left.kind !== 'column' || pick?.column !== compared.left.name || !identifiesRow(subject.table, pick.column)) return false;
  return compared.operator === '<>' || (compared.operator === '>' && pick.side === 'min') || (compared.operator === '<' && pick.side === 'max');
}

/** `id <> (SELECT min(b.id) FROM t b WHERE b.x = a.x)`. `value` is the query's output, compared with the row's column. */
export function sparedByPick(condition: Expression, select: Select, subject: Subject): readonly Graded[] {
  const [source] = select.sources;
  if (select.sources.length !== 1 || source?.key !== subject.key || select.optional.length > 0 || select.groupBy?.length !== 0 || select.having.length > 0) return [];
  if (!isOtherThanPick(condition, source, subject)) return [];
  const keys = select.conditions.flatMap((part) => agreement(part, source, subject) ?? []);
  const rest = select.conditions.filter((part) => !agreement(part, source, subject));
  return unique(keys, rest.every((part) => holdsForPairs(part, keys, source, subject)));
}
