import { describe, expect, test } from 'vitest';
import { tablesOf, type Query } from '../../../src/operation/index.ts';
import { call, column, number, string } from '../../operation/build.ts';
import { named, operationsOf } from './lowered.ts';

function lowered(sql: string): Query {
  const operation = operationsOf(sql).at(-1);
  if (operation?.kind !== 'select') throw new Error(`no query: ${sql}`);
  return operation.query;
}

const [a, b] = [column('a'), column('b')];
const table = (name: string, alias: string | null = null): object => ({ kind: 'table', table: named(name), alias });

describe('a query', () => {
  test('has all of its clauses', () => {
    expect(lowered('SELECT a AS "A", b FROM t WHERE a GROUP BY a, b HAVING b ORDER BY a, b DESC NULLS LAST LIMIT 5 FOR UPDATE')).toEqual({
      ctes: [],
      targets: [
        { expression: a, name: 'A' },
        { expression: b, name: null },
      ],
      distinct: 'none',
      from: [table('t')],
      where: a,
      groupBy: [a, b],
      having: b,
      orderBy: [a, { kind: 'other', node: 'SortBy', text: ['', ' DESC NULLS LAST'], operands: [b] }],
      limit: number(5),
      values: [],
      setOperation: null,
      locksRows: true,
    });
  });

  test.each([
    ['SELECT a FROM t', 'none'],
    ['SELECT DISTINCT a FROM t', 'all'],
    ['SELECT DISTINCT ON (a) b FROM t', { on: [a] }],
  ])('%s', (sql, distinct) => expect(lowered(sql).distinct).toEqual(distinct));

  test.each([
    ['FROM t, s', [table('t'), table('s')]],
    ['FROM "S"."T" AS x', [{ kind: 'table', table: named('T', 'S'), alias: 'x' }]],
    ['FROM t JOIN s ON a', [{ kind: 'join', type: 'inner', left: table('t'), right: table('s'), on: a, using: [] }]],
    ['FROM t LEFT JOIN s USING (a, b)', [{ kind: 'join', type: 'left', left: table('t'), right: table('s'), on: null, using: ['a', 'b'] }]],
    ['FROM t CROSS JOIN s', [{ kind: 'join', type: 'cross', left: table('t'), right: table('s'), on: null, using: [] }]],
    ['FROM unnest(a) AS u(v)', [{ kind: 'function', call: call('unnest', a), alias: 'u', columns: ['v'] }]],
  ])('%s', (from, expected) => expect(lowered(`SELECT 1 ${from}`).from).toEqual(expected));

  test('of a sample is a query whose condition cannot be looked into', () => {
    const [item] = lowered('SELECT 1 FROM t TABLESAMPLE system (1)').from;
    expect(item).toMatchObject({ kind: 'query', alias: 't', query: { from: [table('t')], where: { kind: 'other', node: 'RangeTableSample' } } });
  });

  test('of VALUES holds the rows', () => {
    const [item] = lowered("SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(a, b)").from;
    expect(item).toMatchObject({
      kind: 'query',
      alias: 'v',
      columns: ['a', 'b'],
      query: {
        targets: [],
        values: [
          [number(1), string('a')],
          [number(2), string('b')],
        ],
      },
    });
  });

  test('of a set operation has two sides', () => {
    expect(lowered('SELECT a FROM t UNION ALL SELECT b FROM s ORDER BY 1').setOperation).toMatchObject({
      operator: 'union',
      all: true,
      left: { from: [table('t')] },
      right: { from: [table('s')] },
    });
    expect(lowered('SELECT a FROM t EXCEPT SELECT b FROM s').setOperation).toMatchObject({ operator: 'except', all: false });
  });

  test('keeps OFFSET with the limit, and takes LIMIT ALL for none', () => {
    expect(lowered('SELECT a FROM t LIMIT 1 OFFSET 2').limit).toEqual({
      kind: 'other',
      node: 'Offset',
      text: ['', ' OFFSET ', ''],
      operands: [number(1), number(2)],
    });
    expect(lowered('SELECT a FROM t LIMIT ALL').limit).toBeNull();
  });

  test('knows what its windows are, wherever they are defined', () => {
    const [target] = lowered('SELECT rank() OVER w FROM t WINDOW w AS (PARTITION BY a ORDER BY b)').targets;
    expect(target?.expression).toEqual({ ...call('rank'), over: { partitionBy: [a], orderBy: [b] } });
  });

  test('has CTEs, data-modifying ones too', () => {
    expect(lowered('WITH c(x) AS (SELECT a FROM t), d AS (DELETE FROM s RETURNING *) SELECT * FROM c, d').ctes).toMatchObject([
      { name: 'c', columns: ['x'], writes: null, query: { from: [table('t')] } },
      { name: 'd', writes: 'delete', query: null },
    ]);
  });
});

test.each([
  ['SELECT 1 FROM a JOIN s.b ON EXISTS (SELECT 1 FROM c) WHERE x IN (SELECT y FROM d, a)', ['a', 's.b', 'c', 'd']],
  ['WITH a AS (SELECT 1 FROM b) SELECT 1 FROM a, public.a, (SELECT 1 FROM c) q', ['b', 'public.a', 'c']],
  ['SELECT 1 FROM a UNION SELECT 1 FROM b ORDER BY (SELECT 1 FROM c)', ['a', 'b', 'c']],
  ['SELECT DISTINCT ON ((SELECT 1 FROM b)) 1 FROM a', ['a', 'b']],
])('tables of %s', (sql, expected) => {
  const names = tablesOf(lowered(sql)).map(({ schema, name }) => (schema === null ? name : `${schema}.${name}`));
  expect([...names].sort()).toEqual([...expected].sort());
});
