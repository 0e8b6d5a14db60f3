import { equalExpressions, type Expression, type TypeName } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { columnNamed, findType } from '../lookup.ts';
import type { CheckProof, Table } from '../model.ts';
import { evaluate, isFalse, UNKNOWN } from './known.ts';
import type { ColumnReference } from './rewrite.ts';

// Values that are one of a few texts, because they come from an enum or are written out.

/** The texts that a column may hold, NULL aside; null: any. */
export type TextsOf = (column: ColumnReference) => readonly string[] | null;

/** Can a column of the type hold any text as it is? */
export const holdsText = ({ name, modifiers, dimensions }: TypeName): boolean =>
  dimensions === 0 && modifiers.length === 0 && (name === 'text' || name === 'varchar');

/** The texts that an expression may give, NULL aside; null: any. Labels of an enum count as their text. */
export function textsOf(expression: Expression, catalog: Catalog, of: TextsOf): readonly string[] | null {
  const inner = (part: Expression): readonly string[] | null => textsOf(part, catalog, of);
  switch (expression.kind) {
    case 'literal':
      return expression.type === 'string' ? [expression.value] : expression.type === 'null' ? [] : null;
    case 'column':
      return of(expression);
    case 'cast':
      return keepsText(expression.type, catalog) ? inner(expression.operand) : null;
    case 'coalesce':
      return union(expression.operands.map(inner));
    case 'case':
      return union([...expression.branches.map(({ then }) => inner(then)), otherwise(expression, catalog, inner)]);
    default:
      return null;
  }
}

type Case = Extract<Expression, { kind: 'case' }>;

/** What ELSE gives: where it is the value that was compared, none of those that a WHEN caught. */
function otherwise(
  { operand, branches, otherwise: last }: Case,
  catalog: Catalog,
  inner: (part: Expression) => readonly string[] | null,
): readonly string[] | null {
  if (last === null) return [];
  const bare = (part: Expression): Expression => (part.kind === 'cast' && keepsText(part.type, catalog) ? bare(part.operand) : part);
  const value = bare(last);
  const caught = branches.flatMap(({ when }): readonly string[] => {
    const [left, right] = operand ? [operand, when] : when.kind === 'operator' && when.operator === '=' && when.left ? [when.left, when.right] : [];
    const constant = right && bare(right);
    return left && constant?.kind === 'literal' && equalExpressions(bare(left), value) ? [constant.value] : [];
  });
  return inner(last)?.filter((text) => !caught.includes(text)) ?? null;
}

const keepsText = (type: TypeName, catalog: Catalog): boolean => holdsText(type) || labelsOf(catalog, type) !== null;

function union(parts: readonly (readonly string[] | null)[]): readonly string[] | null {
  const known = parts.filter((part) => part !== null);
  return known.length === parts.length ? [...new Set(known.flat())] : null;
}

/** What every existing row holds in a column: a label of its enum, or what earlier statements wrote. */
export function textsHeld(catalog: Catalog, table: Table, name: string): readonly string[] | null {
  const column = columnNamed(table, name);
  const labels = column && labelsOf(catalog, column.type);
  return labels ? without(labels, table, name) : (textsWritten(table, name)?.texts ?? null);
}

export interface TextsWritten {
  readonly texts: readonly string[];
  readonly proof: CheckProof;
}

/** What earlier statements wrote into a text column. */
export function textsWritten(table: Table, name: string): TextsWritten | null {
  const column = columnNamed(table, name);
  if (!column || !holdsText(column.type)) return null;
  for (const proof of provenChecks(table)) {
    const listed = textsIn(proof.expression, name);
    if (listed) return { texts: without(listed, table, name), proof };
  }
  return null;
}

const provenChecks = (table: Table): readonly CheckProof[] => table.proofs.checks.filter(({ strength }) => strength === 'proven');

const without = (texts: readonly string[], table: Table, column: string): readonly string[] =>
  texts.filter((text) => !provenChecks(table).some(({ expression }) => isFalse(evaluate(expression, holding(column, text)))));

const holding = (column: string, text: string) => (name: string) => (name === column ? ({ is: 'value', type: 'string', text } as const) : UNKNOWN);

function labelsOf(catalog: Catalog, type: TypeName): readonly string[] | null {
  const found = type.dimensions > 0 ? null : findType(catalog, type);
  return found?.is === 'present' && found.value.kind === 'enum' && !found.value.assumed ? found.value.values : null;
}

/** The list of `c IN ('a', 'b')`. */
export function textsIn(check: Expression, column: string): readonly string[] | null {
  if (check.kind !== 'in' || check.negated || check.operand.kind !== 'column' || check.operand.name !== column) return null;
  const texts = check.list.map(textIn);
  return texts.every((text) => text !== null) ? texts : null;
}

const textIn = (item: Expression): string | null => (item.kind === 'literal' && item.type === 'string' ? item.value : null);

/** Beyond this it is data, not a list. */
const MOST_TEXTS = 100;

/** The check that says it. Null: too many to keep, or none, when every row is NULL. */
export function isOneOf(column: string, texts: readonly string[]): Expression | null {
  if (texts.length === 0 || texts.length > MOST_TEXTS) return null;
  return {
    kind: 'in',
    operand: { kind: 'column', table: null, name: column },
    list: texts.map((value): Expression => ({ kind: 'literal', type: 'string', value })),
    negated: false,
  };
}
