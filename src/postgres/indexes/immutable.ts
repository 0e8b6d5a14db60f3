import type { Catalog, Table } from '../../catalog/index.ts';
import { children, type Expression } from '../../operation/index.ts';
import { builtinFunction } from '../builtin-functions.ts';
import { typeOf } from '../expression-type.ts';
import { isCharacter, type ResolvedType } from '../types.ts';
import { functionsNamed } from '../volatility.ts';

/**
 * A part of an index expression or predicate that is not IMMUTABLE (42P17), in words; null: none that we are sure of.
 * Source: CheckPredicate() and ComputeIndexAttrs() (indexcmds.c) ask contain_mutable_functions() after inlining.
 */
export function mutablePart(expression: Expression, table: Table, catalog: Catalog): string | null {
  const own = mutableItself(expression, table, catalog);
  if (own !== null) return own;
  for (const operand of children(expression)) {
    const found = mutablePart(operand, table, catalog);
    if (found !== null) return found;
  }
  return null;
}

function mutableItself(expression: Expression, table: Table, catalog: Catalog): string | null {
  if (expression.kind === 'sqlValue') return expression.name;
  if (expression.kind === 'cast') return mutableCast(typeOf(expression.operand, table, catalog), typeOf(expression, table, catalog));
  if (expression.kind !== 'call') return null;
  const { name } = expression.function;
  const own = functionsNamed(catalog, expression.function);
  // An SQL function that is not marked may still be inlined to something immutable.
  if (own.length > 0) return own.every((entry) => entry.volatility !== 'immutable' && entry.language !== 'sql') ? `${name}()` : null;
  const builtin = builtinFunction(name);
  if (!builtin || builtin.volatility === 'immutable') return null;
  if (builtin.volatility !== 'mixed') return `${name}()`;
  if (name === 'to_tsvector' && expression.arguments.length === 1) return 'to_tsvector() without a configuration';
  const zoned = ZONED.has(name) && expression.arguments.some((argument) => isType(typeOf(argument, table, catalog), ['timestamptz']));
  return zoned ? `${name}() of a timestamptz` : null;
}

/** Functions that look at the session's time zone when they get a timestamptz. */
const ZONED: ReadonlySet<string> = new Set(['date_trunc', 'date_part', 'extract', 'date', 'time']);
const MOMENTS = ['timestamp', 'timestamptz', 'date', 'time', 'timetz', 'interval'];

const isType = (type: ResolvedType | 'literal' | null, names: readonly string[]): boolean =>
  type !== null && type !== 'literal' && !type.array && names.includes(type.name);

/** Casts that depend on TimeZone or DateStyle. A cast literal is a constant by then. */
function mutableCast(from: ResolvedType | 'literal' | null, to: ResolvedType | 'literal' | null): string | null {
  if (from === null || from === 'literal' || to === null || to === 'literal') return null;
  const words = `the cast from ${from.name} to ${to.name}`;
  if (isType(from, ['timestamptz']) !== isType(to, ['timestamptz']) && isType(from, MOMENTS) && isType(to, MOMENTS)) return words;
  if (isType(from, MOMENTS) && isCharacter(to)) return words;
  return isCharacter(from) && isType(to, MOMENTS) ? words : null;
}
