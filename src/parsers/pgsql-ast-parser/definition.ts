import type { ColumnConstraint, CreateColumnDef, IndexExpression, PGNode, TableConstraint, TableReference } from 'pgsql-ast-parser';
import type { Span } from '../../core/index.ts';
import type { ColumnDefinition, ConstraintDefinition, ForeignKeyDefinition, IndexElement } from '../../operation/index.ts';
import { elementSpan, trimmedSpan } from '../statements.ts';
import { lowerExpression } from './expression.ts';
import { type Context, fail, nameOf, namesOf, qualified, startOf, tokenOf } from './tree.ts';
import { lowerType } from './type-name.ts';

/** The text of a column or constraint in a list of them. */
export const elementOf = (node: PGNode, context: Context): Span => elementSpan(context.tokens, startOf(node, context));

export function lowerColumn(column: CreateColumnDef, context: Context): ColumnDefinition {
  const constraints = column.constraints ?? [];
  const span = elementOf(column, context);
  const name = nameOf(column.name);
  const written = constraints.find((constraint) => constraint.type === 'default');
  const generated = constraints.filter((constraint) => constraint.type === 'add generated');
  const computed = generated.find(({ expression }) => expression !== undefined);
  const identity = generated.find(({ expression }) => expression === undefined);
  return {
    name,
    type: lowerType(column.dataType),
    collation: column.collate ? qualified(column.collate) : null,
    notNull: constraints.some(({ type }) => type === 'not null'),
    default: written ? lowerExpression(written.default, context) : null,
    generated: computed?.expression
      ? { expression: lowerExpression(computed.expression, context), storage: computed.stored === true ? 'stored' : 'unspecified' }
      : null,
    identity: identity ? (identity.always ?? fail('GENERATED without ALWAYS or BY DEFAULT')) : null,
    constraints: lowerColumnConstraints(constraints, name, span, context),
    span,
  };
}

/** Each with its own text: up to the next one or the end of the column. */
function lowerColumnConstraints(constraints: readonly ColumnConstraint[], column: string, span: Span, context: Context): readonly ConstraintDefinition[] {
  return constraints.flatMap((constraint, position) => {
    const next = constraints[position + 1];
    const end = next ? startOf(next, context) : span.end;
    const place = trimmedSpan(context.tokens, { start: startOf(constraint, context), end });
    return lowerColumnConstraint(constraint, column, place, context) ?? [];
  });
}

const baseOf = (constraint: { readonly constraintName?: { readonly name: string } }, span: Span) => ({
  name: constraint.constraintName ? nameOf(constraint.constraintName) : null,
  deferrable: false,
  initiallyDeferred: false,
  notValid: false,
  enforced: true,
  span,
});

function lowerColumnConstraint(constraint: ColumnConstraint, column: string, span: Span, context: Context): ConstraintDefinition | null {
  switch (constraint.type) {
    case 'reference':
      return { ...baseOf(constraint, span), kind: 'foreignKey', columns: [column], references: referencesOf(constraint) };
    case 'primary key':
    case 'unique':
      return lowerKey(constraint.type, [column], baseOf(constraint, span));
    case 'check':
      return { ...baseOf(constraint, span), kind: 'check', expression: lowerExpression(constraint.expr, context), noInherit: false };
    default:
      return null;
  }
}

/** A constraint of a table. */
export function lowerConstraint(constraint: TableConstraint, context: Context): ConstraintDefinition {
  const base = baseOf(constraint, elementOf(constraint, context));
  switch (constraint.type) {
    case 'primary key':
    case 'unique':
      return lowerKey(constraint.type, namesOf(constraint.columns), base);
    case 'check':
      return { ...base, kind: 'check', expression: lowerExpression(constraint.expr, context), noInherit: false };
    case 'foreign key':
      return { ...base, kind: 'foreignKey', columns: namesOf(constraint.localColumns), references: referencesOf(constraint) };
  }
}

function lowerKey(type: 'primary key' | 'unique', columns: readonly string[], base: ReturnType<typeof baseOf>): ConstraintDefinition {
  const shared = { ...base, columns, usingIndex: null, withoutOverlaps: false };
  return type === 'unique' ? { ...shared, kind: 'unique', nullsNotDistinct: false } : { ...shared, kind: 'primaryKey' };
}

function referencesOf({ foreignTable, foreignColumns, match, onDelete, onUpdate }: TableReference): ForeignKeyDefinition['references'] {
  if (match === 'partial') fail('MATCH PARTIAL');
  return {
    table: qualified(foreignTable),
    columns: namesOf(foreignColumns),
    match: match === 'full' ? 'full' : 'simple',
    onDelete: onDelete ?? 'no action',
    onUpdate: onUpdate ?? 'no action',
  };
}

/** `depth`: of the tokens between the parentheses of the list. A column in parentheses of its own is an expression. */
export function lowerIndexElement(element: IndexExpression, depth: number, context: Context): IndexElement {
  const { expression } = element;
  const isColumn = expression.type === 'ref' && expression.name !== '*' && !expression.table && context.depths[tokenOf(expression, context)] === depth;
  return {
    column: isColumn ? nameOf(expression) : null,
    expression: isColumn ? null : lowerExpression(expression, context),
    operatorClass: element.opclass ? qualified(element.opclass) : null,
    collation: element.collate ? qualified(element.collate) : null,
    descending: element.order === 'desc',
    nulls: element.nulls ?? null,
  };
}
