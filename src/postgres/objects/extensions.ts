import { type Catalog, relationKey, type Table } from '../../catalog/index.ts';
import { callsOf } from '../../operation/index.ts';
import { combine, lock, loses, type Part } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { NO_EFFECTS } from '../effects.ts';
import { dependents, duplicate, missing } from '../relations.ts';
import { losesColumns } from './drop-type.ts';

export const createExtension: EffectsOf<'createExtension'> = (operation, catalog) => {
  if (!catalog.extensions.has(operation.extension)) return NO_EFFECTS;
  return operation.ifNotExists
    ? { ...NO_EFFECTS, notes: [`extension ${operation.extension} is there already`] }
    : combine({ fails: [duplicate('extension', operation.extension, '42710')] });
};

/** What an extension brings that tables can hold on to. */
interface Members {
  readonly types: readonly string[];
  /** Operator classes that indexes name. */
  readonly operatorClasses: RegExp | null;
  /** Functions that defaults call. */
  readonly functions: readonly string[];
}

const none = { types: [], operatorClasses: null, functions: [] } as const satisfies Members;
const MEMBERS: Readonly<Record<string, Members>> = {
  citext: { ...none, types: ['citext'] },
  hstore: { ...none, types: ['hstore'], operatorClasses: /hstore_ops$/ },
  ltree: { ...none, types: ['ltree', 'lquery', 'ltxtquery'], operatorClasses: /ltree_ops$/ },
  postgis: { ...none, types: ['geometry', 'geography', 'box2d', 'box3d', 'raster'], operatorClasses: /^(gist|spgist|brin)_geom/ },
  vector: { ...none, types: ['vector', 'halfvec', 'sparsevec'], operatorClasses: /^(vector|halfvec|sparsevec|bit)_.*_ops$/ },
  pg_trgm: { ...none, operatorClasses: /_trgm_ops$/ },
  isn: { ...none, types: ['isbn', 'issn', 'ismn', 'ean13', 'upc', 'isbn13'] },
  cube: { ...none, types: ['cube'] },
  seg: { ...none, types: ['seg'] },
  'uuid-ossp': { ...none, functions: ['uuid_generate_v1', 'uuid_generate_v1mc', 'uuid_generate_v3', 'uuid_generate_v4', 'uuid_generate_v5', 'uuid_nil'] },
  pgcrypto: { ...none, functions: ['gen_random_bytes', 'crypt', 'gen_salt', 'digest', 'hmac'] },
  unaccent: { ...none, functions: ['unaccent'] },
};

/** DROP EXTENSION: 2BP01 while columns, indexes or defaults use it; CASCADE drops them, columns included. */
export const dropExtension: EffectsOf<'dropExtension'> = (operation, catalog) => {
  const known = catalog.extensions.has(operation.extension) || !catalog.complete || catalog.gaps.length > 0;
  const used = usesOf(catalog, MEMBERS[operation.extension] ?? none);
  if (!known && used.length === 0) return operation.ifExists ? NO_EFFECTS : combine({ fails: [missing('extension', operation.extension, '42704')] });
  if (used.length === 0) return NO_EFFECTS;
  if (!operation.cascade)
    return combine({
      fails: [
        dependents(
          `extension ${operation.extension}`,
          used.map((use) => use.name),
        ),
      ],
    });
  return combine(...used.map((use) => use.dropped));
};

interface Use {
  readonly name: string;
  readonly dropped: Part;
}

const usesOf = (catalog: Catalog, members: Members): readonly Use[] =>
  [...catalog.tables.values()].flatMap((table) => [...columnUses(catalog, table, members), ...indexUses(catalog, table, members)]);

function columnUses(catalog: Catalog, table: Table, members: Members): readonly Use[] {
  const key = relationKey(table.schema, table.name);
  const typed = table.columns.filter(
    (column) => members.types.includes(column.type.name) && !catalog.types.has(relationKey(column.type.schema ?? table.schema, column.type.name)),
  );
  const defaults = table.columns.filter(
    (column) => column.default !== null && callsOf(column.default).some((call) => members.functions.includes(call.function.name)),
  );
  return [
    ...typed.map((column) => ({ name: `column ${column.name} of table ${key}`, dropped: losesColumns(catalog, [{ table: key, column: column.name }]) })),
    ...defaults.map((column) => ({
      name: `default value for column ${column.name} of table ${key}`,
      dropped: { locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')], notes: [`the default of ${key}.${column.name} goes with it`] },
    })),
  ];
}

function indexUses(catalog: Catalog, table: Table, members: Members): readonly Use[] {
  const key = relationKey(table.schema, table.name);
  const uses = table.indexes.filter((index) =>
    index.elements.some((element) => element.operatorClass !== null && members.operatorClasses?.test(element.operatorClass.name) === true),
  );
  return uses.map((index) => ({
    name: `index ${index.name}`,
    dropped: { locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')], loses: [loses('index', key, { object: index.name, how: 'cascaded' })] },
  }));
}
