import { type Catalog, descendantsOf, findTable, type RelationKey, tableKey } from '../../catalog/index.ts';
import { displayName, type QualifiedName } from '../../core/index.ts';
import {
  callsOf,
  children,
  type CommonTable,
  type Expression,
  expressionsOfQuery,
  type FromItem,
  type LockMode,
  type Query,
  tablesOf,
} from '../../operation/index.ts';
import { combine, lock, lockIndex, type Part } from '../build.ts';
import type { Effects, Lock } from '../effects.ts';
import { missing } from '../relations.ts';
import { unknownIn } from './writes.ts';

/** What a query does to the tables it reads: ACCESS SHARE, ROW SHARE where it locks rows. How it reads them is the planner's choice, and no work in our sense. */
export function queryEffects(query: Query, catalog: Catalog, outer: readonly CommonTable[] = []): Effects {
  const locked = query.locksRows ? tablesOf(query.from) : [];
  return combine(
    readsTables(tablesOf(query), catalog, 'ACCESS SHARE', outer),
    readsTables(locked, catalog, 'ROW SHARE', outer),
    indexesOf(locked, catalog),
    usesSequences(expressionsOfQuery(query), catalog),
    unknownColumns(query, catalog),
  );
}

/** 42703 in a query over one table: its output and its condition. Names of output columns may stand in ORDER BY and GROUP BY. */
function unknownColumns(query: Query, catalog: Catalog): Part {
  const [item] = query.from;
  if (query.from.length !== 1 || item?.kind !== 'table' || query.ctes.length > 0 || query.setOperation !== null) return {};
  const key = tableKey(catalog, item.table);
  const table = catalog.tables.get(key);
  if (!table) return {};
  return { fails: unknownIn([...query.targets.map((target) => target.expression), ...(query.where ? [query.where] : [])], { key, table }, item.alias) };
}

/** The same for the FROM or USING list of a statement that writes, and for sub-selects in its expressions. */
export function readsFrom(items: readonly FromItem[], expressions: readonly Expression[], catalog: Catalog, ctes: readonly CommonTable[]): Part {
  const inside = ctes.map((cte) => (cte.query && cte.writes === null ? queryEffects(cte.query, catalog, ctes) : null));
  const queries = expressions.flatMap(subqueries).map((query) => queryEffects(query, catalog, ctes));
  return combine(readsTables(tablesOf(items), catalog, 'ACCESS SHARE', ctes), ...queries, ...inside, usesSequences(expressions, catalog));
}

/** A plan that locks rows takes ROW SHARE on the indexes of their tables, too (12+; measured). */
const indexesOf = (names: readonly QualifiedName[], catalog: Catalog): Part => ({
  locks: names.flatMap((name) => {
    const top = tableKey(catalog, name);
    return [top, ...descendantsOf(catalog, top)].flatMap((key) => {
      const table = catalog.tables.get(key);
      return [
        ...(table && key !== top ? [lock(catalog, key, 'ROW SHARE')] : []),
        ...(table?.indexes ?? []).map((index) => lockIndex(catalog, `${table?.schema ?? ''}.${index.name}`, key, 'ROW SHARE')),
      ];
    });
  }),
});

function subqueries(expression: Expression): readonly Query[] {
  if (expression.kind === 'subquery') return [expression.query, ...(expression.operand ? subqueries(expression.operand) : [])];
  return children(expression).flatMap(subqueries);
}

function readsTables(names: readonly QualifiedName[], catalog: Catalog, mode: LockMode, ctes: readonly CommonTable[]): Part {
  const own = names.filter((name) => name.schema !== null || !ctes.some((cte) => cte.name === name.name));
  return combine(...own.filter((name) => !isSystem(name)).map((name) => readsTable(name, catalog, mode)));
}

const isSystem = (name: QualifiedName): boolean =>
  name.schema === 'pg_catalog' || name.schema === 'information_schema' || (name.schema === null && name.name.startsWith('pg_'));

function readsTable(name: QualifiedName, catalog: Catalog, mode: LockMode): Part {
  const key = tableKey(catalog, name);
  if (findTable(catalog, key).is === 'absent' && !catalog.views.has(key) && !catalog.sequences.has(key))
    return { fails: [missing('table', displayName(name), '42P01')] };
  return { locks: reached(catalog, key, mode, new Set()) };
}

/** A view hands the lock on to what it reads. A materialized view is read itself. */
function reached(catalog: Catalog, key: RelationKey, mode: LockMode, seen: Set<RelationKey>): readonly Lock[] {
  if (seen.has(key)) return [];
  seen.add(key);
  const view = catalog.views.get(key);
  const beneath = view?.kind === 'view' ? view.dependsOn.flatMap((dependency) => reached(catalog, dependency.relation, mode, seen)) : [];
  return [lock(catalog, key, mode), ...beneath];
}

/** nextval() and setval() take ROW EXCLUSIVE on the sequence (measured). */
function usesSequences(expressions: readonly Expression[], catalog: Catalog): Part {
  const calls = expressions.flatMap((expression) => callsOf(expression)).filter((call) => call.function.name === 'nextval' || call.function.name === 'setval');
  const keys = calls.flatMap((call) => sequenceNamed(call.arguments[0], catalog) ?? []);
  return { locks: [...new Set(keys)].map((key) => lock(catalog, key, 'ROW EXCLUSIVE')) };
}

/** The sequence that `'schema."Name"'`, with or without ::regclass, names: identifiers are folded and quoted inside the literal. */
export function sequenceNamed(argument: Expression | undefined, catalog: Catalog): RelationKey | null {
  if (argument?.kind === 'cast') return sequenceNamed(argument.operand, catalog);
  if (argument?.kind !== 'literal') return null;
  const parts = [...argument.value.matchAll(/"((?:[^"]|"")*)"|([^".\s]+)/g)].map((match) => match[1]?.replaceAll('""', '"') ?? (match[2] ?? '').toLowerCase());
  const [first = '', second] = parts;
  const key = tableKey(catalog, second === undefined ? { schema: null, name: first } : { schema: first, name: second });
  return catalog.sequences.has(key) ? key : null;
}
