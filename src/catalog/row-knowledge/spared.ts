import { conjuncts, type Expression } from '../../operation/index.ts';
import { comparison, hasQuery, isAlwaysTrue, isRepeatable, negate, saysAbove } from './conditions.ts';
import { heldByNumber, onlyWhere, sparedByNumber, sparedBySelfJoin } from './duplicates.ts';
import { assume, columnsOf, type Graded, isOverRow, ofTable, perhaps, rowColumn, type Subject, surely } from './facts.ts';
import { duplicateGroup, keptOneOfGroup, sparedByDuplicateGroup, sparedByGroupJoin, sparedByPick, withoutDuplicateGroups } from './groups.ts';
import { evaluate, isTrue, NULL, PRESENT } from './known.ts';
import { antiJoin, heldByPartner, pairings } from './references.ts';
import { columnsIn, replaceSource } from './rewrite.ts';
import { ROW } from './scope.ts';
import { EVERY_ROW, flatten, type Select, throughGroups } from './select.ts';
import { isSameRow, isSelf, withoutSelf } from './self-joins.ts';
import { found, isCount, isListPresent, type Subquery } from './subqueries.ts';

/**
 * What holds of the rows that are left alone: those for which the conditions find nothing. So speak a DELETE of the rows that
 * stay, an UPDATE of those it does not touch, and a guard that did not raise of all rows.
 */
export function spared(given: Select, subject: Subject): readonly Graded[] {
  const select = throughGroups(given);
  if (select.limited) return spared({ ...select, limited: false }, subject).map(perhaps);
  if (typeof select.distinct !== 'string' || select.groupBy?.length === 0) return [];
  if (select.groupBy !== null) return [...sparedByDuplicateGroup(select, subject), ...sparedByGroupJoin(select, subject)];
  const own = select.sources.find((source) => isSelf(source, select.conditions, subject));
  if (own) return spared(withoutSelf(select, own), subject);
  return select.sources.length === 0 ? sparedByConjunction(select.conditions, subject, select) : sparedBySelfJoin(select, subject);
}

// ── Conditions on the row ────────────────────────────────────────────────────────────────────────────────────────────────

/** A row is spared if one of the conditions is not true. What one of them shows is sure if the others are true wherever it is not so. */
function sparedByConjunction(conditions: readonly Expression[], subject: Subject, select: Select = EVERY_ROW): readonly Graded[] {
  const columns = columnsOf(subject, []);
  const real = conditions.filter((condition) => !isAlwaysTrue(condition, columns));
  const facts = real.flatMap((condition, index) => {
    const others = real.filter((_, other) => other !== index);
    return sparedByCondition(condition, subject, select).map((graded) => among(graded, others, subject));
  });
  const together = real.length > 1 ? checkOf({ kind: 'or', operands: real.map(negate) }) : [];
  return [...facts, ...together];
}

/** A fact that one condition shows, when others have to be true as well. Rows with NULLs may be spared for those. */
function among(graded: Graded, others: readonly Expression[], subject: Subject): Graded {
  const covered = (each: Graded): boolean => others.every((other) => coversViolations(other, each, subject));
  if (covered(graded)) return graded;
  if (graded.fact.is !== 'unique') return perhaps(graded);
  const weaker: Graded = { ...graded, fact: { ...graded.fact, nullsToo: false } };
  return onlyWhere(
    weaker,
    others.filter((other) => !coversViolations(other, weaker, subject)),
  );
}

/** Is the condition true for every row that is not as the fact says? Then it does not keep the statement from one. */
function coversViolations(condition: Expression, { fact }: Graded, subject: Subject): boolean {
  switch (fact.is) {
    case 'filled':
      return isTrue(evaluate(condition, columnsOf(subject, [], assume([rowColumn(fact.column)], NULL))));
    case 'references':
      return isTrue(evaluate(condition, columnsOf(subject, [], assume(fact.columns.map(rowColumn), PRESENT))));
    case 'unique': {
      const plain = fact.keys.flatMap((key) => (key.kind === 'column' && !fact.nullsToo ? [rowColumn(key.name)] : []));
      return isTrue(evaluate(condition, columnsOf(subject, [], assume(plain, PRESENT)))) || groupsDuplicates(condition, fact.keys, subject);
    }
    case 'check':
      return false;
  }
}

/** `x IN (… HAVING count(*) > 1)` by keys that follow from those of the fact: true for all its duplicates. */
function groupsDuplicates(condition: Expression, keys: readonly Expression[], subject: Subject): boolean {
  const select = condition.kind === 'subquery' ? found(condition, subject) : null;
  const group = select ? duplicateGroup(select, subject) : null;
  const names = new Set(keys.flatMap((key) => (key.kind === 'column' ? [key.name] : [])));
  return group !== null && group.where.length === 0 && group.keys.every((key) => columnsIn(key).every(({ name }) => names.has(name)));
}

function sparedByCondition(condition: Expression, subject: Subject, select: Select): readonly Graded[] {
  const partner = antiJoin(condition, select);
  if (partner) return [...heldByPartner(partner, subject, true), ...partner.columns.map((column) => surely({ is: 'filled', column }))];
  switch (condition.kind) {
    case 'nullTest':
      return !condition.negated && condition.operand.kind === 'column' && condition.operand.table === ROW
        ? [surely({ is: 'filled', column: condition.operand.name })]
        : checkOf(negate(condition));
    case 'or':
      return condition.operands.flatMap((operand) => sparedByConjunction(conjuncts(operand), subject));
    case 'not':
      return notFalse(condition.operand, subject);
    case 'subquery':
      return sparedByQuery(condition, subject);
    default:
      return [...sparedByNumber(condition), ...sparedByScalar(condition, subject), ...checkOf(negate(condition))];
  }
}

function sparedByQuery(condition: Subquery, subject: Subject): readonly Graded[] {
  if (condition.form === 'all' && condition.operator === '<>') return notFalse({ ...condition, form: 'any', operator: '=' }, subject);
  const select = found(condition, subject);
  return select ? spared(select, subject) : [];
}

/** `(SELECT count(*) …) > 0` is EXISTS; `id <> (SELECT min(id) … of the row's group)` spares one of each group. */
function sparedByScalar(condition: Expression, subject: Subject): readonly Graded[] {
  const compared = comparison(condition, (side) => side.kind === 'subquery' && side.form === 'scalar');
  const select = compared?.left.kind === 'subquery' ? flatten(compared.left.query, subject.catalog) : null;
  const value = select?.outputs[0]?.expression;
  if (!compared || !select || !value) return [];
  if (isCount(value) && select.groupBy?.length === 0 && select.having.length === 0 && saysAbove(compared, 0))
    return spared({ ...select, groupBy: null, outputs: [] }, subject);
  return sparedByPick({ kind: 'operator', operator: compared.operator, left: value, right: compared.right }, select, subject);
}

// ── Conditions that are not false ────────────────────────────────────────────────────────────────────────────────────────

/** What holds of rows for which the condition is true or NULL: those that `NOT condition` leaves alone. */
function notFalse(condition: Expression, subject: Subject): readonly Graded[] {
  switch (condition.kind) {
    case 'and':
      return condition.operands.flatMap((operand) => notFalse(operand, subject));
    case 'not':
      return sparedByCondition(condition.operand, subject, EVERY_ROW);
    case 'nullTest':
      return condition.negated ? sparedByCondition({ ...condition, negated: false }, subject, EVERY_ROW) : checkOf(condition);
    case 'subquery': {
      if (condition.form === 'all' && condition.operator === '<>') return sparedByQuery({ ...condition, form: 'any', operator: '=' }, subject);
      const select = found(condition, subject);
      if (!select) return [];
      const whole = condition.form === 'exists' || isListPresent(condition, subject);
      return held(select, subject, condition.form === 'exists').map((graded) => (whole ? graded : perhaps(graded)));
    }
    default:
      return checkOf(condition);
  }
}

/** What holds of rows for which the query finds something. `certain` false: or for which comparing gave NULL. */
function held(given: Select, subject: Subject, certain: boolean): readonly Graded[] {
  const select = throughGroups(given);
  if (select.groupBy?.length === 0) return [];
  const self =
    select.groupBy === null ? select.sources.find((source) => select.conditions.some((condition) => isSameRow(condition, source, subject))) : undefined;
  const partners = pairings(select.conditions, select.sources).filter(({ source }) => source !== self);
  return [
    ...partners.flatMap((pairing) => heldByPartner(pairing, subject, certain)),
    ...(certain ? partners.flatMap(({ columns }) => columns.map((column) => surely({ is: 'filled', column }))) : []),
    ...keptOneOfGroup(select, subject),
    ...(self && select.sources.length === 1 && select.optional.length === 0
      ? select.conditions.flatMap((condition) => heldByNumber(replaceSource(condition, self.id, ROW)))
      : []),
  ];
}

// ── Guards ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What holds of all rows when the query finds none: the row in the place of the subject's source. */
export function foundNothing(given: Select, subject: Subject): readonly Graded[] {
  const select = throughGroups(given);
  const source = select.sources.find(({ key }) => key === subject.key);
  if (!source || select.limited) return [];
  if (select.groupBy?.length === 0) return [];
  if (select.groupBy !== null) return withoutDuplicateGroups(select, subject);
  return spared(withoutSelf(select, source), subject);
}

// ── Checks ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Every row makes the expression true or NULL. Only what a CHECK could say: over columns of the row, without queries. */
function checkOf(expression: Expression): readonly Graded[] {
  const sayable = isOverRow(expression) && columnsIn(expression).length > 0 && !hasQuery(expression) && isRepeatable(expression);
  return sayable ? [surely({ is: 'check', expression: ofTable(expression) })] : [];
}
