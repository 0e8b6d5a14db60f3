import { conjuncts, equalExpressions, type Expression } from '../operation/index.ts';

/**
 * Does every row that satisfies `given` (or makes it NULL) satisfy `wanted` (or make it NULL)? Only forms that are plain: the same, parts
 * of an AND, a value out of a list that is part of a longer one, narrower bounds of numbers. False: nobody can tell from here.
 */
export function implies(given: readonly Expression[], wanted: Expression): boolean {
  const known = given.flatMap((each) => conjuncts(each));
  return conjuncts(wanted).every((part) => known.some((fact) => impliesPart(fact, part)));
}

function impliesPart(fact: Expression, part: Expression): boolean {
  if (equalExpressions(fact, part)) return true;
  if (part.kind === 'or')
    return part.operands.some((operand) => implies([fact], operand)) || (fact.kind === 'or' && fact.operands.every((operand) => impliesPart(operand, part)));
  if (fact.kind === 'or') return fact.operands.every((operand) => impliesPart(operand, part));
  return withinList(fact, part) || withinBound(fact, part);
}

interface Choice {
  readonly operand: Expression;
  readonly values: readonly Expression[];
}

/** `x IN (…)`, `x = 'a'`. */
function choiceOf(expression: Expression): Choice | null {
  if (expression.kind === 'in' && !expression.negated) return { operand: expression.operand, values: expression.list };
  if (expression.kind !== 'operator' || expression.operator !== '=' || expression.left === null) return null;
  return { operand: expression.left, values: [expression.right] };
}

function withinList(fact: Expression, part: Expression): boolean {
  const [narrow, wide] = [choiceOf(fact), choiceOf(part)];
  if (!narrow || !wide || !equalExpressions(narrow.operand, wide.operand)) return false;
  return narrow.values.every((value) => wide.values.some((other) => equalExpressions(value, other)));
}

interface Bound {
  readonly operand: Expression;
  readonly side: 'above' | 'below';
  readonly limit: number;
  readonly strict: boolean;
}

const SIDES: Readonly<Record<string, Pick<Bound, 'side' | 'strict'>>> = {
  '>': { side: 'above', strict: true },
  '>=': { side: 'above', strict: false },
  '<': { side: 'below', strict: true },
  '<=': { side: 'below', strict: false },
};

/** `x > 5` and the like, the number on the right. */
function boundOf(expression: Expression): Bound | null {
  if (expression.kind !== 'operator' || expression.left === null || expression.right.kind !== 'literal' || expression.right.type !== 'number') return null;
  const side = SIDES[expression.operator];
  return side ? { operand: expression.left, ...side, limit: Number(expression.right.value) } : null;
}

function withinBound(fact: Expression, part: Expression): boolean {
  const [narrow, wide] = [boundOf(fact), boundOf(part)];
  if (!narrow || !wide || narrow.side !== wide.side || !equalExpressions(narrow.operand, wide.operand)) return false;
  const distance = narrow.side === 'above' ? narrow.limit - wide.limit : wide.limit - narrow.limit;
  return distance > 0 || (distance === 0 && (narrow.strict || !wide.strict));
}
