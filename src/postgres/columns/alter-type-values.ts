import { type Proof, type Table, textsHeld, textsOf } from '../../catalog/index.ts';
import type { Expression, TypeName } from '../../operation/index.ts';
import { quoteIdentifier, quoteLiteral } from '../../core/index.ts';
import { fails } from '../build.ts';
import { removedLabels } from '../conversions.ts';
import type { Failure } from '../effects.ts';
import { evaluate, type KnownRow, surelyFalse } from '../known-values.ts';
import { findDuplicates, findNulls, findValues } from '../preflight.ts';
import { elementOf, isCharacter, type ResolvedType, underlying, writeModifiers } from '../types.ts';
import { affectedIndexes, type AlteredColumn } from './alter-type-dependents.ts';
import type { ColumnTarget } from './column.ts';
import { refusesConstant } from './default.ts';

/** Failures that depend on what the rows hold. */
export function valueFailures(altered: AlteredColumn): readonly Failure[] {
  return [...unconvertible(altered), ...domainChecks(altered), ...duplicates(altered)];
}

function unconvertible(altered: AlteredColumn): readonly Failure[] {
  const { change, target, operation } = altered;
  const known = knownValues(altered);
  if (change.canFail === null || known.are === 'fitting') return [];
  const { problem, sqlstate, every, rare } = change.canFail;
  const cause = { what: 'uncastable-values', table: target.key, column: operation.column, from: target.column.type, to: operation.type, problem } as const;
  const all = every || known.are === 'wrong';
  return [
    fails(cause, sqlstate, all ? 'rows' : 'data', {
      unlikelyBecause: known.are === 'probably fitting' ? known.because : rare,
      preflight: all ? null : preflightOf(altered),
    }),
  ];
}

type KnownValues = { readonly are: 'anything' | 'fitting' | 'wrong' } | { readonly are: 'probably fitting'; readonly because: string };

/** What earlier statements and constraints say of the values that would stop it. */
function knownValues(altered: AlteredColumn): KnownValues {
  const { change, target } = altered;
  const { rows } = target.column;
  if (rows.holds === 'null' || givesLabels(altered)) return { are: 'fitting' };
  if (!isPlainCast(altered)) return { are: 'anything' };
  const constant = rows.holds === 'constant' ? refusesConstant(bareConstant(rows.value), change.to) : undefined;
  if (constant !== undefined && rows.holds === 'constant' && bareConstant(rows.value).kind === 'literal')
    return { are: constant === null ? 'fitting' : 'wrong' };
  if (change.to.labels === null || change.to.array) return { are: 'anything' };
  const removed = removedLabels(scalar(change.from), scalar(change.to));
  return removed === null ? allowedLabels(target, change.to.labels) : withoutLabels(target, removed);
}

/** Whatever a row holds becomes a label of the new enum. */
function givesLabels({ catalog, change, target, operation }: AlteredColumn): boolean {
  const { labels, array } = change.to;
  if (labels === null || array) return false;
  const value: Expression = operation.using ?? { kind: 'column', table: null, name: operation.column };
  return textsOf(value, catalog, ({ name }) => textsHeld(catalog, target.table, name))?.every((text) => labels.includes(text)) === true;
}

const bareConstant = (expression: Expression): Expression => (expression.kind === 'cast' ? bareConstant(expression.operand) : expression);

/** No row holds a removed label: an UPDATE, a DELETE or a CHECK saw to it, for each of them. */
function withoutLabels({ table, column }: ColumnTarget, removed: readonly string[]): KnownValues {
  const proofs = removed.map((label) => rowFacts(table).filter(({ expression }) => surelyFalse(evaluate(expression, holding(column.name, label)))));
  if (proofs.some((found) => found.length === 0)) return { are: 'anything' };
  const weak = proofs.find((found) => found.every(({ strength }) => strength === 'likely'));
  return weak ? { are: 'probably fitting', because: weak[0]?.because ?? '' } : { are: 'fitting' };
}

/** A CHECK of a text column lets nothing pass but labels of the enum. */
function allowedLabels({ table, column }: ColumnTarget, labels: readonly string[]): KnownValues {
  const lists = rowFacts(table).flatMap((fact) =>
    fact.expression.kind === 'in' && !fact.expression.negated && fact.expression.operand.kind === 'column' && fact.expression.operand.name === column.name
      ? [{ ...fact, list: fact.expression.list.map(bareConstant) }]
      : [],
  );
  const found = lists.find(({ list }) => list.every((item) => item.kind === 'literal' && labels.includes(item.value)));
  return !found ? { are: 'anything' } : found.strength === 'likely' ? { are: 'probably fitting', because: found.because } : { are: 'fitting' };
}

/** Expressions that no existing row makes false. */
const rowFacts = (table: Table): readonly { readonly expression: Expression; readonly strength: Proof['strength']; readonly because: string }[] => [
  ...table.proofs.checks,
  ...table.constraints.flatMap((constraint) =>
    constraint.kind === 'check' && constraint.validated && constraint.enforced
      ? [{ expression: constraint.expression, strength: 'proven' as const, because: `CHECK ${constraint.name}` }]
      : [],
  ),
];

const holding =
  (column: string, text: string): KnownRow =>
  (name) =>
    name === column ? { is: 'value', type: 'string', text } : { is: 'unknown' };

function domainChecks({ change, target, operation }: AlteredColumn): readonly Failure[] {
  const { domain } = change;
  const { column, key } = target;
  const cause = { what: 'uncastable-values', table: key, column: operation.column, from: column.type, to: operation.type } as const;
  const nulls = domain.notNull && !column.notNull;
  return [
    ...(domain.checks ? [fails({ what: 'check-violations', table: key, constraint: operation.type.name }, '23514', 'data')] : []),
    ...(nulls ? [fails({ ...cause, problem: 'null' }, '23502', 'data', { preflight: findNulls(key, [column.name]) })] : []),
  ];
}

/** Values that were different become equal: 23505 when a unique index is built anew over them. */
function duplicates(altered: AlteredColumn): readonly Failure[] {
  const { catalog, target, operation, change } = altered;
  if (!change.coarser || change.loses === 'overwritten') return [];
  const unique = affectedIndexes(altered, target.key).filter(
    (each) => each.unique && !each.kept && each.index.elements.some((element) => element.column === operation.column),
  );
  return unique.map(({ name, index }) => {
    const columns = index.elements.every((element) => element.column !== null) ? index.elements.flatMap((element) => element.column ?? []) : null;
    const preflight = columns?.length === 1 && operation.using === null ? duplicatePreflight(altered, catalog.tables.has(target.key)) : null;
    return fails({ what: 'duplicates', table: target.key, columns, index: name, everyRow: false }, '23505', 'data', { preflight });
  });
}

function duplicatePreflight({ target, operation }: AlteredColumn, known: boolean): string | null {
  const cast = { kind: 'cast', operand: { kind: 'column', table: null, name: operation.column }, type: operation.type } as const;
  return known ? findDuplicates(target.key, [cast], null, false) : null;
}

/** Read-only SQL that finds the values in question, where a condition on the stored value says it. */
function preflightOf(altered: AlteredColumn): string | null {
  const { target, change, operation } = altered;
  if (operation.using !== null && !isPlainCast(altered)) return null;
  if (change.canFail?.problem === 'removed-enum-value') {
    const removed = removedLabels(scalar(change.from), scalar(change.to));
    return removed && !change.from.array ? findValues(target.key, operation.column, removed) : null;
  }
  const condition = conditionOf(altered);
  const [schema = '', ...rest] = target.key.split('.');
  return condition === null ? null : `SELECT * FROM ${quoteIdentifier(schema)}.${quoteIdentifier(rest.join('.'))} WHERE ${condition} LIMIT 10;`;
}

const scalar = (type: ResolvedType): ResolvedType => elementOf(underlying(type));

/** `c::type`, `c::text::type`, or nothing: the old value itself decides. */
function isPlainCast({ operation }: AlteredColumn): boolean {
  let expression = operation.using;
  while (expression?.kind === 'cast') expression = expression.operand;
  return expression === null || (expression.kind === 'column' && expression.name === operation.column);
}

const BOUNDS: Readonly<Record<string, readonly [string, string]>> = {
  int2: ['-32768', '32767'],
  int4: ['-2147483648', '2147483647'],
  int8: ['-9223372036854775808', '9223372036854775807'],
};

function conditionOf({ change, operation, server }: AlteredColumn): string | null {
  const column = quoteIdentifier(operation.column);
  const to = underlying(change.to);
  const limit = to.modifiers[0];
  switch (change.canFail?.problem) {
    case 'too-long':
      return typeof limit === 'number' && !to.array ? `length(rtrim(${column}::text, ' ')) > ${limit}` : null;
    case 'out-of-range': {
      const bounds = BOUNDS[to.name];
      if (bounds) return `round(${column}::numeric) NOT BETWEEN ${bounds[0]} AND ${bounds[1]}`;
      const scale = typeof to.modifiers[1] === 'number' ? to.modifiers[1] : 0;
      return to.name === 'numeric' && typeof limit === 'number' ? `round(abs(${column}::numeric), ${scale}) >= 1e${limit - scale}` : null;
    }
    case 'syntax':
      // pg_input_is_valid() is of PostgreSQL 16.
      return isCharacter(change.from) && server.version >= 16 ? `NOT pg_input_is_valid(${column}, ${quoteLiteral(writeType(operation.type))})` : null;
    default:
      return null;
  }
}

function writeType(type: TypeName): string {
  const name =
    type.schema === null
      ? /^[a-z_][a-z0-9_]*$/.test(type.name)
        ? type.name
        : quoteIdentifier(type.name)
      : `${quoteIdentifier(type.schema)}.${quoteIdentifier(type.name)}`;
  return `${name}${type.name === 'interval' ? intervalFields(type.modifiers) : writeModifiers(type.modifiers)}${'[]'.repeat(type.dimensions)}`;
}

/** `interval day to second(3)`: fields are words, "all of them" is a number that SQL does not write. */
const intervalFields = ([fields, ...precision]: TypeName['modifiers']): string =>
  `${typeof fields === 'string' ? ` ${fields}` : ''}${writeModifiers(precision)}`;
