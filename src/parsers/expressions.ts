import type { CommonTable, Expression, Operation, TypeName } from '../operation/index.ts';

// Forms that PostgreSQL itself treats as other forms, or that one operation stands for: every front end lowers them alike.

type Call = Extract<Expression, { kind: 'call' }>;

export const NULL: Expression = { kind: 'literal', type: 'null', value: 'NULL' };

/** An `other` that can be printed back: its SQL around the operands. */
export const written = (node: string, text: readonly string[], ...operands: readonly Expression[]): Expression => ({ kind: 'other', node, operands, text });

export const call = (name: string, operands: readonly Expression[]): Call => ({
  kind: 'call',
  function: { schema: null, name },
  arguments: operands,
  distinct: false,
  star: false,
  over: null,
  filter: null,
});

/** AND or OR of the operands; those that are the same again are opened. */
export function joined(kind: 'and' | 'or', operands: readonly Expression[]): Expression {
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  return flat.length === 1 && flat[0] ? flat[0] : { kind, operands: flat };
}

export interface Between {
  readonly negated: boolean;
  readonly symmetric: boolean;
}

/** `x BETWEEN a AND b` is `x >= a AND x <= b`. */
export function lowerBetween({ negated, symmetric }: Between, operand: Expression, low: Expression, high: Expression): Expression {
  const compare = (operator: string, right: Expression): Expression => ({ kind: 'operator', operator, left: operand, right });
  const range = (from: Expression, to: Expression): Expression => joined('and', [compare('>=', from), compare('<=', to)]);
  const outside = (from: Expression, to: Expression): Expression => joined('or', [compare('<', from), compare('>', to)]);
  if (symmetric) return negated ? joined('and', [outside(low, high), outside(high, low)]) : joined('or', [range(low, high), range(high, low)]);
  return negated ? outside(low, high) : range(low, high);
}

/** `x = ANY (ARRAY[a, b])` is IN, `x <> ALL (ARRAY[a, b])` is NOT IN; other operators become OR and AND of comparisons. */
export function lowerArrayComparison(left: Expression, operator: string, all: boolean, right: Expression): Expression {
  const list = elementsOf(right);
  if (list === null || list.length === 0) return written('A_Expr', ['(', `) ${printable(operator)} ${all ? 'ALL' : 'ANY'} (`, ')'], left, right);
  if (operator === (all ? '<>' : '=')) return { kind: 'in', operand: left, list, negated: all };
  return joined(
    all ? 'and' : 'or',
    list.map((element) => ({ kind: 'operator', operator, left, right: element })),
  );
}

const printable = (operator: string): string => (operator.includes('.') ? `OPERATOR(${operator})` : operator);

/** The elements of an array that is written out, with the array's cast moved to each of them; null for any other array. */
function elementsOf(expression: Expression): readonly Expression[] | null {
  if (expression.kind === 'array') return expression.elements.some(({ kind }) => kind === 'array') ? null : expression.elements;
  if (expression.kind !== 'cast' || expression.operand.kind !== 'array' || expression.type.dimensions !== 1) return null;
  const type = { ...expression.type, dimensions: 0 };
  return expression.operand.elements.map((operand) => ({ kind: 'cast', operand, type }));
}

const BOOLEANS: Readonly<Record<string, string>> = { t: 'true', true: 'true', f: 'false', false: 'false' };

/** `'t'::bool` is how grammars before 15 spell TRUE. */
export function lowerCast(operand: Expression, type: TypeName): Expression {
  const truth =
    operand.kind === 'literal' && operand.type === 'string' && type.name === 'bool' && type.schema === null && type.dimensions === 0
      ? BOOLEANS[operand.value]
      : undefined;
  return truth === undefined ? { kind: 'cast', operand, type } : { kind: 'literal', type: 'boolean', value: truth };
}

/** `f(a, VARIADIC b)`. */
export function withVariadic(operands: readonly Expression[], variadic: boolean): readonly Expression[] {
  const last = operands.at(-1);
  return variadic && last ? [...operands.slice(0, -1), written('Variadic', ['VARIADIC ', ''], last)] : operands;
}

/** `string_agg(x, ',' ORDER BY y)`: the order is written behind the last argument, and kept with it. */
export function withOrder(operands: readonly Expression[], order: readonly Expression[]): readonly Expression[] {
  const last = operands.at(-1);
  if (!last || order.length === 0) return operands;
  return [...operands.slice(0, -1), written('AggregateOrder', ['', ' ORDER BY ', ...order.slice(1).map(() => ', '), ''], last, ...order)];
}

export function withinGroup(call: Call, order: readonly Expression[]): Expression {
  const open = ['', ' WITHIN GROUP (ORDER BY ', ...order.slice(1).map(() => ', ')];
  if (call.filter === null) return written('WithinGroup', [...open, ')'], call, ...order);
  return written('WithinGroup', [...open, ') FILTER (WHERE ', ')'], { ...call, filter: null }, ...order, call.filter);
}

/** What an ORDER BY sorts by. A plain expression sorts ascending; with a direction it is wrapped, so that none is lost. */
export function sortedBy(key: Expression, descending: boolean, nulls: 'first' | 'last' | null): Expression {
  const direction = `${descending ? ' DESC' : ''}${nulls === null ? '' : ` NULLS ${nulls.toUpperCase()}`}`;
  return direction === '' ? key : written('SortBy', ['', direction], key);
}

/** `LIMIT ALL` is none. An OFFSET has no place of its own and goes along with the limit. */
export function limited(count: Expression | null, offset: Expression | null): Expression | null {
  const limit = count?.kind === 'literal' && count.type === 'null' ? null : count;
  if (offset === null) return limit;
  return limit ? written('Offset', ['', ' OFFSET ', ''], limit, offset) : written('Offset', ['ALL OFFSET ', ''], offset);
}

/** A data-modifying CTE reads the CTEs beside it. */
export function besideCommonTables(operation: Operation, beside: readonly CommonTable[]): Operation {
  if (operation.kind === 'insert')
    return operation.query ? { ...operation, query: { ...operation.query, ctes: [...beside, ...operation.query.ctes] } } : operation;
  return operation.kind === 'update' || operation.kind === 'delete' ? { ...operation, ctes: [...beside, ...operation.ctes] } : operation;
}
