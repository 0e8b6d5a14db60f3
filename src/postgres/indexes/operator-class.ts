import { type Catalog, columnNamed, type Table } from '../../catalog/index.ts';
import type { IndexElement } from '../../operation/index.ts';
import { refusal } from '../build.ts';
import type { Failure } from '../effects.ts';
import { typeOf } from '../expression-type.ts';
import { defaultOperatorClass } from '../operator-classes.ts';
import { missing } from '../relations.ts';
import { type ResolvedType, resolveType } from '../types.ts';

/** 42704 for keys whose type has no default operator class for the access method (GetDefaultOpClass(), indexcmds.c). */
export function operatorClassFailures(catalog: Catalog, table: Table, method: string, elements: readonly IndexElement[]): readonly Failure[] {
  return elements
    .filter((element) => element.operatorClass === null)
    .flatMap((element) => {
      const column = element.column === null ? null : columnNamed(table, element.column);
      const type = column ? resolveType(column.type, catalog) : element.expression ? typeOf(element.expression, table, catalog) : null;
      if (type === null || type === 'literal' || !lacksClass(type, method, catalog)) return [];
      return [missing('operator class', `of ${type.name}${type.array ? '[]' : ''} for ${method}`, '42704')];
    });
}

/** Scalars have classes for GIN and GiST only with btree_gin and btree_gist; a complete history says whether these are there. */
function lacksClass(type: ResolvedType, method: string, catalog: Catalog): boolean {
  const found = defaultOperatorClass(type, method);
  if (found !== 'unknown') return found === null;
  const extension = method === 'gin' || method === 'gist' ? `btree_${method}` : null;
  return extension !== null && SCALARS.has(type.kind) && catalog.complete && catalog.gaps.length === 0 && !catalog.extensions.has(extension);
}
const SCALARS: ReadonlySet<string> = new Set(['base', 'enum']);

const SORTING: ReadonlySet<string> = new Set(['btree']);
const UNIQUE: ReadonlySet<string> = new Set(['btree']);
const ONE_COLUMN: ReadonlySet<string> = new Set(['hash', 'spgist', 'hnsw', 'ivfflat']);
const INCLUDING: ReadonlySet<string> = new Set(['btree', 'gist', 'spgist']);
const FROM_EXTENSIONS: ReadonlySet<string> = new Set([
  'hnsw',
  'ivfflat',
  'diskann',
  'bloom',
  'rum',
  'zombodb',
  'pgroonga',
  'bm25',
  'vectors',
  'vchordrq',
  'columnstore',
  'lsm3',
]);
const KNOWN: ReadonlySet<string> = new Set(['btree', 'hash', 'gin', 'gist', 'spgist', 'brin']);

interface Shape {
  readonly method: string;
  readonly unique: boolean;
  readonly elements: readonly IndexElement[];
  readonly include: readonly string[];
}

/** 0A000 for what the access method cannot do (amcanunique, amcanmulticol, amcaninclude, amcanorder; DefineIndex()). */
export function methodFailures({ method, unique, elements, include }: Shape): readonly Failure[] {
  if (!KNOWN.has(method)) return FROM_EXTENSIONS.has(method) ? [] : [missing('access method', method, '42704')];
  const reasons = [
    ...(unique && !UNIQUE.has(method) ? ['unique indexes'] : []),
    ...(elements.length > 1 && ONE_COLUMN.has(method) ? ['multicolumn indexes'] : []),
    ...(include.length > 0 && !INCLUDING.has(method) ? ['included columns'] : []),
    ...(!SORTING.has(method) && elements.some((element) => element.descending || element.nulls !== null) ? ['ASC/DESC or NULLS options'] : []),
  ];
  return reasons.map((reason) => refusal(`access method ${method} does not support ${reason}`, '0A000'));
}
