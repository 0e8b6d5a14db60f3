import { type Index, primaryKeyOf, type RelationKey, type Table } from '../catalog/index.ts';
import type { IndexElement } from '../operation/index.ts';
import type { Difference } from './difference.ts';

/** Access methods that schema.prisma can name. */
const METHODS: ReadonlySet<string> = new Set(['btree', 'hash', 'gin', 'gist', 'spgist', 'brin']);

type IsCommon = (column: string) => boolean;

/** Differences of primary key, unique keys and indexes. `isCommon`: both sides have the column. Names do not count. */
export function compareKeys(on: RelationKey, described: Table, migrated: Table, isCommon: IsCommon): readonly Difference[] {
  const [there, here] = [indexesOf(described, isCommon), indexesOf(migrated, isCommon)];
  const [inThere, inHere] = [new Set(there.map(kindOf)), new Set(here.map(kindOf))];
  const missing = there.filter((index) => !inHere.has(kindOf(index)) && !migrated.indexes.some((other) => standsFor(other, index)));
  const extra = here.filter((index) => !inThere.has(kindOf(index)) && !(isJoinTable(described) && index.unique));
  return [
    ...comparePrimaryKeys(on, described, migrated, isCommon),
    ...missing.map((index): Difference => ({ ...about(on, index), described: render(index), migrated: null })),
    ...extra.map((index): Difference => ({ ...about(on, index), described: null, migrated: render(index) })),
  ];
}

function comparePrimaryKeys(on: RelationKey, described: Table, migrated: Table, isCommon: IsCommon): readonly Difference[] {
  const [there, here] = [primaryKeyOf(described)?.columns ?? null, primaryKeyOf(migrated)?.columns ?? null];
  if (there?.join() === here?.join() || isJoinTable(described)) return [];
  if (![...(there ?? []), ...(here ?? [])].every(isCommon)) return [];
  const text = (columns: readonly string[] | null): string | null => (columns === null ? null : `PRIMARY KEY (${columns.join(', ')})`);
  return [{ what: 'primary key', on, columns: there ?? here ?? [], described: text(there), migrated: text(here) }];
}

/** `_AToB`: up to version 5 Prisma makes a unique index over both columns, since then a primary key. */
const isJoinTable = ({ name, columns }: Table): boolean => name.startsWith('_') && columns.map((column) => column.name).join() === 'A,B';

/** Those that Prisma knows of: over columns, of all rows, and of a method that it knows. The primary key's is not among them. */
function indexesOf(table: Table, isCommon: IsCommon): readonly Index[] {
  const constraints = new Map(table.constraints.map(({ name, kind }) => [name, kind]));
  return table.indexes.filter(({ elements, where, include, method, constraint }) => {
    const owner = constraint === null ? 'unique' : constraints.get(constraint);
    const isPlain = where === null && include.length === 0 && METHODS.has(method) && owner === 'unique';
    return isPlain && elements.every(({ column, nulls, collation }) => column !== null && isCommon(column) && nulls === null && collation === null);
  });
}

/** An index of some of the rows is written into schema.prisma without its condition, which has no place there. */
const standsFor = (partial: Index, index: Index): boolean => partial.where !== null && columnsOf(partial) === columnsOf(index);

const columnsOf = ({ elements }: Index): string => elements.map(({ column }) => column ?? '').join();

const about = (on: RelationKey, index: Index): Pick<Difference, 'what' | 'on' | 'columns' | 'index'> => ({
  what: index.unique ? 'unique' : 'index',
  on,
  columns: index.elements.flatMap(({ column }) => column ?? []),
  index,
});

/** One text for all indexes that are the same to Prisma. */
const kindOf = ({ unique, method, elements }: Index): string => `${unique} ${method} ${elements.map(spelling).join()}`;

const spelling = ({ column, descending, operatorClass }: IndexElement): string =>
  `${column ?? ''}${operatorClass === null ? '' : ` ${operatorClass.name}`}${descending ? ' DESC' : ''}`;

const render = ({ unique, method, elements, name }: Index): string =>
  `${unique ? 'UNIQUE ' : ''}INDEX ${name}${method === 'btree' ? '' : ` USING ${method.toUpperCase()}`} (${elements.map(spelling).join(', ')})`;
