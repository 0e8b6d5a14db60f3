import type { Expression, OperationOf } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { putTable } from '../change.ts';
import type { Origin, RelationKey } from '../model.ts';
import { comparison, saysAbove } from './conditions.ts';
import { columnsOf, type Graded, isPresent } from './facts.ts';
import { establish, type Witness } from './record.ts';
import { bind, emptyScope } from './scope.ts';
import { flatten, type Select, type SelectSource, throughGroups } from './select.ts';
import { foundNothing } from './spared.ts';
import { isCount } from './subqueries.ts';
import { plainKey } from './unique-values.ts';
import { doubted, tablesWithProofs } from './writes.ts';

/** A DO block that raises under a condition: whoever comes after it knows that the condition was not true. */
export function applyDoBlock(catalog: Catalog, operation: OperationOf<'doBlock'>, at: Origin): Catalog {
  const base = operation.dynamic
    ? tablesWithProofs(catalog).reduce((sum, table) => (hasProofs(table) ? putTable(sum, doubted(table)) : sum), catalog)
    : catalog;
  const witness: Witness = { at, what: 'the check in a DO block', sure: !operation.conditional && !operation.dynamic };
  const found = operation.guards.flatMap((guard) => notTrue(bind(guard, emptyScope(base)), base));
  return found.reduce((sum, { key, facts }) => establish(sum, key, facts, witness), base);
}

const hasProofs = ({ proofs, columns }: Parameters<typeof doubted>[0]): boolean =>
  proofs.unique.length + proofs.references.length + proofs.checks.length > 0 ||
  columns.some((column) => column.filled !== null || column.rows.holds !== 'anything');

interface Found {
  readonly key: RelationKey;
  readonly facts: readonly Graded[];
}

function notTrue(guard: Expression, catalog: Catalog): readonly Found[] {
  if (guard.kind === 'or') return guard.operands.flatMap((operand) => notTrue(operand, catalog));
  if (guard.kind === 'subquery' && guard.form === 'exists') {
    const select = flatten(guard.query, catalog);
    return select ? empty(select, catalog) : [];
  }
  return [...noneCounted(guard, catalog), ...allDifferent(guard, catalog)];
}

/** `(SELECT count(*) FROM t WHERE …) > 0`. */
function noneCounted(guard: Expression, catalog: Catalog): readonly Found[] {
  const compared = comparison(guard, (side) => side.kind === 'subquery' && side.form === 'scalar');
  const select = compared?.left.kind === 'subquery' ? flatten(compared.left.query, catalog) : null;
  const output = select?.outputs[0]?.expression;
  if (!compared || !select || !output || !saysAbove(compared, 0)) return [];
  if (!isCountOfAll(output, select) || select.groupBy?.length !== 0 || select.having.length > 0) return [];
  return empty(throughGroups({ ...select, groupBy: null, outputs: [] }), catalog);
}

/** count(*), or count of something that is never NULL. */
function isCountOfAll(output: Expression, select: Select): boolean {
  if (isCount(output)) return true;
  const [counted] = output.kind === 'call' && output.function.name === 'count' && output.filter === null && output.over === null ? output.arguments : [];
  return counted !== undefined && isPresent(counted, columnsOf(null, select.sources));
}

/** The query found no row: of each table that it reads, all rows are such that it does not. */
function empty(select: Select, catalog: Catalog): readonly Found[] {
  return select.sources.flatMap(({ key, table }): readonly Found[] =>
    key !== null && table ? [{ key, facts: foundNothing(select, { catalog, key, table, removes: false }) }] : [],
  );
}

/** `(SELECT count(*) FROM t) <> (SELECT count(DISTINCT c) FROM t)`: each row has its own value. */
function allDifferent(guard: Expression, catalog: Catalog): readonly Found[] {
  const compared = comparison(guard, (side) => side.kind === 'subquery' && side.form === 'scalar');
  if (compared?.operator !== '<>' || compared.left.kind !== 'subquery' || compared.right.kind !== 'subquery') return [];
  const both = [compared.left, compared.right].map(({ query }) => flatten(query, catalog));
  const counts = both.flatMap((select) => wholeCount(select) ?? []);
  const plain = counts.find(({ column }) => column === null);
  const different = counts.find(({ column }) => column !== null);
  const { key } = different?.source ?? { key: null };
  if (!plain || !different?.column || key === null || plain.source.key !== key) return [];
  return [
    {
      key,
      facts: [
        { fact: { is: 'unique', keys: [plainKey(different.column)], nullsToo: true }, sure: true },
        { fact: { is: 'filled', column: different.column }, sure: true },
      ],
    },
  ];
}

interface Count {
  readonly source: SelectSource;
  /** Null for count(*). */
  readonly column: string | null;
}

function wholeCount(select: Select | null): Count | null {
  const [source] = select?.sources ?? [];
  const output = select?.outputs[0]?.expression;
  const whole =
    select &&
    source &&
    select.sources.length === 1 &&
    select.conditions.length === 0 &&
    select.optional.length === 0 &&
    select.groupBy?.length === 0 &&
    select.having.length === 0;
  if (!whole || output?.kind !== 'call') return null;
  if (isCount(output)) return { source, column: null };
  const [counted] = output.arguments;
  return output.function.name === 'count' && output.distinct && output.filter === null && counted?.kind === 'column' ? { source, column: counted.name } : null;
}
