import { type Catalog, type FunctionEntry, findFunction } from '../catalog/index.ts';
import type { QualifiedName } from '../core/index.ts';
import { children, type Expression } from '../operation/index.ts';
import { builtinFunction } from './builtin-functions.ts';
import type { Server } from './effects.ts';

export type Volatility = 'immutable' | 'stable' | 'volatile';

export interface VolatilityFact {
  readonly volatility: Volatility;
  /** A function that decided it, for messages; null for operators and the like. */
  readonly function: string | null;
  /**
   * False: it depends on the arguments, or the function is neither built in nor created by a statement that we saw and is taken as
   * volatile, as CREATE FUNCTION does.
   */
  readonly certain: boolean;
}

const IMMUTABLE: VolatilityFact = { volatility: 'immutable', function: null, certain: true };
const ORDER: Readonly<Record<Volatility, number>> = { immutable: 0, stable: 1, volatile: 2 };

const worse = (a: VolatilityFact, b: VolatilityFact): VolatilityFact => (ORDER[b.volatility] > ORDER[a.volatility] ? b : a);

/**
 * How often PostgreSQL has to evaluate an expression: a volatile default is computed for every existing row, any other once.
 * Source: contain_volatile_functions() over the planned expression (ATExecAddColumn).
 */
export function volatilityOf(expression: Expression, catalog: Catalog, server: Server): VolatilityFact {
  const own = ownVolatility(expression, catalog, server);
  return children(expression).reduce((sum, operand) => worse(sum, volatilityOf(operand, catalog, server)), own);
}

export const isVolatile = (expression: Expression, catalog: Catalog, server: Server): boolean =>
  volatilityOf(expression, catalog, server).volatility === 'volatile';

function ownVolatility(expression: Expression, catalog: Catalog, server: Server): VolatilityFact {
  if (expression.kind === 'sqlValue') return { volatility: 'stable', function: expression.name, certain: true };
  return expression.kind === 'call' ? functionVolatility(expression.function, catalog, server) : IMMUTABLE;
}

/** Entries of the catalog for a function's name: those that migrations created. */
export function functionsNamed(catalog: Catalog, name: QualifiedName): readonly FunctionEntry[] {
  if (name.schema === 'pg_catalog') return [];
  const found = findFunction(catalog, name);
  return found.is === 'present' ? found.value : [];
}

/** Volatility of a function by name; overloads are taken together. */
function functionVolatility(name: QualifiedName, catalog: Catalog, server: Server): VolatilityFact {
  const own = functionsNamed(catalog, name);
  if (own.length > 0) return own.map((entry) => entryVolatility(entry, catalog, server)).reduce(worse);
  const builtin = builtinFunction(name.name);
  if (!builtin) return { volatility: 'volatile', function: name.name, certain: false };
  // length(text) is immutable, length(bytea, name) is stable: it depends on the arguments, which nobody looks at here.
  if (builtin.volatility === 'mixed') return { volatility: 'stable', function: name.name, certain: false };
  return { volatility: builtin.volatility, function: name.name, certain: true };
}

function entryVolatility(entry: FunctionEntry, catalog: Catalog, server: Server): VolatilityFact {
  const fact: VolatilityFact = { volatility: entry.volatility, function: entry.name, certain: true };
  if (entry.volatility !== 'volatile' || entry.language !== 'sql' || server.version < 12) return fact;
  return inlines(entry, catalog, server) ? { ...fact, volatility: 'stable' } : fact;
}

/**
 * An SQL function that is not marked counts as VOLATILE, but one whose body is a lone expression is put in its place before the
 * question is asked (inline_function(); since 12 the default is planned first). Then the body decides.
 */
function inlines(entry: FunctionEntry, catalog: Catalog, server: Server): boolean {
  const body = /^\s*select\s+([^;]+?)\s*;?\s*$/i.exec(entry.text ?? '')?.[1];
  if (body === undefined || /\b(from|where|group|having|limit|order|union|intersect|except|with|for|window)\b/i.test(body)) return false;
  const calls = [...body.matchAll(/(?:(\w+)\s*\.\s*)?"?(\w+)"?\s*\(/g)].map((match) => ({ schema: match[1] ?? null, name: (match[2] ?? '').toLowerCase() }));
  return calls.every((name) =>
    name.name !== entry.name && !KEYWORD_CALLS.has(name.name) ? functionVolatility(name, catalog, server).volatility !== 'volatile' : name.name !== entry.name,
  );
}

/** Words before a parenthesis that call nothing volatile. */
const KEYWORD_CALLS: ReadonlySet<string> = new Set([
  'coalesce',
  'nullif',
  'greatest',
  'least',
  'cast',
  'in',
  'and',
  'or',
  'not',
  'case',
  'when',
  'then',
  'else',
  'row',
  'array',
  'any',
  'all',
  'varchar',
  'numeric',
  'char',
  'timestamp',
  'interval',
  'values',
  'between',
  'is',
  'extract',
  'trim',
  'position',
  'substring',
  'overlay',
]);

/** Names of the columns that an expression reads. */
export function columnsIn(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (inner: Expression): void => {
    if (inner.kind === 'column') names.add(inner.name);
    for (const operand of children(inner)) visit(operand);
  };
  visit(expression);
  return names;
}
