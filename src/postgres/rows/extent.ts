import { type Table, uniqueKeysOf } from '../../catalog/index.ts';
import { conjuncts, type Expression, isConstant } from '../../operation/index.ts';
import { evaluate, existingRow, surelyNotTrue } from '../known-values.ts';

/** A condition that fixes a unique key to constants: at most a handful of rows. */
export function isFewRows(table: Table, where: Expression | null): boolean {
  const fixed = new Set(conjuncts(where).flatMap((part) => fixedColumn(part) ?? []));
  return uniqueKeysOf(table).some((key) => key.every((column) => fixed.has(column)));
}

function fixedColumn(part: Expression): string | null {
  if (part.kind === 'in' && !part.negated && part.operand.kind === 'column' && part.list.every(isConstant)) return part.operand.name;
  if (part.kind !== 'operator' || part.operator !== '=' || part.left === null) return null;
  if (part.left.kind === 'column' && isConstant(part.right)) return part.left.name;
  return part.right.kind === 'column' && isConstant(part.left) ? part.right.name : null;
}

/** No existing row can satisfy the condition: `WHERE "organizationId" IS NULL` of a NOT NULL column. */
export const findsNothing = (table: Table, where: Expression | null): boolean => where !== null && surelyNotTrue(evaluate(where, existingRow(table)));
