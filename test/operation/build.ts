import type { Expression, TypeName } from '../../src/operation/index.ts';

// Expressions of tests, shorter than the parser's.

export const string = (value: string): Expression => ({ kind: 'literal', type: 'string', value });
export const number = (value: number | string): Expression => ({ kind: 'literal', type: 'number', value: String(value) });
export const boolean = (value: boolean): Expression => ({ kind: 'literal', type: 'boolean', value: String(value) });
export const nil: Expression = { kind: 'literal', type: 'null', value: 'NULL' };
export const column = (name: string, table: string | null = null): Expression => ({ kind: 'column', table, name });
export const operator = (left: Expression | null, sign: string, right: Expression): Expression => ({ kind: 'operator', operator: sign, left, right });
export const call = (name: string, ...operands: readonly Expression[]): Extract<Expression, { kind: 'call' }> => ({
  kind: 'call',
  function: { schema: null, name },
  arguments: operands,
  distinct: false,
  star: false,
  over: null,
  filter: null,
});
export const type = (name: string, modifiers: TypeName['modifiers'] = [], dimensions = 0): TypeName => ({ schema: null, name, modifiers, dimensions });
export const cast = (operand: Expression, to: TypeName): Expression => ({ kind: 'cast', operand, type: to });
export const and = (...operands: readonly Expression[]): Expression => ({ kind: 'and', operands });
export const or = (...operands: readonly Expression[]): Expression => ({ kind: 'or', operands });
export const not = (operand: Expression): Expression => ({ kind: 'not', operand });
