import type { Expression, TypeName } from './expression.ts';
import { mapExpression } from './map.ts';

/**
 * The same expression, however it is spelled: table names and aliases before columns do not count as long as they tell the
 * same tables apart, nor do casts of literals, parentheses, and the order of AND, OR, IN lists and the sides of `=`.
 */
export const equalExpressions = (a: Expression, b: Expression): boolean => spelling(a) === spelling(b);

/** The same type. A schema that was not written equals any; modifiers that say the default are none. */
export const equalTypes = (a: TypeName, b: TypeName): boolean =>
  a.name === b.name && a.dimensions === b.dimensions && (a.schema === b.schema || a.schema === null || b.schema === null) && modifiersOf(a) === modifiersOf(b);

/** `numeric(10)` is `numeric(10,0)`, `timestamp` is `timestamp(6)`. */
function modifiersOf(type: TypeName): string {
  if (type.name === 'numeric' && type.modifiers.length === 1) return [...type.modifiers, 0].join();
  if (/^(?:time|timestamp)(?:tz)?$/.test(type.name) && type.modifiers.length === 0) return '6';
  return type.modifiers.join();
}

/** One text for all equal expressions. */
function spelling(expression: Expression): string {
  const plain = mapExpression(expression, simplified);
  const seen: string[] = [];
  mapExpression(plain, (part) => {
    const table = qualifier(part);
    if (table !== null && !seen.includes(table)) seen.push(table);
    return part;
  });
  const anonymous = seen.length < 2 ? null : seen;
  return canonical(plain, anonymous);
}

const qualifier = (part: Expression): string | null => (part.kind === 'column' || part.kind === 'star' ? part.table : null);

/** Without what makes no difference to the value. */
function simplified(part: Expression): Expression {
  if (part.kind === 'cast') return isCastWithoutEffect(part) ? part.operand : part;
  if (part.kind === 'and' || part.kind === 'or') {
    const operands = part.operands.flatMap((operand) => (operand.kind === part.kind ? operand.operands : [operand]));
    return operands.length === 1 && operands[0] ? operands[0] : { ...part, operands };
  }
  return part;
}

const NUMBERS: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'numeric', 'float4', 'float8']);

/** A quoted constant has the type that its surroundings want; the cast says which. */
function isCastWithoutEffect({ operand, type }: Extract<Expression, { kind: 'cast' }>): boolean {
  if (operand.kind !== 'literal') return false;
  if (operand.type === 'string' || operand.type === 'null') return true;
  if (operand.type === 'boolean') return type.name === 'bool';
  return operand.type === 'number' && NUMBERS.has(type.name) && type.modifiers.length === 0 && (!type.name.startsWith('int') || /^-?\d+$/.test(operand.value));
}

/** JSON with sorted keys and without what does not count; AND, OR, IN lists and both sides of `=` sorted. */
function canonical(value: unknown, tables: readonly string[] | null): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one, tables)).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).flatMap(([name, content]): readonly string[] => {
    if (name === 'alias' || content === undefined) return [];
    const unordered = Array.isArray(content) && isUnordered(value, name);
    const text = unordered
      ? `[${content
          .map((one: unknown) => canonical(one, tables))
          .sort()
          .join()}]`
      : name === 'table'
        ? tableOf(value, content, tables)
        : canonical(content, tables);
    return [`${name}:${text}`];
  });
  return `{${('kind' in value && value.kind === 'operator' ? sortedSides(value, fields) : fields.sort()).join()}}`;
}

const isUnordered = (owner: object, field: string): boolean =>
  'kind' in owner && ((field === 'operands' && (owner.kind === 'and' || owner.kind === 'or')) || (field === 'list' && owner.kind === 'in'));

/** The qualifier of a column, by its rank among those of the expression; the name of a FROM entry's table as it is. */
function tableOf(owner: object, table: unknown, tables: readonly string[] | null): string {
  if (!('kind' in owner) || (owner.kind !== 'column' && owner.kind !== 'star')) return canonical(table, tables);
  return typeof table === 'string' && tables !== null ? String(tables.indexOf(table)) : '-';
}

function sortedSides(owner: object, fields: readonly string[]): readonly string[] {
  const symmetric = 'operator' in owner && (owner.operator === '=' || owner.operator === '<>');
  return (symmetric ? fields.map((field) => field.replace(/^(?:left|right):/, 'side:')) : [...fields]).sort();
}
