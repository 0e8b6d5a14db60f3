import type { CheckProof, ReferenceProof, RelationKey, Table } from '../catalog/index.ts';
import { equalExpressions, type Expression } from '../operation/index.ts';

/** An earlier clean-up of orphans, the surest first; null: there was none. */
export function provesReference(table: Table, columns: readonly string[], referenced: RelationKey, referencedColumns: readonly string[]): ReferenceProof | null {
  const same = (proof: ReferenceProof): boolean => columns.every((column, index) => proof.referencedColumns[proof.columns.indexOf(column)] === referencedColumns[index]);
  return surest(table.proofs.references.filter((proof) => proof.references === referenced && proof.columns.length === columns.length && same(proof)));
}

/** An earlier UPDATE or DELETE of the rows that violate the expression, or one of the expression's parts; null: there was none. */
export function provesCheck(table: Table, expression: Expression): CheckProof | null {
  const whole = surest(table.proofs.checks.filter((proof) => equalExpressions(proof.expression, expression)));
  if (whole || expression.kind !== 'and') return whole;
  const parts = expression.operands.map((operand) => provesCheck(table, operand));
  const all = parts.filter((proof) => proof !== null);
  return all.length < parts.length ? null : (all.find((proof) => proof.strength === 'likely') ?? all[0] ?? null);
}

const surest = <P extends { readonly strength: 'proven' | 'likely' }>(proofs: readonly P[]): P | null => proofs.find((proof) => proof.strength === 'proven') ?? proofs.at(-1) ?? null;
