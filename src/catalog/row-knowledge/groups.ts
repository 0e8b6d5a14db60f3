import { equalExpressions, type Expression } from '../../operation/index.ts';
import { comparison, saysAbove } from './conditions.ts';
import { agreement, grouped, type Key, restrictions, sameColumn, unique } from './duplicates.ts';
import { columnsOf, type Graded, identifiesRow, isPresent, type Subject } from './facts.ts';
import { columnsIn, replaceSource } from './rewrite.ts';
import { ROW } from './scope.ts';
import type { Select, SelectSource } from './select.ts';

// Duplicates told by groups: GROUP BY with a count, or with one row picked from each group.

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

/** Conditions that a group's rows satisfy or not, put to the row. */
const restrictionsOf = (conditions: readonly Expression[], { source, keys }: Groups, subject: Subject): readonly Expression[] =>
  restrictions(conditions, plainKeys(keys), source, subject);

/** `group key = the same of the row`. */
const isMatch = (condition: Expression, key: Expression | undefined, ofRow: Expression | undefined): boolean =>
  key !== undefined &&
  ofRow !== undefined &&
  condition.kind === 'operator' &&
  condition.operator === '=' &&
  condition.left !== null &&
  ((isSame(condition.left, key) && isSame(condition.right, ofRow)) || (isSame(condition.right, key) && isSame(condition.left, ofRow)));

/** Equal, with the same sources. */
function isSame(a: Expression, b: Expression): boolean {
  const sources = (expression: Expression): string =>
    columnsIn(expression)
      .map(({ table }) => table)
      .join();
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
 * `x IN (SELECT x FROM t GROUP BY x HAVING count(*) > 1)`: true for every row with a duplicate by the keys, over the row, if
 * both satisfy the conditions of `where`. Null: the query is something else.
 */
export function duplicateGroup(select: Select, subject: Subject): { readonly keys: readonly Expression[]; readonly where: readonly Expression[] } | null {
  const groups = groupsOf(select, subject);
  const [having] = select.having;
  const found = groups?.complete === true && having !== undefined && select.having.length === 1 && isCountAboveOne(having, select);
  return found ? { keys: groups.keys, where: restrictionsOf(groups.rest, groups, subject) } : null;
}

/** What no such group has: any duplicate. */
export function sparedByDuplicateGroup(select: Select, subject: Subject): readonly Graded[] {
  const group = duplicateGroup(select, subject);
  return group ? unique(plainKeys(group.keys), true, group.where) : [];
}

/** `SELECT x FROM t GROUP BY x HAVING count(*) > 1` finds nothing. */
export function withoutDuplicateGroups(select: Select, subject: Subject): readonly Graded[] {
  const groups = groupsOf(select, subject);
  const [having] = select.having;
  if (!groups || !having || select.having.length !== 1 || !isCountAboveOne(having, select)) return [];
  return unique(
    groups.keys.map((expression) => ({ expression, nullsToo: groups.rest.length === 0 })),
    true,
    restrictionsOf(groups.rest, groups, subject),
  );
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
export const withoutOrder = (argument: Expression): Expression =>
  argument.kind === 'other' && argument.node === 'AggregateOrder' && argument.operands[0] ? argument.operands[0] : argument;

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
  return unique(
    plainKeys(groups.keys),
    others.length === 1 && rest.every((having) => isCountAboveOne(having, select)),
    restrictionsOf(groups.rest, groups, subject),
  );
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
  if (select.sources.length !== 1 || source?.key !== subject.key || select.optional.length > 0 || select.groupBy?.length !== 0 || select.having.length > 0)
    return [];
  if (!isOtherThanPick(condition, source, subject)) return [];
  const keys = select.conditions.flatMap((part) => agreement(part, source, subject) ?? []);
  const rest = select.conditions.filter((part) => !agreement(part, source, subject));
  return unique(keys, true, restrictions(rest, keys, source, subject));
}
