import { conjuncts, equalExpressions, type Expression } from '../../operation/index.ts';
import { columnNamed } from '../lookup.ts';
import type { CheckProof, Proof, ReferenceProof, RelationKey, Table, UniqueProof } from '../model.ts';
import { isFilled } from './record.ts';
import { columnsIn } from './rewrite.ts';
import { textsIn, textsWritten } from './texts.ts';

// What earlier statements proved, as those ask who add a constraint. Null: nothing.

/** The surest, and of those the newest. */
const surest = <P extends Proof>(proofs: readonly P[]): P | null => proofs.findLast((proof) => proof.strength === 'proven') ?? proofs.at(-1) ?? null;

/** Every row has a value in the column. */
export function provesFilled(table: Table, column: string): Proof | null {
  return columnNamed(table, column)?.filled ?? surest(table.proofs.checks.filter(({ expression }) => equalExpressions(expression, isFilled(column))));
}

/**
 * No two rows agree on the keys: columns, or expressions as an index has them. Whoever is unique by fewer or coarser keys is
 * so by these. `where` restricts the rows of a partial index, which need not be unique beyond it. `nullsNotDistinct`: NULLs
 * count as equal.
 */
export function provesUnique(table: Table, keys: readonly (string | Expression)[], where: Expression | null, nullsNotDistinct = false): UniqueProof | null {
  const columns = new Set(keys.flatMap((key) => (typeof key === 'string' ? [key] : key.kind === 'column' ? [key.name] : [])));
  const expressions = keys.flatMap((key) => (typeof key === 'string' ? [] : [key]));
  const restrictions = conjuncts(where);
  const follows = (key: Expression): boolean =>
    columnsIn(key).every(({ name }) => columns.has(name)) || expressions.some((other) => equalExpressions(other, key));
  const nullsCount = (proof: UniqueProof): boolean =>
    proof.nullsToo || proof.columns.every((column) => columnNamed(table, column)?.notNull === true || provesFilled(table, column)?.strength === 'proven');
  const within = (proof: UniqueProof): boolean => (proof.where ?? []).every((condition) => restrictions.some((other) => equalExpressions(other, condition)));
  const fitting = table.proofs.unique.filter((proof) => proof.keys.every(follows) && (!nullsNotDistinct || nullsCount(proof)));
  return surest(fitting.map((proof) => (within(proof) ? proof : { ...proof, strength: 'likely' })));
}

/**
 * Every row's columns, unless one is NULL, are those of a row of the other table. `partners`: its columns, in the same order.
 * A proof of more columns does not do: it says nothing of rows with NULL in one of the others.
 */
export function provesReference(table: Table, columns: readonly string[], key: RelationKey, partners: readonly string[]): ReferenceProof | null {
  const covers = (proof: ReferenceProof): boolean =>
    proof.columns.length === columns.length &&
    columns.every((column, index) => proof.columns.some((other, at) => other === column && proof.referencedColumns[at] === partners[index]));
  return surest(table.proofs.references.filter((proof) => proof.references === key && covers(proof)));
}

/** Every row satisfies the expression or makes it NULL. */
export function provesCheck(table: Table, expression: Expression): CheckProof | null {
  const whole = surest(table.proofs.checks.filter((proof) => equalExpressions(proof.expression, expression)));
  const parts = conjuncts(expression);
  if (whole || parts.length < 2) return whole ?? provesList(table, expression);
  const all = parts.map((part) => provesCheck(table, part));
  const known = all.filter((proof) => proof !== null);
  return known.length < all.length ? null : (known.find(({ strength }) => strength === 'likely') ?? known[0] ?? null);
}

/** `c IN (…)` where all that c may hold is in the list. */
function provesList(table: Table, expression: Expression): CheckProof | null {
  const [column] = columnsIn(expression);
  const written = column ? textsWritten(table, column.name) : null;
  const wanted = column ? textsIn(expression, column.name) : null;
  return wanted && written?.texts.every((text) => wanted.includes(text)) ? written.proof : null;
}
