import type { Table } from '../../catalog/index.ts';
import type { Expression } from '../../operation/index.ts';
import { fails } from '../build.ts';
import { isAssignable } from '../casts.ts';
import type { Failure, FailureCause } from '../effects.ts';
import { typeOf } from '../expression-type.ts';
import { losesMeaning } from '../comparisons.ts';
import { storageOf } from '../relations.ts';
import { affectedForeignKeys, affectedIndexes, type AlteredColumn } from './alter-type-dependents.ts';
import { missingType } from './column.ts';
import { refusesConstant } from './default.ts';
import { dependentsOn } from './dependents.ts';

/** What PostgreSQL refuses whatever the rows hold, in the order in which it looks. */
export function alwaysRefused(altered: AlteredColumn): readonly Failure[] {
  return [unknownType, missingCast, constantRefused, subquery, uncastableDefault, dependentObjects, comparisons, indexClasses, foreignKeyTypes]
    .flatMap((check) => check(altered))
    .slice(0, 1);
}

const always = (cause: FailureCause, sqlstate: string): readonly Failure[] => [fails(cause, sqlstate, 'always')];

function castCause({ target, operation }: AlteredColumn, ofDefault: boolean): FailureCause {
  return { what: 'no-cast', table: target.key, column: operation.column, from: target.column.type, to: operation.type, ofDefault };
}

const unknownType = ({ operation, change, catalog }: AlteredColumn): readonly Failure[] => missingType(operation.type, change.to, catalog);

const missingCast = (altered: AlteredColumn): readonly Failure[] =>
  altered.change.refusal === null ? [] : always(castCause(altered, false), altered.change.refusal);

/** `USING 'x'`: a constant that the new type refuses needs no row to fail. */
function constantRefused(altered: AlteredColumn): readonly Failure[] {
  const { operation, change, target } = altered;
  const sqlstate = operation.using === null ? null : refusesConstant(operation.using, change.to);
  return sqlstate === null
    ? []
    : always(
        { what: 'uncastable-values', table: target.key, column: operation.column, from: target.column.type, to: operation.type, problem: 'syntax' },
        sqlstate,
      );
}

const subquery = ({ change }: AlteredColumn): readonly Failure[] =>
  change.subquery ? always({ what: 'not-allowed', reason: 'USING cannot hold a sub-select' }, '0A000') : [];

/** The stored default is cast by assignment, USING or not: `'5'` of a text column does not become an integer. */
function uncastableDefault(altered: AlteredColumn): readonly Failure[] {
  const { target, change, catalog } = altered;
  const { default: expression } = target.column;
  if (expression === null || (expression.kind === 'literal' && expression.type === 'null')) return [];
  const type = typeOf(expression, null, catalog);
  if (type === null) return [];
  return isAssignable(type === 'literal' ? change.from : type, change.to) ? [] : always(castCause(altered, true), '42804');
}

function dependentObjects({ catalog, target, server }: AlteredColumn): readonly Failure[] {
  const needed = dependentsOn(catalog, target, 'alter type', server);
  if (needed.length === 0) return [];
  const sqlstate = needed.every(({ type }) => type === 'generated column') && server.version < 15 ? '42601' : '0A000';
  return always({ what: 'dependent-objects', object: `${target.key}.${target.column.name}`, dependents: needed.map(({ name }) => name) }, sqlstate);
}

/** Indexes and CHECKs are parsed anew: constants in them kept the old type, and must still be comparable (`status = 'A'::"Status"` is not). */
function comparisons({ catalog, target, operation, change }: AlteredColumn): readonly Failure[] {
  const written = storageOf(catalog, target.key, operation.only).flatMap((key) => expressionsOn(catalog.tables.get(key)));
  const broken = written.filter(({ expression }) => losesMeaning(expression, operation.column, change.from, change.to));
  if (broken.length === 0) return [];
  return always(
    { what: 'dependent-objects', object: `${target.key}.${target.column.name}`, dependents: [...new Set(broken.map(({ name }) => name))] },
    '42883',
  );
}

/** Expressions that belong to a table's indexes and constraints. */
function expressionsOn(table: Table | undefined): readonly { readonly name: string; readonly expression: Expression }[] {
  const ofIndexes = table?.indexes.flatMap(({ name, where, elements }) =>
    [where, ...elements.map((element) => element.expression)].flatMap((expression) => (expression === null ? [] : [{ name, expression }])),
  );
  const ofChecks = table?.constraints.flatMap((constraint) =>
    constraint.kind === 'check' ? [{ name: constraint.name, expression: constraint.expression }] : [],
  );
  return [...(ofIndexes ?? []), ...(ofChecks ?? [])];
}

function indexClasses(altered: AlteredColumn): readonly Failure[] {
  const { catalog, target, operation, change } = altered;
  const affected = storageOf(catalog, target.key, operation.only).flatMap((key) => affectedIndexes(altered, key));
  const without = affected.find(({ fate }) => fate === 'no-class');
  if (without)
    return always(
      { what: 'not-allowed', reason: `type ${change.to.name} has no default operator class for access method ${without.index.method}: index ${without.name}` },
      '42704',
    );
  const refusing = affected.find(({ fate }) => fate === 'refused');
  return refusing
    ? always({ what: 'not-allowed', reason: `the operator class of index ${refusing.name} does not accept type ${change.to.name}` }, '42804')
    : [];
}

function foreignKeyTypes(altered: AlteredColumn): readonly Failure[] {
  const wrong = affectedForeignKeys(altered).find(({ comparable }) => comparable === false);
  return wrong ? always({ what: 'type-mismatch', table: wrong.from, columns: wrong.columns, referenced: wrong.to }, '42804') : [];
}
