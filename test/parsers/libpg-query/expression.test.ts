import { describe, expect, test } from 'vitest';
import type { Expression, TypeName } from '../../../src/operation/index.ts';
import { and, boolean, call, cast, column, nil, not, number, operator, or, string, type } from '../../operation/build.ts';
import { operationsOf } from './lowered.ts';

function lowered(sql: string): Expression | undefined {
  const [operation] = operationsOf(`SELECT ${sql}`);
  return operation?.kind === 'select' ? operation.query.targets[0]?.expression : undefined;
}

const [a, b, x] = [column('a'), column('b'), column('x')];
const isIn = (list: readonly Expression[], negated = false): Expression => ({ kind: 'in', operand: x, list, negated });

const CASES: Readonly<Record<string, Expression>> = {
  // Literals. The grammar's tree leaves out 0, false and ''.
  "'text'": string('text'),
  "''": string(''),
  "E'a\\nb'": string('a\nb'),
  '0': number(0),
  '-1': number(-1),
  '1.50': number('1.50'),
  '99999999999999999999': number('99999999999999999999'),
  TRUE: boolean(true),
  false: boolean(false),
  "'t'::bool": boolean(true),
  "'false'::boolean": boolean(false),
  NULL: nil,
  "B'101'": { kind: 'literal', type: 'bit', value: 'b101' },
  // Columns.
  '"Name"': column('Name'),
  Name: column('name'),
  '"U"."name"': column('name', 'U'),
  'public."U".name': column('name', 'U'),
  '*': { kind: 'star', table: null },
  'u.*': { kind: 'star', table: 'u' },
  $1: { kind: 'parameter', number: 1 },
  // Calls, and syntax that is one.
  'now()': call('now'),
  'pg_catalog.now()': call('now'),
  'auth.uid()': { ...call('uid'), function: { schema: 'auth', name: 'uid' } },
  'count(*)': { ...call('count'), star: true },
  'count(DISTINCT a)': { ...call('count', a), distinct: true },
  'sum(a) FILTER (WHERE b)': { ...call('sum', a), filter: b },
  'row_number() OVER (PARTITION BY a ORDER BY b)': { ...call('row_number'), over: { partitionBy: [a], orderBy: [b] } },
  "string_agg(a, ',' ORDER BY b DESC)": call('string_agg', a, {
    kind: 'other',
    node: 'AggregateOrder',
    text: ['', ' ORDER BY ', ''],
    operands: [string(','), { kind: 'other', node: 'SortBy', text: ['', ' DESC'], operands: [b] }],
  }),
  'make_interval(days => 1)': call('make_interval', { kind: 'other', node: 'NamedArgExpr', text: ['"days" => ', ''], operands: [number(1)] }),
  "a AT TIME ZONE 'UTC'": call('timezone', string('UTC'), a),
  'EXTRACT(year FROM a)': call('extract', string('year'), a),
  'NULLIF(a, b)': call('nullif', a, b),
  'GREATEST(a, b)': call('greatest', a, b),
  'least(a, b)': call('least', a, b),
  CURRENT_TIMESTAMP: { kind: 'sqlValue', name: 'CURRENT_TIMESTAMP' },
  'current_timestamp(3)': { kind: 'sqlValue', name: 'CURRENT_TIMESTAMP(3)' },
  current_user: { kind: 'sqlValue', name: 'CURRENT_USER' },
  'COALESCE(a, 1)': { kind: 'coalesce', operands: [a, number(1)] },
  // Operators.
  'a + 1': operator(a, '+', number(1)),
  '-a': operator(null, '-', a),
  'a != 1': operator(a, '<>', number(1)),
  "a LIKE 'b%'": operator(a, '~~', string('b%')),
  "a NOT ILIKE 'b%'": operator(a, '!~~*', string('b%')),
  'a OPERATOR(pg_catalog.=) b': operator(a, '=', b),
  'a OPERATOR(ext.<->) b': operator(a, 'ext.<->', b),
  'a IS DISTINCT FROM b': { kind: 'isDistinct', left: a, right: b, negated: false },
  'a IS NOT DISTINCT FROM b': { kind: 'isDistinct', left: a, right: b, negated: true },
  'a BETWEEN 1 AND 2': and(operator(a, '>=', number(1)), operator(a, '<=', number(2))),
  'a NOT BETWEEN 1 AND 2': or(operator(a, '<', number(1)), operator(a, '>', number(2))),
  'x BETWEEN SYMMETRIC a AND b': or(and(operator(x, '>=', a), operator(x, '<=', b)), and(operator(x, '>=', b), operator(x, '<=', a))),
  // Lists.
  "x IN ('a', 'b')": isIn([string('a'), string('b')]),
  'x NOT IN (1)': isIn([number(1)], true),
  'x = ANY (ARRAY[1, 2])': isIn([number(1), number(2)]),
  'x <> ALL (ARRAY[1])': isIn([number(1)], true),
  "x = ANY (ARRAY['a'::varchar, 'b'::varchar]::text[])": isIn([
    cast(cast(string('a'), type('varchar')), type('text')),
    cast(cast(string('b'), type('varchar')), type('text')),
  ]),
  "x LIKE ANY (ARRAY['a', 'b'])": or(operator(x, '~~', string('a')), operator(x, '~~', string('b'))),
  'x > ALL (ARRAY[1])': operator(x, '>', number(1)),
  'x = ANY (a)': { kind: 'other', node: 'A_Expr', text: ['(', ') = ANY (', ')'], operands: [x, a] },
  // Conditions.
  'a AND (b AND x)': and(a, b, x),
  'a OR b OR (a AND b)': or(a, b, and(a, b)),
  'NOT a': not(a),
  'a IS NULL': { kind: 'nullTest', operand: a, negated: false },
  'a IS NOT NULL': { kind: 'nullTest', operand: a, negated: true },
  'a IS NOT TRUE': { kind: 'booleanTest', operand: a, test: 'true', negated: true },
  'a IS UNKNOWN': { kind: 'booleanTest', operand: a, test: 'unknown', negated: false },
  'CASE WHEN a THEN 1 ELSE 2 END': { kind: 'case', operand: null, branches: [{ when: a, then: number(1) }], otherwise: number(2) },
  'CASE a WHEN 1 THEN b END': { kind: 'case', operand: a, branches: [{ when: number(1), then: b }], otherwise: null },
  // Values made of others.
  '\'a\'::"Role"': cast(string('a'), type('Role')),
  'a::text::uuid': cast(cast(a, type('text')), type('uuid')),
  'ARRAY[1, 2]': { kind: 'array', elements: [number(1), number(2)] },
  'ROW(1, a)': { kind: 'row', elements: [number(1), a] },
  '(1, a)': { kind: 'row', elements: [number(1), a] },
  'a COLLATE "C"': { kind: 'collate', operand: a, collation: { schema: null, name: 'C' } },
  '(a).city': { kind: 'other', node: 'A_Indirection', text: ['(', ')."city"'], operands: [a] },
  'a[1]': { kind: 'other', node: 'A_Indirection', text: ['(', ')[', ']'], operands: [a, number(1)] },
  'a[:b]': { kind: 'other', node: 'A_Indirection', text: ['(', ')[:', ']'], operands: [a, b] },
  // Unknown ones keep what they read.
  'xmlelement(name foo, a)': { kind: 'other', node: 'XmlExpr', operands: [a] },
  'a IS JSON': { kind: 'other', node: 'JsonIsPredicate', operands: [a] },
};

describe('an expression', () => {
  test.each(Object.entries(CASES))('%s', (sql, expected) => expect(lowered(sql)).toEqual(expected));

  test.each([
    ['EXISTS (SELECT 1 FROM t)', 'exists', null, ''],
    ['x IN (SELECT y FROM t)', 'any', x, '='],
    ['x > ANY (SELECT y FROM t)', 'any', x, '>'],
    ['x <> ALL (SELECT y FROM t)', 'all', x, '<>'],
    ['(SELECT y FROM t)', 'scalar', null, ''],
    ['ARRAY(SELECT y FROM t)', 'array', null, ''],
  ])('%s', (sql, form, operand, sign) => {
    expect(lowered(sql)).toMatchObject({ kind: 'subquery', form, operand, operator: sign, query: { from: [{ kind: 'table', table: { name: 't' } }] } });
  });

  test('NOT IN of a sub-select is the negation of IN', () =>
    expect(lowered('x NOT IN (SELECT y FROM t)')).toMatchObject({ kind: 'not', operand: { kind: 'subquery', form: 'any', operator: '=' } }));
});

const TYPES: Readonly<Record<string, TypeName>> = {
  INTEGER: type('int4'),
  int: type('int4'),
  'pg_catalog.int4': type('int4'),
  BIGINT: type('int8'),
  'DOUBLE PRECISION': type('float8'),
  'float(20)': type('float4'),
  'DECIMAL(65,30)': type('numeric', [65, 30]),
  'VARCHAR(20)': type('varchar', [20]),
  'character varying': type('varchar'),
  CHAR: type('bpchar', [1]),
  '"char"': type('char'),
  BOOLEAN: type('bool'),
  'TIMESTAMP(3)': type('timestamp', [3]),
  'TIMESTAMP(3) WITH TIME ZONE': type('timestamptz', [3]),
  TIMESTAMPTZ: type('timestamptz'),
  SERIAL: type('serial'),
  serial8: type('bigserial'),
  'TEXT[]': type('text', [], 1),
  'int[][]': type('int4', [], 2),
  'text ARRAY': type('text', [], 1),
  _text: type('text', [], 1),
  '"_text_log"': type('_text_log'),
  '"Role"': type('Role'),
  'public."Role"[]': { ...type('Role', [], 1), schema: 'public' },
  Role: type('role'),
  interval: type('interval'),
  'interval(3)': type('interval', [32767, 3]),
  'interval day to second(3)': type('interval', ['day to second', 3]),
  'interval year': type('interval', ['year']),
  'geometry(Point, 4326)': type('geometry', ['point', 4326]),
  'vector(1536)': type('vector', [1536]),
};

test.each(Object.entries(TYPES))('the type %s', (sql, expected) => {
  const [operation] = operationsOf(`ALTER TABLE t ADD COLUMN c ${sql}`);
  expect(operation?.kind === 'addColumn' && operation.definition.type).toEqual(expected);
});
