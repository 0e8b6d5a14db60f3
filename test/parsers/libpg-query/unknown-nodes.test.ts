import { expect, test } from 'vitest';
import { columnsOf } from '../../../src/operation/index.ts';
import { operationsOf } from './lowered.ts';

// Grammar that has no kind of its own here: it must be lowered all the same, and keep the columns that it reads.
test.each([
  "JSON_VALUE(a, '$.x' RETURNING int DEFAULT b ON EMPTY)",
  "JSON_OBJECT('x': a, 'y': b)",
  'JSON_ARRAY(a, b)',
  'JSON_ARRAYAGG(a ORDER BY b)',
  "JSON_EXISTS(a, '$' PASSING b AS x)",
  'XMLFOREST(a, b)',
  'XMLSERIALIZE(DOCUMENT a AS text) || b',
  'a IS DOCUMENT AND b',
  '(a, b) OVERLAPS (a, b)',
  'a IS NFC NORMALIZED OR b',
  '(ARRAY[a])[b:]',
  "a LIKE b ESCAPE '!'",
  'a SIMILAR TO b',
  'f(VARIADIC ARRAY[a] ORDER BY b)',
  '(ROW(a, b)).*',
])('%s', (sql) => {
  const [operation] = operationsOf(`SELECT ${sql}`);
  const target = operation?.kind === 'select' ? operation.query.targets[0] : undefined;
  expect([...columnsOf(target?.expression ?? { kind: 'star', table: null })].sort()).toEqual(['a', 'b']);
});

test.each([
  "SELECT * FROM JSON_TABLE(x, '$[*]' COLUMNS (a int PATH '$.a')) AS jt",
  "SELECT * FROM XMLTABLE('/a' PASSING x COLUMNS b text)",
  'SELECT * FROM ROWS FROM (f(1), g(2)) WITH ORDINALITY AS t(a, b, c)',
  "SELECT * FROM json_to_recordset('[]') AS x(a int, b text)",
  'SELECT 1 FROM t GROUP BY GROUPING SETS ((a), CUBE (b), ())',
  'UPDATE t SET a[1] = 2, b.c = 3 WHERE CURRENT OF c',
  'UPDATE t SET (a, b) = ROW(DEFAULT, 1)',
  'WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c) SEARCH DEPTH FIRST BY n SET o SELECT * FROM c',
  'TABLE t',
  'SELECT FROM t',
])('%s is understood', (sql) => expect(operationsOf(sql).map(({ kind }) => kind)).not.toContain('opaque'));
