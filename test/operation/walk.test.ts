import { expect, test } from 'vitest';
import {
  callsOf,
  children,
  columnsOf,
  conjuncts,
  type Expression,
  isConstant,
  mapExpression,
  queriesOf,
  renderExpression,
  someExpression,
  tablesOf,
} from '../../src/operation/index.ts';
import { operationsOf } from '../parsers/libpg-query/lowered.ts';
import { column } from './build.ts';

function expression(sql: string): Expression {
  const [operation] = operationsOf(`SELECT ${sql}`);
  const target = operation?.kind === 'select' ? operation.query.targets[0] : undefined;
  if (!target) throw new Error(`no expression: ${sql}`);
  return target.expression;
}

// Every place of an expression that can hold another: `a` stands in each of them once.
const PLACES = [
  'f(a)',
  'count(*) FILTER (WHERE a)',
  'f() OVER (PARTITION BY a)',
  'f() OVER (ORDER BY a DESC)',
  'string_agg(1, 2 ORDER BY a)',
  'percentile_cont(1) WITHIN GROUP (ORDER BY a)',
  'f(x => a)',
  'f(VARIADIC a)',
  'a + 1',
  '1 + a',
  '- a',
  'a IS DISTINCT FROM 1',
  '1 IS DISTINCT FROM a',
  'a::text',
  'a IS NULL',
  'a IS TRUE',
  'a AND true',
  'false OR a',
  'NOT a',
  'a IN (1)',
  '1 IN (a)',
  '1 = ANY (a)',
  'CASE a WHEN 1 THEN 2 END',
  'CASE WHEN a THEN 2 END',
  'CASE WHEN true THEN a END',
  'CASE WHEN true THEN 1 ELSE a END',
  'COALESCE(1, a)',
  'ARRAY[a]',
  'ROW(1, a)',
  'a COLLATE "C"',
  'a[1]',
  '(ARRAY[1])[a]',
  '(a).b',
  'GREATEST(a, 1)',
  'NULLIF(1, a)',
  'a IN (SELECT 1)',
  'xmlelement(name x, a)',
  'a BETWEEN SYMMETRIC 1 AND 2',
];

test.each(PLACES)('the column of %s is found and replaced', (sql) => {
  expect(columnsOf(expression(sql))).toEqual(['a']);
  const renamed = mapExpression(expression(sql), (part) => (part.kind === 'column' ? column('z') : part));
  expect(columnsOf(renamed)).toEqual(['z']);
  expect(renderExpression(renamed)).toBe(renderExpression(expression(sql)).replaceAll('"a"', '"z"'));
});

// Every clause of a query.
const CLAUSES = [
  'SELECT a',
  'SELECT DISTINCT ON (a) 1',
  'SELECT 1 FROM t WHERE a',
  'SELECT 1 FROM t GROUP BY a',
  'SELECT 1 FROM t HAVING a',
  'SELECT 1 FROM t ORDER BY a',
  'SELECT 1 LIMIT a',
  'SELECT 1 OFFSET a',
  'SELECT 1 FROM f(a)',
  'SELECT 1 FROM t JOIN s ON a',
  'SELECT 1 FROM (SELECT a) q',
  'WITH c AS (SELECT a) SELECT 1',
  'VALUES (1, a)',
  'SELECT 1 UNION SELECT a',
  'SELECT (SELECT a)',
];

test.each(CLAUSES)('a sub-select keeps its columns to itself: %s', (query) => {
  const whole = expression(`EXISTS (${query})`);
  expect(columnsOf(whole)).toEqual([]);
  expect(children(whole)).toEqual([]);
  const renamed = mapExpression(whole, (part) => (part.kind === 'column' ? column('z') : part));
  expect(renderExpression(renamed)).toBe(renderExpression(whole).replaceAll('"a"', '"z"'));
  expect(renderExpression(renamed)).toContain('"z"');
});

test('someExpression looks into sub-selects', () => {
  const whole = expression("x IN (SELECT y FROM t WHERE EXISTS (SELECT 1 WHERE z = 'new'))");
  expect(someExpression(whole, (part) => part.kind === 'literal' && part.value === 'new')).toBe(true);
  expect(someExpression(whole, (part) => part.kind === 'literal' && part.value === 'old')).toBe(false);
});

test('calls and sub-selects are found wherever they are', () => {
  const whole = expression('f(g(1)) + (SELECT h() FROM t WHERE x IN (SELECT 1 FROM k()))');
  expect(callsOf(whole).map((call) => call.function.name)).toEqual(['f', 'g', 'h', 'k']);
  expect(queriesOf(whole).map((query) => tablesOf(query).map(({ name }) => name))).toEqual([['t'], []]);
});

test.each([
  ["'a'", true],
  ['1 + 2', true],
  ["ARRAY['a', 'b']::text[]", true],
  ['CASE WHEN true THEN 1 END', true],
  ['NULL', true],
  ['a', false],
  ['now()', false],
  ['CURRENT_DATE', false],
  ['(SELECT 1)', false],
  ['$1', false],
])('%s is constant: %s', (sql, expected) => expect(isConstant(expression(sql))).toBe(expected));

test('conjuncts are what must all hold', () => {
  expect(conjuncts(expression('a AND (b AND c) AND (d OR e)')).map(renderExpression)).toEqual(['"a"', '"b"', '"c"', '"d" OR "e"']);
  expect(conjuncts({ kind: 'and', operands: [column('a'), { kind: 'and', operands: [column('b')] }] })).toEqual([column('a'), column('b')]);
  expect(conjuncts(column('a'))).toEqual([column('a')]);
  expect(conjuncts(null)).toEqual([]);
});
