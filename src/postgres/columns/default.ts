import { type Catalog, findFunction } from '../../catalog/index.ts';
import { displayName } from '../../core/index.ts';
import { children, type DropDefault, type Expression, type SetDefault, type TypeName } from '../../operation/index.ts';
import { breaks, combine, fails, isExisting, type Part } from '../build.ts';
import { FUNCTION_SINCE } from '../builtin-functions.ts';
import { isAssignable } from '../casts.ts';
import type { Effects, Failure, Server } from '../effects.ts';
import { typeOf } from '../expression-type.ts';
import { isFrozenMoment, refusesNumber, refusesText } from '../literals.ts';
import { type ColumnTarget, exclusiveLocks, isRequired, onColumn } from './column.ts';
import { missing, refused } from '../relations.ts';
import { type ResolvedType, resolveType } from '../types.ts';
import { columnsIn, isVolatile } from '../volatility.ts';

/** A column that a default is for. */
export interface DefaultOf {
  readonly table: string;
  readonly column: string;
  readonly type: TypeName;
}

/**
 * What is wrong with a default before any row is looked at. Source: cookDefault(), heap.c. ADD COLUMN evaluates a constant at once;
 * CREATE TABLE and SET DEFAULT only read it, so that what is too long or too large is not noticed before the first INSERT (measured).
 */
export function defaultFailures(expression: Expression, of: DefaultOf, catalog: Catalog, server: Server, when: 'evaluated' | 'stored'): readonly Failure[] {
  if (columnsIn(expression).size > 0) return [fails({ what: 'not-allowed', reason: 'a DEFAULT cannot name a column' }, '0A000', 'always')];
  const unknown = tooNewFunction(expression, catalog, server);
  if (unknown !== null) return [missing('function', unknown, '42883')];
  const to = resolveType(of.type, catalog);
  const type = typeOf(expression, null, catalog);
  if (type !== null && type !== 'literal' && !isAssignable(type, to)) {
    const from: TypeName = { schema: null, name: type.name, modifiers: type.modifiers, dimensions: type.array ? 1 : 0 };
    return [fails({ what: 'no-cast', table: of.table, column: of.column, from, to: of.type, ofDefault: true }, '42804', 'always')];
  }
  const sqlstate = when === 'evaluated' ? refusesConstant(expression, to) : refusesWritten(expression, to);
  return sqlstate === null ? [] : [unstorable(of, sqlstate)];
}

/** A constant that is stored, and fails every INSERT that needs it. */
export function latentDefault(expression: Expression, of: DefaultOf, catalog: Catalog): readonly Failure[] {
  const to = resolveType(of.type, catalog);
  const sqlstate = refusesWritten(expression, to) === null ? refusesConstant(expression, to) : null;
  return sqlstate === null ? [] : [unstorable(of, sqlstate)];
}

/** A text is read as a value of the type, without its modifiers; a number is converted when it is needed. */
function refusesWritten(expression: Expression, to: ResolvedType): string | null {
  const constant = constantOf(expression);
  return constant?.type === 'string' || constant?.type === 'bit' ? refusesText(constant.value, { ...to, modifiers: [] }) : null;
}

/** SQLSTATE with which a type refuses a constant as soon as it is read; null: it takes it, or the expression is no constant. */
export function refusesConstant(expression: Expression, to: ResolvedType): string | null {
  const constant = constantOf(expression);
  switch (constant?.type) {
    case 'number':
      return refusesNumber(constant.value, to);
    case 'string':
    case 'bit':
      return refusesText(constant.value, to);
    default:
      return null;
  }
}

/** A built-in function that the server does not have yet, and that no migration or extension brings; null: there is none. */
function tooNewFunction(expression: Expression, catalog: Catalog, server: Server): string | null {
  if (expression.kind === 'call') {
    const since = FUNCTION_SINCE.get(expression.function.name);
    if (since !== undefined && since > server.version && catalog.extensions.size === 0 && findFunction(catalog, expression.function).is === 'absent')
      return displayName(expression.function);
  }
  return (
    children(expression)
      .map((operand) => tooNewFunction(operand, catalog, server))
      .find((name) => name !== null) ?? null
  );
}

function unstorable(of: DefaultOf, sqlstate: string): Failure {
  const text: TypeName = { schema: null, name: 'text', modifiers: [], dimensions: 0 };
  const problem = sqlstate === '22001' ? 'too-long' : sqlstate === '22003' ? 'out-of-range' : 'syntax';
  return fails({ what: 'uncastable-values', table: of.table, column: of.column, from: text, to: of.type, problem }, sqlstate, 'always');
}

/** The constant that is stored; a cast to another type may change it, so what is beneath one is not judged. */
function constantOf(expression: Expression): Extract<Expression, { kind: 'literal' }> | null {
  if (expression.kind === 'literal') return expression;
  const negated =
    expression.kind === 'operator' && expression.left === null && expression.operator === '-' && expression.right.kind === 'literal' ? expression.right : null;
  return negated?.type === 'number' ? { ...negated, value: `-${negated.value}` } : null;
}

/** What is worth knowing of a default although nothing fails. */
export function defaultNotes(expression: Expression, type: TypeName, catalog: Catalog): readonly string[] {
  const constant = expression.kind === 'cast' && expression.operand.kind === 'literal' ? expression.operand : expression;
  const frozen = constant.kind === 'literal' && constant.type === 'string' && isFrozenMoment(constant.value, resolveType(type, catalog));
  return frozen ? [`the literal '${constant.value}' is evaluated now, once: every later row gets this same moment`] : [];
}

/** SET DEFAULT: for rows to come only. */
export function setDefault(operation: SetDefault, catalog: Catalog, server: Server): Effects {
  return onColumn(operation, catalog, (target) => {
    const refusal = refusedByKind(target);
    if (refusal) return refusal;
    const { column } = target;
    const kept = isVolatile(operation.expression, catalog, server) ? ['existing rows keep their values: only new rows get this default'] : [];
    const of = { table: target.key, column: column.name, type: column.type };
    return combine(exclusiveLocks(catalog, target, operation.only), {
      fails: defaultFailures(operation.expression, of, catalog, server, 'stored'),
      latent: latentDefault(operation.expression, of, catalog),
      notes: [...defaultNotes(operation.expression, column.type, catalog), ...kept],
    });
  });
}

/** DROP DEFAULT: an INSERT that leaves out a NOT NULL column fails from now on. */
export function dropDefault(operation: DropDefault, catalog: Catalog): Effects {
  return onColumn(
    operation,
    catalog,
    (target) => refusedByKind(target) ?? combine(exclusiveLocks(catalog, target, operation.only), withoutDefault(catalog, target)),
  );
}

function withoutDefault(catalog: Catalog, target: ColumnTarget): Part {
  const { column } = target;
  const required = column.default !== null && isRequired({ ...column, default: null });
  return required && isExisting(catalog, target.key) ? { breaks: [breaks(target.key, 'insert', '23502', column.name)] } : {};
}

function refusedByKind({ column, key }: ColumnTarget): Effects | null {
  if (column.identity) return refused(`column ${column.name} of ${key} is an identity column`, '42601');
  return column.generated ? refused(`column ${column.name} of ${key} is a generated column`, '42601') : null;
}
