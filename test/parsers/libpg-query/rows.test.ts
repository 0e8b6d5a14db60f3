import { expect, test } from 'vitest';
import { column, nil, number, operator, string } from '../../operation/build.ts';
import { named, operationsOf } from './lowered.ts';

const t = named('t');
const [a, b] = [column('a'), column('b')];

const CASES: Readonly<Record<string, readonly object[]>> = {
  'INSERT INTO t (a, "B") VALUES (1, \'x\'), (2, DEFAULT)': [
    {
      kind: 'insert',
      table: t,
      columns: ['a', 'B'],
      onConflict: null,
      query: {
        values: [
          [number(1), string('x')],
          [number(2), { kind: 'other', node: 'SetToDefault' }],
        ],
      },
    },
  ],
  'INSERT INTO "S"."T" SELECT * FROM s': [{ kind: 'insert', table: named('T', 'S'), columns: [], query: { from: [{ table: named('s') }] } }],
  'INSERT INTO t DEFAULT VALUES': [{ kind: 'insert', table: t, query: null }],
  'INSERT INTO t SELECT 1 ON CONFLICT DO NOTHING': [{ kind: 'insert', onConflict: 'nothing' }],
  'INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2': [{ kind: 'insert', onConflict: 'update' }],
  'WITH c AS (SELECT 1) INSERT INTO t SELECT * FROM c': [{ kind: 'insert', query: { ctes: [{ name: 'c' }] } }],
  'UPDATE t AS x SET a = 1, b = NULL FROM s WHERE x.a IS NULL': [
    {
      kind: 'update',
      table: t,
      alias: 'x',
      from: [{ kind: 'table', table: named('s') }],
      where: { kind: 'nullTest', operand: column('a', 'x') },
      assignments: [
        { column: 'a', value: number(1) },
        { column: 'b', value: nil },
      ],
    },
  ],
  'UPDATE t SET (a, b) = (1, 2)': [
    {
      kind: 'update',
      where: null,
      assignments: [
        { column: 'a', value: number(1) },
        { column: 'b', value: number(2) },
      ],
    },
  ],
  'UPDATE t SET (a, b) = (SELECT x, y FROM s)': [
    {
      kind: 'update',
      assignments: [
        { column: 'a', value: { kind: 'subquery', form: 'scalar', query: { targets: [{ expression: column('x') }] } } },
        { column: 'b', value: { kind: 'subquery', form: 'scalar', query: { targets: [{ expression: column('y') }] } } },
      ],
    },
  ],
  'DELETE FROM t x USING t y WHERE x.a < y.a': [
    { kind: 'delete', table: t, alias: 'x', using: [{ kind: 'table', table: t, alias: 'y' }], where: operator(column('a', 'x'), '<', column('a', 'y')) },
  ],
  'DELETE FROM ONLY t': [{ kind: 'delete', table: t, where: null, using: [], ctes: [] }],
  'WITH gone AS (DELETE FROM t RETURNING a) INSERT INTO s SELECT a FROM gone': [
    { kind: 'delete', table: t },
    { kind: 'insert', table: named('s') },
  ],
  'WITH u AS (UPDATE t SET a = 1 RETURNING a), i AS (INSERT INTO s SELECT a FROM u) SELECT 1': [{ kind: 'update' }, { kind: 'insert' }, { kind: 'select' }],
  'MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET a = 1 WHEN MATCHED AND b THEN DELETE WHEN NOT MATCHED THEN INSERT (a) VALUES (1) WHEN NOT MATCHED BY SOURCE THEN DO NOTHING':
    [{ kind: 'merge', table: t, actions: ['update', 'delete', 'insert', 'nothing'] }],
  'TRUNCATE t, s RESTART IDENTITY CASCADE': [
    { kind: 'truncate', table: t, alongside: [named('s')], cascade: true, restartIdentity: true },
    { kind: 'truncate', table: named('s'), alongside: [t], cascade: true, restartIdentity: true },
  ],
  'TRUNCATE TABLE t': [{ kind: 'truncate', table: t, alongside: [], cascade: false, restartIdentity: false }],
  'SELECT a INTO TEMP n FROM t': [
    { kind: 'createTable', table: named('n'), definition: { persistence: 'temporary', query: { targets: [{ expression: a }] } } },
  ],
  'SELECT a INTO n FROM t UNION SELECT b FROM s': [{ kind: 'createTable', table: named('n') }],
  "SELECT setval('s', 1)": [{ kind: 'select', query: { targets: [{ expression: { kind: 'call', function: named('setval') } }] } }],
  'VALUES (1)': [{ kind: 'select', query: { values: [[number(1)]] } }],
  "COPY t (a) FROM '/x'": [{ kind: 'copy', table: t, direction: 'from' }],
  'COPY (SELECT a FROM t) TO STDOUT': [{ kind: 'copy', table: null, direction: 'to' }],
  'COPY (DELETE FROM t RETURNING a) TO STDOUT': [{ kind: 'delete' }, { kind: 'copy', table: null }],
  'CALL jobs.run(1)': [{ kind: 'callProcedure', procedure: named('run', 'jobs') }],
};

test.each(Object.entries(CASES))('%s', (sql, expected) => {
  const operations = operationsOf(sql);
  expect(operations).toMatchObject(expected);
  expect(operations.every(({ conditional }) => !conditional)).toBe(true);
});

test('where conditions keep their columns', () => {
  const [operation] = operationsOf('DELETE FROM t WHERE a = b');
  expect(operation).toMatchObject({ where: operator(a, '=', b) });
});
