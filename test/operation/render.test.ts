import { describe, expect, test } from 'vitest';
import {
  isPrintable,
  type Operation,
  renderColumn,
  renderConstraint,
  renderExpression,
  renderIndex,
  renderQuery,
  renderType,
} from '../../src/operation/index.ts';
import { operationsOf } from '../parsers/libpg-query/lowered.ts';
import { type } from './build.ts';

function only<Kind extends Operation['kind']>(sql: string, kind: Kind): Extract<Operation, { kind: Kind }> {
  const isWanted = (operation: Operation): operation is Extract<Operation, { kind: Kind }> => operation.kind === kind;
  const found = operationsOf(sql).find(isWanted);
  if (!found) throw new Error(`no ${kind}: ${sql}`);
  return found;
}

const expressionOf = (sql: string) => only(`SELECT ${sql}`, 'select').query.targets[0]?.expression ?? { kind: 'other' as const, node: 'nothing', operands: [] };

// Printed as they are here, they are also read again as what they were.
const EXPRESSIONS: readonly string[] = [
  "'it''s'",
  "''",
  '-1',
  '1.50',
  'true',
  'NULL',
  "B'101'",
  '"a"',
  '"t"."a"',
  '*',
  '"t".*',
  '$1',
  'now()',
  '"auth"."uid"()',
  '"position"(\'a\', "b")',
  'EXTRACT(\'year\' FROM "a")',
  'timezone(\'UTC\', "a")',
  'NULLIF("a", \'\')',
  'GREATEST("a", 1)',
  'substring("a", 1, 2)',
  'count(*)',
  'count(DISTINCT "a")',
  'sum("a") FILTER (WHERE "b" > 0)',
  'row_number() OVER (PARTITION BY "a", "b" ORDER BY "c" DESC NULLS LAST)',
  'count(*) OVER ()',
  'array_agg("a" ORDER BY "b" DESC, "c")',
  'percentile_cont(0.5) WITHIN GROUP (ORDER BY "a" DESC)',
  'mode() WITHIN GROUP (ORDER BY "a") FILTER (WHERE "b")',
  'make_interval("days" => 1)',
  'f(VARIADIC "a")',
  'CURRENT_TIMESTAMP',
  'CURRENT_TIMESTAMP(3)',
  'CURRENT_USER',
  '"a" + (1 * "b")',
  '- "a"',
  '"a" - -1',
  '("a" = 1) = true',
  '"a" LIKE \'x%\'',
  '"a" NOT ILIKE \'x%\'',
  '"a" ~ \'^x\'',
  '"a" @> \'{}\'::JSONB',
  '"a" -> \'b\'',
  "(\"a\" -> 'b') ->> 'c'",
  '"a" OPERATOR("ext".<->) "b"',
  '"a" IS DISTINCT FROM "b"',
  '"a" IS NOT DISTINCT FROM NULL',
  '(-1)::INTEGER',
  '"a"::TEXT::UUID',
  '\'x\'::"Role"',
  '("a" || "b")::TEXT[]',
  '"a" IS NOT NULL',
  '("a" + 1) IS NULL',
  '("a" > 1) IS NOT TRUE',
  '"a" IS UNKNOWN',
  '"a" AND ("b" OR "c") AND NOT "d"',
  'NOT ("a" AND "b")',
  'NOT EXISTS (SELECT 1 FROM "t")',
  '"a" IN (1, 2)',
  '"a" NOT IN (\'x\')',
  '("a") = ANY ("b")',
  'NOT (("a") = ANY ("b"))',
  '"a" IN (SELECT "b" FROM "t")',
  '"a" > ANY (SELECT 1)',
  '"a" <> ALL (SELECT 1)',
  '(SELECT max("a") FROM "t") > 1',
  'ARRAY(SELECT 1)',
  '"a" NOT IN (SELECT 1)',
  'NOT ("a" > ANY (SELECT 1))',
  'CASE WHEN "a" THEN 1 ELSE 2 END',
  'CASE "a" WHEN 1 THEN \'x\' END',
  'COALESCE("a", 0)',
  'ARRAY[1, 2]',
  'ROW(1, "a")',
  'ROW("a", "b") = ROW(1, 2)',
  '"a" COLLATE "C"',
  '("a")."b"',
  '("a")[1]',
  '("a")[1:2]',
  '("a")[:2]',
];

// Other spellings of the same, among them what needs parentheses elsewhere than it had them.
test.each([
  ['a and b or c', '("a" AND "b") OR "c"'],
  ['not a is null', 'NOT ("a" IS NULL)'],
  ['a + b * c', '"a" + ("b" * "c")'],
  ['(a)::int', '"a"::INTEGER'],
  ['cast(\'x\' as "Role")', '\'x\'::"Role"'],
  ['a[1] + 1', '("a")[1] + 1'],
  ['x in (select 1) = true', '("x" IN (SELECT 1)) = true'],
  ['(a = any (b)) = c', '(("a") = ANY ("b")) = "c"'],
  ['a between 1 and 2', '"a" >= 1 AND "a" <= 2'],
  ['(select 1)::text', '(SELECT 1)::TEXT'],
  ['trim(a)', 'btrim("a")'],
  ['"Mine"(a)', '"Mine"("a")'],
])('%s is printed as %s', (sql, expected) => {
  expect(renderExpression(expressionOf(sql))).toBe(expected);
  expect(expressionOf(expected)).toEqual(expressionOf(sql));
});

describe('expressions', () => {
  test.each(EXPRESSIONS)('%s', (sql) => {
    expect(renderExpression(expressionOf(sql))).toBe(sql);
  });

  test('that have no text stay valid SQL, and can be told', () => {
    const unknown = expressionOf('xmlelement(name foo, a)');
    expect(isPrintable(unknown)).toBe(false);
    expect(renderExpression(unknown)).toBe('NULL /* not printable: XmlExpr */');
    expect(isPrintable(expressionOf('a = ANY (b)'))).toBe(true);
    const { query } = only("SELECT * FROM JSON_TABLE(x, '$[*]' COLUMNS (a int PATH '$.a')) AS jt", 'select');
    expect(renderQuery(query)).toBe('SELECT * FROM (SELECT NULL /* not printable: JsonTable */) AS "jt"');
  });
});

test.each([
  'SELECT 1',
  'SELECT DISTINCT "a" AS "A", "t".* FROM "s"."t" AS "t" WHERE "a" > 1 GROUP BY "a" HAVING count(*) > 1 ORDER BY "a" DESC, "b" LIMIT 5',
  'SELECT DISTINCT ON ("a", "b") "c" FROM "t" ORDER BY "a" NULLS FIRST',
  'SELECT 1 FROM "a" LEFT JOIN "b" ON "a"."x" = "b"."x" CROSS JOIN "c" JOIN "d" USING ("x", "y")',
  'SELECT 1 FROM "a" JOIN ("b" JOIN "c" ON true) ON false',
  'SELECT 1 FROM "a" NATURAL JOIN "b"',
  'SELECT 1 FROM (SELECT 1) AS "q"("x"), LATERAL (SELECT "q"."x") AS "l", unnest(ARRAY[1]) AS "u"("v")',
  "VALUES (1, 'a'), (2, 'b')",
  '(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1',
  '((SELECT 1) EXCEPT (SELECT 2)) INTERSECT (SELECT 3)',
  'WITH "c"("x") AS (SELECT 1), "d" AS (SELECT * FROM "c") SELECT * FROM "d"',
  'WITH RECURSIVE "c" AS ((SELECT 1 AS "x") UNION ALL (SELECT "x" + 1 FROM "c")) SELECT * FROM "c"',
  'SELECT 1 LIMIT 1 OFFSET 2',
  'SELECT 1 LIMIT ALL OFFSET 2',
  'SELECT 1 FROM "t" GROUP BY ROLLUP ("a", "b")',
  'SELECT 1 FROM "t" FOR UPDATE',
])('query: %s', (sql) => {
  const { query } = only(sql, 'select');
  expect(renderQuery(query)).toBe(sql);
});

test.each([
  ['TEXT', type('text')],
  ['INTEGER', type('int4')],
  ['SMALLINT', type('int2')],
  ['BIGINT', type('int8')],
  ['REAL', type('float4')],
  ['DOUBLE PRECISION', type('float8')],
  ['DECIMAL(65,30)', type('numeric', [65, 30])],
  ['BOOLEAN', type('bool')],
  ['TIMESTAMP(3)', type('timestamp', [3])],
  ['TIMESTAMPTZ(6)', type('timestamptz', [6])],
  ['DATE', type('date')],
  ['VARCHAR(20)', type('varchar', [20])],
  ['CHAR(1)', type('bpchar', [1])],
  ['BPCHAR', type('bpchar')],
  ['"char"', type('char')],
  ['JSONB', type('jsonb')],
  ['UUID', type('uuid')],
  ['BYTEA', type('bytea')],
  ['CITEXT', type('citext')],
  ['SERIAL', type('serial')],
  ['BIGSERIAL', type('bigserial')],
  ['TEXT[]', type('text', [], 1)],
  ['INTEGER[][]', type('int4', [], 2)],
  ['"Role"', type('Role')],
  ['"role"[]', type('role', [], 1)],
  ['"public"."Role"', { ...type('Role'), schema: 'public' }],
  ['INTERVAL', type('interval')],
  ['INTERVAL(3)', type('interval', [32767, 3])],
  ['INTERVAL DAY TO SECOND(3)', type('interval', ['day to second', 3])],
  ['INTERVAL YEAR', type('interval', ['year'])],
  ['BIT(8)', type('bit', [8])],
  ['vector(1536)', type('vector', [1536])],
  ['geometry(point,4326)', type('geometry', ['point', 4326])],
])('type: %s', (sql, expected) => {
  expect(renderType(expected)).toBe(sql);
  expect(only(`ALTER TABLE t ADD COLUMN c ${sql}`, 'addColumn').definition.type).toEqual(expected);
});

test.each([
  '"id" SERIAL NOT NULL',
  '"email" VARCHAR(320) NOT NULL DEFAULT \'\'',
  '"createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP',
  '"role" "public"."Role"[] DEFAULT ARRAY[]::"public"."Role"[]',
  '"flag" BOOLEAN DEFAULT (1 > 0 AND true)',
  '"n" INTEGER DEFAULT -1',
  '"name" TEXT COLLATE "C"',
  '"total" INTEGER GENERATED ALWAYS AS ("a" + "b") STORED',
  '"id" BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY',
  '"id" BIGINT CONSTRAINT "pk" PRIMARY KEY CONSTRAINT "u" UNIQUE NULLS NOT DISTINCT',
  '"age" INTEGER CONSTRAINT "adult" CHECK ("age" > 17) NO INHERIT',
  '"userId" TEXT NOT NULL REFERENCES "User"("id") ON DELETE CASCADE DEFERRABLE',
])('column: %s', (sql) => {
  const { definition } = only(`ALTER TABLE t ADD COLUMN ${sql}`, 'addColumn');
  expect(renderColumn(definition)).toBe(sql);
});

test.each([
  'CONSTRAINT "User_pkey" PRIMARY KEY ("id", "tenant")',
  'PRIMARY KEY USING INDEX "User_id_key"',
  'CONSTRAINT "u" UNIQUE NULLS NOT DISTINCT ("a", "b") DEFERRABLE INITIALLY DEFERRED',
  'CONSTRAINT "period" UNIQUE ("id", "during" WITHOUT OVERLAPS)',
  'CONSTRAINT "c" CHECK ("a" > 0 AND "b" IS NOT NULL) NO INHERIT NOT VALID',
  'CONSTRAINT "n" NOT NULL "a" NOT VALID',
  'CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE',
  'FOREIGN KEY ("a", "b") REFERENCES "public"."User"("x", "y") MATCH FULL ON DELETE RESTRICT NOT VALID',
  'FOREIGN KEY ("a") REFERENCES "User" NOT ENFORCED',
  'CONSTRAINT "e" EXCLUDE USING gist ("room" WITH =, (tsrange("a", "b")) WITH &&) WHERE ("active")',
])('constraint: %s', (sql) => {
  const { constraint } = only(`ALTER TABLE t ADD ${sql}`, 'addConstraint');
  expect(renderConstraint(constraint)).toBe(sql);
});

test.each([
  'CREATE UNIQUE INDEX "User_email_key" ON "User"("email")',
  'CREATE INDEX ON "s"."User"("a" DESC, "b" NULLS FIRST)',
  'CREATE INDEX "i" ON "User" USING gin ("tags" jsonb_path_ops)',
  'CREATE INDEX "i" ON "User"((lower("email")) text_pattern_ops) INCLUDE ("name") WHERE "deletedAt" IS NULL',
  'CREATE UNIQUE INDEX "i" ON "User"("a" COLLATE "C" "ops"."Mine", "b") NULLS NOT DISTINCT',
])('index: %s', (sql) => {
  const { index } = only(sql, 'createIndex');
  expect(renderIndex(index)).toBe(sql);
});

test('an index can be printed as one that is built concurrently', () => {
  const { index } = only('CREATE INDEX i ON t (a)', 'createIndex');
  expect(renderIndex(index, { concurrently: true, ifNotExists: true })).toBe('CREATE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "t"("a")');
});
