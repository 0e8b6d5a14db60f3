import type { A_Expr, Node } from 'libpg-query';
import type { Expression } from '../../operation/index.ts';
import { call, joined, lowerAll, lowerExpression, lowerOptional, NULL, written } from './expression.ts';
import { as, nameFrom } from './tree.ts';

/** Operators and what the grammar treats like them: IN, ANY, ALL, BETWEEN, LIKE, NULLIF, IS DISTINCT FROM. */
export function lowerOperator(expression: A_Expr): Expression {
  const operator = operatorName(expression.name);
  const left = lowerOptional(expression.lexpr);
  switch (expression.kind) {
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      return lowerArrayComparison(left ?? NULL, operator, expression.kind === 'AEXPR_OP_ALL', expression.rexpr);
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT':
      return { kind: 'isDistinct', left: left ?? NULL, right: lowerOptional(expression.rexpr) ?? NULL, negated: expression.kind === 'AEXPR_NOT_DISTINCT' };
    case 'AEXPR_NULLIF':
      return call('nullif', [left ?? NULL, lowerOptional(expression.rexpr) ?? NULL]);
    case 'AEXPR_IN':
      return { kind: 'in', operand: left ?? NULL, list: lowerAll(as(expression.rexpr, 'List')?.items), negated: operator === '<>' };
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_BETWEEN_SYM':
    case 'AEXPR_NOT_BETWEEN_SYM':
      return lowerBetween(expression.kind, left ?? NULL, lowerAll(as(expression.rexpr, 'List')?.items));
    default:
      return { kind: 'operator', operator, left, right: lowerOptional(expression.rexpr) ?? NULL };
  }
}

/** `OPERATOR(pg_catalog.=)` is `=`; one of another schema keeps it. */
function operatorName(nodes: readonly Node[] | undefined): string {
  const { schema, name } = nameFrom(nodes);
  return schema === null || schema === 'pg_catalog' ? name : `${schema}.${name}`;
}

/** `x = ANY (ARRAY[a, b])` is IN, `x <> ALL (ARRAY[a, b])` is NOT IN; other operators become OR and AND of comparisons. */
function lowerArrayComparison(left: Expression, operator: string, all: boolean, right: Node | undefined): Expression {
  const list = elementsOf(right);
  if (list === null || list.length === 0)
    return written('A_Expr', ['(', `) ${printable(operator)} ${all ? 'ALL' : 'ANY'} (`, ')'], left, lowerOptional(right) ?? NULL);
  if (operator === (all ? '<>' : '=')) return { kind: 'in', operand: left, list, negated: all };
  return joined(
    all ? 'and' : 'or',
    list.map((element) => ({ kind: 'operator', operator, left, right: element })),
  );
}

const printable = (operator: string): string => (operator.includes('.') ? `OPERATOR(${operator})` : operator);

/** The elements of an array that is written out, with the array's cast moved to each of them; null for any other array. */
function elementsOf(node: Node | undefined): readonly Expression[] | null {
  const expression = node ? lowerExpression(node) : NULL;
  if (expression.kind === 'array') return expression.elements.some(({ kind }) => kind === 'array') ? null : expression.elements;
  if (expression.kind !== 'cast' || expression.operand.kind !== 'array' || expression.type.dimensions !== 1) return null;
  const type = { ...expression.type, dimensions: 0 };
  return expression.operand.elements.map((operand) => ({ kind: 'cast', operand, type }));
}

function lowerBetween(kind: string, operand: Expression, bounds: readonly Expression[]): Expression {
  const [low = NULL, high = NULL] = bounds;
  const compare = (operator: string, right: Expression): Expression => ({ kind: 'operator', operator, left: operand, right });
  const range = (from: Expression, to: Expression): Expression => joined('and', [compare('>=', from), compare('<=', to)]);
  const outside = (from: Expression, to: Expression): Expression => joined('or', [compare('<', from), compare('>', to)]);
  if (kind === 'AEXPR_BETWEEN') return range(low, high);
  if (kind === 'AEXPR_NOT_BETWEEN') return outside(low, high);
  return kind === 'AEXPR_BETWEEN_SYM' ? joined('or', [range(low, high), range(high, low)]) : joined('and', [outside(low, high), outside(high, low)]);
}
