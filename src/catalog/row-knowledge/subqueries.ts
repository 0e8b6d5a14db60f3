import type { Expression } from '../../operation/index.ts';
import { columnsOf, isPresent, presentWhere, type Subject } from './facts.ts';
import { firstOfArray, withoutOrder } from './groups.ts';
import type { KnownColumns } from './known.ts';
import { flatten, hasAggregate, type Select } from './select.ts';

// Sub-selects inside of conditions, as the queries that they ask.

export type Subquery = Extract<Expression, { kind: 'subquery' }>;

/** EXISTS, IN and = ANY as the query whose rows make it true; null for others. */
export function found(condition: Subquery, subject: Subject): Select | null {
  const select = flatten(condition.query, subject.catalog);
  if (!select || condition.form === 'exists') return select;
  return condition.form === 'any' && condition.operator === '=' ? withEquality(select, condition.operand) : null;
}

function withEquality(select: Select, operand: Expression | null): Select | null {
  const values = operand?.kind === 'row' ? operand.elements : operand ? [operand] : [];
  if (values.length !== select.outputs.length) return null;
  const equalities = values.map(
    (value, index): Expression => ({ kind: 'operator', operator: '=', left: select.outputs[index]?.expression ?? value, right: value }),
  );
  return {
    ...select,
    conditions: [...select.conditions, ...equalities.filter((one) => !hasAggregate(one))],
    having: [...select.having, ...equalities.filter(hasAggregate)],
  };
}

/** `count(*)`. */
export const isCount = (expression: Expression): boolean =>
  expression.kind === 'call' && expression.function.name === 'count' && expression.over === null && expression.filter === null && expression.star;

/** `x NOT IN (…)` is never true when the list holds a NULL, and then removes nothing. */
export function isListPresent(condition: Subquery, subject: Subject): boolean {
  const select = flatten(condition.query, subject.catalog);
  if (!select) return false;
  const base = columnsOf(null, select.sources);
  const columns = columnsOf(null, select.sources, presentWhere(select.conditions, base));
  return select.outputs.every(({ expression }) => isPresent(expression, columns) || isPickOfPresent(expression, columns));
}

/** A group has a row, so its least, greatest or first value is one of the column. */
function isPickOfPresent(expression: Expression, columns: KnownColumns): boolean {
  const first = firstOfArray(expression);
  const call = first ?? expression;
  const [argument] = call.kind === 'call' ? call.arguments : [];
  return (
    call.kind === 'call' &&
    call.filter === null &&
    (first ? ['array_agg'] : ['min', 'max', 'any_value']).includes(call.function.name) &&
    argument !== undefined &&
    isPresent(withoutOrder(argument), columns)
  );
}
