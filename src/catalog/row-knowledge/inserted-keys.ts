import { equalExpressions, type Expression } from '../../operation/index.ts';
import { columnNamed } from '../lookup.ts';
import { holdsGenerated, injectedColumn, isGenerated, staysDistinct, tellApart, uniqueSets } from './distinct.ts';
import type { Graded } from './facts.ts';
import type { Branch, Insertion } from './insert.ts';
import { asType, evaluate, UNKNOWN } from './known.ts';
import { columnsIn } from './rewrite.ts';
import type { Select, SelectSource } from './select.ts';
import { plainKey } from './unique-values.ts';

// Which columns of the rows inserted into an empty table have no duplicates.

const unique = (columns: readonly string[]): Graded => ({ fact: { is: 'unique', keys: columns.map(plainKey), nullsToo: false }, sure: true });

export function uniqueInserted(insertion: Insertion): readonly Graded[] {
  const { branches, columns, isUnion } = insertion;
  const generated = generatedColumns(insertion);
  if (!branches || columns.length === 0) return generated;
  const [only] = branches;
  if (only && branches.length === 1) return [...generated, ...uniqueInSelect(only, insertion)];
  if (branches.every(({ select }) => select.sources.length === 0)) return [...generated, ...differentLiterals(insertion, branches)];
  return isUnion ? [...generated, unique(columns)] : generated;
}

/** Left out of the INSERT, or set to a generator: serial, identity, gen_random_uuid(). */
function generatedColumns({ table, columns, branches }: Insertion): readonly Graded[] {
  return table.columns.flatMap((column) => {
    const index = columns.indexOf(column.name);
    const isDefault = index < 0 && branches !== null && columns.length > 0;
    const value = isDefault ? column.default : branches?.length === 1 ? (branches[0]?.values[index] ?? null) : null;
    const isNew = (isDefault && column.identity !== null) || (value !== null && isGenerated(value));
    return isNew && holdsGenerated(column) ? [unique([column.name])] : [];
  });
}

function uniqueInSelect({ select, values }: Branch, insertion: Insertion): readonly Graded[] {
  const place = (key: Expression): string | null => insertion.columns.find((_, index) => isSame(values[index], key)) ?? null;
  const all = (keys: readonly Expression[]): readonly Graded[] => {
    const columns = keys.map(place);
    return keys.length > 0 && columns.every((column) => column !== null) ? [unique(columns)] : [];
  };
  if (select.groupBy !== null) return all(select.groupBy);
  if (select.distinct === 'all') return [...all(values), ...copiedKeys(select, values, insertion)];
  if (select.distinct !== 'none') return all(select.distinct);
  return copiedKeys(select, values, insertion);
}

const isSame = (value: Expression | undefined, key: Expression): boolean =>
  value !== undefined &&
  equalExpressions(value, key) &&
  columnsIn(value)
    .map(({ table }) => table)
    .join() ===
    columnsIn(key)
      .map(({ table }) => table)
      .join();

/** Each row of the source gives one row at most, so what is unique there stays so. */
function copiedKeys(select: Select, values: readonly Expression[], { table, columns }: Insertion): readonly Graded[] {
  return select.sources.flatMap((source) => {
    if (!source.table || !givesOneRowEach(select, source)) return [];
    const from = source.table;
    const copiesOf = (name: string): readonly string[] =>
      columns.filter((column, index) => {
        const inner = values[index] ? injectedColumn(values[index]) : null;
        const [origin, target] = [columnNamed(from, name), columnNamed(table, column)];
        return inner?.table === source.id && inner.name === name && origin && target && values[index] && staysDistinct(origin, target, values[index]);
      });
    return uniqueSets(from).flatMap((set) => {
      const [alone] = set;
      if (set.length === 1 && alone !== undefined) return copiesOf(alone).map((copy) => unique([copy]));
      const copies = set.map((name) => copiesOf(name)[0]);
      return copies.every((copy) => copy !== undefined) ? [unique(copies)] : [];
    });
  });
}

/** Every other source, and the nullable side of every outer join, is looked up by a key of its own. */
function givesOneRowEach(select: Select, source: SelectSource): boolean {
  const lookedUp = (other: SelectSource, conditions: readonly Expression[]): boolean => {
    const bound = conditions.flatMap((condition) => {
      if (condition.kind !== 'operator' || condition.operator !== '=' || !condition.left) return [];
      const mine = [condition.left, condition.right].find((side) => side.kind === 'column' && side.table === other.id);
      const theirs = [condition.left, condition.right].find((side) => columnsIn(side).every(({ table }) => table !== other.id));
      return mine?.kind === 'column' && theirs ? [mine.name] : [];
    });
    return other.table !== null && tellApart(other.table, bound);
  };
  const inOrder = select.sources.filter((other) => other !== source);
  return (
    inOrder.length <= 1 &&
    inOrder.every((other) => lookedUp(other, select.conditions)) &&
    select.optional.every((side) => side.sources.every((other) => lookedUp(other, side.on)))
  );
}

/** A list of rows that differ in a literal. */
function differentLiterals({ table, columns }: Insertion, branches: readonly Branch[]): readonly Graded[] {
  return columns.flatMap((name, index) => {
    const column = columnNamed(table, name);
    const values = branches.map((branch) =>
      branch.values[index] && column
        ? asType(
            evaluate(branch.values[index], () => UNKNOWN),
            column.type,
          )
        : UNKNOWN,
    );
    const texts = values.flatMap((value) => (value.is === 'value' ? [value.type === 'number' ? String(Number(value.text)) : value.text] : []));
    return texts.length === values.length && new Set(texts).size === texts.length && column?.collation === null ? [unique([name])] : [];
  });
}
