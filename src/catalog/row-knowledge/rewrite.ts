import { children, type Expression, mapExpression } from '../../operation/index.ts';

export type ColumnReference = Extract<Expression, { kind: 'column' }>;

/** Every column reference replaced, those inside queries included. */
export const replaceColumns = (expression: Expression, replace: (column: ColumnReference) => Expression): Expression =>
  mapExpression(expression, (part) => (part.kind === 'column' ? replace(part) : part));

/** The expression with one source put in place of another; null for no qualifier. */
export const replaceSource = (expression: Expression, from: string, to: string | null): Expression =>
  replaceColumns(expression, (column) => (column.table === from ? { ...column, table: to } : column));

/** The columns that an expression names, those in its queries included. */
export function columnsIn(expression: Expression): readonly ColumnReference[] {
  const found: ColumnReference[] = [];
  collect(expression, found);
  return found;
}

/** Most expressions are simple, and are not rebuilt in order to look at them. */
function collect(expression: Expression, found: ColumnReference[]): void {
  if (expression.kind === 'column') found.push(expression);
  else if (expression.kind !== 'subquery' && expression.kind !== 'case' && (expression.kind !== 'call' || expression.over === null))
    for (const child of children(expression)) collect(child, found);
  else
    replaceColumns(expression, (column) => {
      found.push(column);
      return column;
    });
}
