import { equalExpressions, type Expression } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { columnNamed, typeKey } from '../lookup.ts';
import type { Table } from '../model.ts';
import { comparison, negate } from './conditions.ts';
import { knownOf } from './facts.ts';
import { evaluate, isNotNull, type KnownColumns } from './known.ts';

// Several updates may share the rows among them: WHERE type = 'A', WHERE type = 'B', WHERE type NOT IN ('A', 'B').

/** What a condition on one column lets through: the values listed, or all but those; NULL or not. */
interface Part {
  readonly column: string;
  readonly all: boolean;
  /** Let through, or with `all` kept out. */
  readonly values: readonly string[];
  readonly nulls: boolean;
}

/** Is one of the conditions true for every row of the table? They name its columns without a qualifier. */
export function coverAll(conditions: readonly Expression[], table: Table, catalog: Catalog): boolean {
  const columns: KnownColumns = (name) => knownOf(columnNamed(table, name));
  const cases = conditions.flatMap((condition) => (condition.kind === 'or' ? condition.operands : [condition]));
  if (cases.some((one) => isNotNull(evaluate(one, columns)) && cases.some((other) => equalExpressions(negate(one), other)))) return true;
  const parts = cases.flatMap((condition) => partOf(condition) ?? []);
  return [...new Set(parts.map(({ column }) => column))].some((column) =>
    coverColumn(
      column,
      parts.filter((part) => part.column === column),
      table,
      catalog,
    ),
  );
}

function coverColumn(name: string, parts: readonly Part[], table: Table, catalog: Catalog): boolean {
  const column = columnNamed(table, name);
  if (!column || !(isNotNull(knownOf(column)) || parts.some(({ nulls }) => nulls))) return false;
  const listed = new Set(parts.flatMap(({ all, values }) => (all ? [] : values)));
  const rests = parts.filter(({ all }) => all);
  const left = (part: Part): readonly string[] =>
    part.values.filter((value) => !listed.has(value) && !rests.some((other) => other !== part && !other.values.includes(value)));
  if (rests.some((part) => left(part).length === 0)) return true;
  const possible = valuesOf(column.type.dimensions > 0 ? null : column.type.name, catalog, column.type.schema);
  return possible?.every((value) => listed.has(value)) ?? false;
}

/** All values of a boolean or an enum; null for other types. */
function valuesOf(type: string | null, catalog: Catalog, schema: string | null): readonly string[] | null {
  if (type === null) return null;
  if (type === 'bool') return ['true', 'false'];
  const found = catalog.types.get(typeKey(catalog, { schema, name: type }));
  return found?.kind === 'enum' ? found.values : null;
}

function partOf(condition: Expression): Part | null {
  switch (condition.kind) {
    case 'nullTest':
      return condition.operand.kind === 'column' ? { column: condition.operand.name, all: condition.negated, values: [], nulls: !condition.negated } : null;
    case 'column':
      return { column: condition.name, all: false, values: ['true'], nulls: false };
    case 'not':
      return condition.operand.kind === 'column' ? { column: condition.operand.name, all: false, values: ['false'], nulls: false } : null;
    case 'booleanTest':
      return booleanPart(condition);
    case 'in': {
      const values = condition.list.map(literalText);
      return condition.operand.kind === 'column' && values.every((value) => value !== null)
        ? { column: condition.operand.name, all: condition.negated, values, nulls: false }
        : null;
    }
    default:
      return comparisonPart(condition);
  }
}

function booleanPart({ operand, test, negated }: Extract<Expression, { kind: 'booleanTest' }>): Part | null {
  if (operand.kind !== 'column' || test === 'unknown') return null;
  const opposite = test === 'true' ? 'false' : 'true';
  return { column: operand.name, all: false, values: [negated ? opposite : test], nulls: negated };
}

function comparisonPart(condition: Expression): Part | null {
  const compared = comparison(condition, (side) => side.kind === 'column');
  const value = compared ? literalText(compared.right) : null;
  if (compared?.left.kind !== 'column' || value === null || (compared.operator !== '=' && compared.operator !== '<>')) return null;
  return { column: compared.left.name, all: compared.operator === '<>', values: [value], nulls: false };
}

function literalText(expression: Expression): string | null {
  const inner = expression.kind === 'cast' && expression.type.modifiers.length === 0 ? expression.operand : expression;
  return inner.kind === 'literal' && inner.type !== 'null' ? inner.value : null;
}
