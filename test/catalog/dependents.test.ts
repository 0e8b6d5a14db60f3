import { describe, expect, test } from 'vitest';
import {
  childrenOf,
  foreignKeysTo,
  indexesCovering,
  partitionsOf,
  primaryKeyOf,
  tablesUsing,
  type Table,
  uniqueKeysOf,
  viewsOn,
  viewsOnDeep,
} from '../../src/catalog/index.ts';
import { replay } from './replay.ts';

const names = (list: readonly { readonly name: string }[]): readonly string[] => list.map(({ name }) => name).sort();

function table(sql: string, name = 't'): Table {
  const found = replay(sql).tables.get(`public.${name}`);
  if (!found) throw new Error(`no table ${name}`);
  return found;
}

describe('who depends on what', () => {
  const catalog = replay(`
    CREATE TYPE kind AS ENUM ('a'); CREATE DOMAIN kinds AS kind; CREATE DOMAIN more AS kinds;
    CREATE TABLE p (id int PRIMARY KEY, k kind, ks kind[], d more, parent int REFERENCES p);
    CREATE TABLE c (p_id int REFERENCES p, other text);
    CREATE VIEW v AS SELECT id FROM p; CREATE VIEW w AS SELECT id FROM v; CREATE VIEW x AS SELECT k FROM p;
    CREATE VIEW y AS SELECT count(*) FROM p;
    CREATE TABLE parts (a int) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF parts DEFAULT;
    CREATE TABLE child () INHERITS (p);
  `);
  test('foreign keys, of the table itself too', () =>
    expect(
      foreignKeysTo(catalog, 'public.p')
        .map(({ table: { name }, foreignKey }) => `${name}.${foreignKey.name}`)
        .sort(),
    ).toEqual(['c.c_p_id_fkey', 'p.p_parent_fkey']));
  test('views on a table', () => expect(names(viewsOn(catalog, 'public.p'))).toEqual(['v', 'x', 'y']));
  test('views on a column', () => expect(names(viewsOn(catalog, 'public.p', 'id'))).toEqual(['v']));
  test('views on views', () => expect(names(viewsOnDeep(catalog, 'public.p', 'id'))).toEqual(['v', 'w']));
  test('columns of a type, its arrays and domains', () =>
    expect(
      tablesUsing(catalog, 'public.kind')
        .map(({ table: { name }, column }) => `${name}.${column.name}`)
        .sort(),
    ).toEqual(['child.d', 'child.k', 'child.ks', 'p.d', 'p.k', 'p.ks']));
  test('partitions and children', () => {
    expect(names(partitionsOf(catalog, 'public.parts'))).toEqual(['part']);
    expect(names(childrenOf(catalog, 'public.p'))).toEqual(['child']);
    expect(names(childrenOf(catalog, 'public.parts'))).toEqual([]);
  });
  test('what is gone depends on nothing', () => {
    const after = replay(['CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (a int REFERENCES p);', 'ALTER TABLE c DROP CONSTRAINT c_a_fkey;']);
    expect(foreignKeysTo(after, 'public.p')).toEqual([]);
  });
});

describe('what views read, through aliases, joins, CTEs and sub-selects', () => {
  const given = 'CREATE TABLE a (id int, x text, y text); CREATE TABLE b (id int, a_id int, z text);';
  const reads = (query: string): unknown =>
    replay(`${given} CREATE VIEW v AS ${query};`)
      .views.get('public.v')
      ?.dependsOn.map(({ relation, columns }) => `${relation.slice(7)}: ${columns ? [...columns].sort().join() : '?'}`)
      .sort();
  test.each([
    ['SELECT * FROM a', ['a: id,x,y']],
    ['SELECT q.* FROM a q, b', ['a: id,x,y', 'b: ']],
    ['SELECT x AS y FROM a ORDER BY y', ['a: x']],
    ['SELECT p.x, z FROM a p JOIN b ON b.a_id = p.id', ['a: id,x', 'b: a_id,z']],
    ['SELECT (SELECT max(z) FROM b WHERE b.a_id = a.id) AS m FROM a', ['a: id', 'b: a_id,z']],
    ['WITH c AS (SELECT x AS k FROM a) SELECT k FROM c', ['a: x']],
    ['WITH a AS (SELECT z FROM b) SELECT z FROM a', ['b: z']],
    ['SELECT k FROM (SELECT x AS k, y FROM a) s WHERE s.y IS NOT NULL', ['a: x,y']],
    ['SELECT q FROM a AS p(o, q)', ['a: id,x,y']],
    ['SELECT x FROM a UNION SELECT z FROM b', ['a: x', 'b: z']],
    ['SELECT sum(id) OVER (PARTITION BY x) AS s FROM a', ['a: id,x']],
  ])('%s', (query, expected) => expect(reads(query)).toEqual(expected));
});

describe('keys', () => {
  test('only valid, complete, plain unique indexes are unique keys', () => {
    const found = table(`CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE, c int, d int);
      CREATE UNIQUE INDEX ON t (c, d); CREATE UNIQUE INDEX ON t (d) WHERE c > 0; CREATE UNIQUE INDEX ON t ((c + 1)); CREATE INDEX ON t (c);`);
    expect(uniqueKeysOf(found)).toEqual([['a'], ['b'], ['c', 'd']]);
    expect(primaryKeyOf(found)?.columns).toEqual(['a']);
  });
  test('no primary key', () => expect(primaryKeyOf(table('CREATE TABLE t (a int UNIQUE);'))).toBeNull());
  test('indexes serve their leading columns, in any order', () => {
    const found = table(
      'CREATE TABLE t (a int, b int, c int); CREATE INDEX i ON t (a, b, c); CREATE INDEX j ON t (b) WHERE a > 0; CREATE INDEX k ON t (c, b);',
    );
    expect(names(indexesCovering(found, ['b', 'a']))).toEqual(['i']);
    expect(names(indexesCovering(found, ['b']))).toEqual([]);
    expect(names(indexesCovering(found, ['c']))).toEqual(['k']);
  });
});
