import { describe, expect, test } from 'vitest';
import { equalExpressions, equalTypes, type Expression, type TypeName } from '../../src/operation/index.ts';
import { operationsOf } from '../parsers/libpg-query/lowered.ts';
import { type } from './build.ts';

function expression(sql: string): Expression {
  const [operation] = operationsOf(`SELECT ${sql}`);
  const target = operation?.kind === 'select' ? operation.query.targets[0] : undefined;
  if (!target) throw new Error(`no expression: ${sql}`);
  return target.expression;
}

const areEqual = (a: string, b: string): boolean => equalExpressions(expression(a), expression(b));

describe('expressions', () => {
  test.each([
    ['a IS NULL', '((t.a) IS NULL)'],
    ['t.a = t.b', 'a = b'],
    ['t.a = s.b', 'x.a = y.b'],
    ["status = 'open'", "status = 'open'::text"],
    ["status = 'open'", 'status = \'open\'::"Status"'],
    ['a > 0', 'a > 0::int4'],
    ['a AND b AND c', 'c AND (b AND a)'],
    ['a OR b', 'b OR a'],
    ['a IN (1, 2)', 'a = ANY (ARRAY[2, 1])'],
    ['a = 1', '1 = a'],
    ['a BETWEEN 1 AND 2', 'a >= 1 AND a <= 2'],
    ['EXISTS (SELECT 1 FROM t x WHERE x.a IS NULL)', 'EXISTS (SELECT 1 FROM t y WHERE y.a IS NULL)'],
    ["lower(a) || 'x'", "pg_catalog.lower(a) || 'x'::text"],
  ])('%s is %s', (a, b) => expect(areEqual(a, b)).toBe(true));

  test.each([
    ['a', 'b'],
    ['t.a = s.a', 't.a = t.a'],
    ['a > 1', '1 > a'],
    ['a - b', 'b - a'],
    ['a::text', 'a'],
    ['1::text', '1'],
    ['1.5::int', '1.5'],
    ["a = '1'", 'a = 1'],
    ['a IN (1)', 'a NOT IN (1)'],
    ['f(a, b)', 'f(b, a)'],
    ['f(a)', 'f(DISTINCT a)'],
    ['a AND b', 'a OR b'],
    ['a IS NULL', 'a IS NOT NULL'],
    ['EXISTS (SELECT 1 FROM t)', 'EXISTS (SELECT 1 FROM s)'],
    ['EXISTS (SELECT 1 FROM s.t)', 'EXISTS (SELECT 1 FROM t)'],
    ['COALESCE(a, b)', 'COALESCE(b, a)'],
  ])('%s is not %s', (a, b) => expect(areEqual(a, b)).toBe(false));
});

const status: TypeName = { ...type('Status'), schema: 'public' };

test.each([
  [type('int4'), type('int4'), true],
  [type('int4'), type('int8'), false],
  [type('text'), type('text', [], 1), false],
  [type('varchar', [20]), type('varchar', [30]), false],
  [type('varchar'), type('varchar', [30]), false],
  [type('numeric', [10]), type('numeric', [10, 0]), true],
  [type('numeric'), type('numeric', [10, 0]), false],
  [type('timestamp'), type('timestamp', [6]), true],
  [type('timestamptz', [3]), type('timestamptz'), false],
  [type('Status'), status, true],
  [{ ...status, schema: 'other' }, status, false],
])('types %j and %j', (a, b, expected) => expect(equalTypes(a, b)).toBe(expected));
