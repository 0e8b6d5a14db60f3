import type { A_Expr, Node } from 'libpg-query';
import type { Expression } from '../../operation/index.ts';
import { call, lowerArrayComparison, lowerBetween, NULL } from '../expressions.ts';
import { lowerAll, lowerOptional } from './expression.ts';
import { as, nameFrom } from './tree.ts';

/** Operators and what the grammar treats like them: IN, ANY, ALL, BETWEEN, LIKE, NULLIF, IS DISTINCT FROM. */
export function lowerOperator(expression: A_Expr): Expression {
  const operator = operatorName(expression.name);
  const left = lowerOptional(expression.lexpr);
  switch (expression.kind) {
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      return lowerArrayComparison(left ?? NULL, operator, expression.kind === 'AEXPR_OP_ALL', lowerOptional(expression.rexpr) ?? NULL);
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
      return between(expression.kind, left ?? NULL, lowerAll(as(expression.rexpr, 'List')?.items));
    default:
      return { kind: 'operator', operator, left, right: lowerOptional(expression.rexpr) ?? NULL };
  }
}

/** `OPERATOR(pg_catalog.=)` is `=`; one of another schema keeps it. */
function operatorName(nodes: readonly Node[] | undefined): string {
  const { schema, name } = nameFrom(nodes);
  return schema === null || schema === 'pg_catalog' ? name : `${schema}.${name}`;
}

function between(kind: string, operand: Expression, [low = NULL, high = NULL]: readonly Expression[]): Expression {
  return lowerBetween({ negated: kind.includes('_NOT_'), symmetric: kind.endsWith('_SYM') }, operand, low, high);
}
