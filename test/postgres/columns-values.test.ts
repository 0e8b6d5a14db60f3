/** What happens to values: preflight queries must tell what would fail, and losses must be those that an embedded PostgreSQL 18 shows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLibpgQueryParser, type Parser } from '../../src/parsers/index.ts';
import type { Effects } from '../../src/postgres/index.ts';
import { Laboratory } from '../claims/measure.ts';
import { predict } from './prediction.ts';

let parser: Parser;
let laboratory: Laboratory;
beforeAll(async () => {
  [parser, laboratory] = await Promise.all([createLibpgQueryParser(), Laboratory.open()]);
}, 60_000);
afterAll(() => laboratory.close());

const TYPES = "CREATE TYPE en AS ENUM ('A', 'B', 'C'); CREATE TYPE small AS ENUM ('A', 'B'); CREATE DOMAIN dmn AS int NOT NULL;";

function effectsOf(setup: string, sql: string, timeZone = 'UTC'): readonly Effects[] {
  return predict(parser, { setup, sql, mode: 'transaction', version: 18, timeZone, schema: 'public', extensions: [] }).steps.map((step) => step.effects);
}

describe('preflight queries find rows exactly when the statement fails', () => {
  const rows: readonly (readonly [definition: string, good: string, bad: string, sql: string, sqlstate: string])[] = [
    ['c varchar(50)', "'abc   '", "'abcdef'", 'ALTER COLUMN c TYPE varchar(3)', '22001'],
    ['c text', "'abc'", "'abcd'", 'ALTER COLUMN c TYPE char(3)', '22001'],
    ['c bigint', '2147483647', '2147483648', 'ALTER COLUMN c TYPE int', '22003'],
    ['c numeric', '32767.4', '32767.5', 'ALTER COLUMN c TYPE smallint', '22003'],
    ['c numeric(10,2)', '9999.99', '10000', 'ALTER COLUMN c TYPE numeric(6,2)', '22003'],
    ['c numeric(10,3)', '999.994', '999.995', 'ALTER COLUMN c TYPE numeric(5,2)', '22003'],
    ['c int', '99999999', '100000000', 'ALTER COLUMN c TYPE numeric(10,2)', '22003'],
    ['c text', "'12'", "'x'", 'ALTER COLUMN c TYPE int USING c::int', '22P02'],
    ['c text', "'2024-01-01'", "'soon'", 'ALTER COLUMN c TYPE timestamp(3) USING c::timestamp(3)', '22007'],
    ['c text', "'{}'", "'{'", 'ALTER COLUMN c TYPE jsonb USING c::jsonb', '22P02'],
    ['c text', "'A'", "'C'", 'ALTER COLUMN c TYPE small USING c::small', '22P02'],
    ['c text', "'{1}'", "'1'", 'ALTER COLUMN c TYPE int[] USING c::int[]', '22P02'],
    ['c text', "'1 day'", "'never'", 'ALTER COLUMN c TYPE interval(3) USING c::interval(3)', '22007'],
    ['c en', "'A'", "'C'", 'ALTER COLUMN c TYPE small USING c::text::small', '22P02'],
    ['c int', '1', 'NULL', 'ALTER COLUMN c SET NOT NULL', '23502'],
    ['c int', '1', 'NULL', 'ALTER COLUMN c TYPE dmn', '23502'],
    ['"C" varchar(9) UNIQUE', "'a'", "'abcdef'", 'ALTER COLUMN "C" TYPE varchar(3)', '22001'],
  ];
  it.each(rows)('%s: %s passes, %s does not: %s', async (definition, good, bad, sql, sqlstate) => {
    const setup = `${TYPES} CREATE TABLE t (${definition}); INSERT INTO t VALUES (${good});`;
    const statement = `ALTER TABLE t ${sql}`;
    const failure = effectsOf(setup, statement)
      .flatMap(({ fails }) => fails)
      .find((each) => each.sqlstate === sqlstate);
    const preflight = failure?.preflight ?? '';
    expect(failure?.when).toBe('data');
    const found = async (rowsOfTable: string): Promise<number> =>
      (await laboratory.measure({ setup: rowsOfTable, sql: 'SELECT 1', ask: [preflight] })).answers[0]?.length ?? -1;
    const spoilt = `${setup} INSERT INTO t VALUES (${bad});`;
    expect(await found(setup)).toBe(0);
    expect(await found(spoilt)).toBe(1);
    expect((await laboratory.measure({ setup, sql: statement })).error).toBeNull();
    expect((await laboratory.measure({ setup: spoilt, sql: statement })).error?.sqlstate).toBe(sqlstate);
  });
});

describe('two values that become one are a loss, and no others are', () => {
  const rows: readonly (readonly [from: string, a: string, b: string, change: string, how: string | null])[] = [
    ['numeric(10,2)', '1.55', '1.56', 'numeric(10,1)', 'rounded'],
    ['numeric(10,2)', '1.4', '1.3', 'int', 'rounded'],
    ['double precision', '1.4', '1.3', 'int', 'rounded'],
    ['double precision', '0.123456781', '0.123456782', 'real', 'rounded'],
    ['bigint', '9007199254740993', '9007199254740992', 'double precision', 'rounded'],
    ['int', '2147483647', '2147483646', 'double precision', null],
    ['int', '2147483647', '2147483646', 'real', 'rounded'],
    ['timestamp(6)', "'2024-01-01 00:00:00.1234'", "'2024-01-01 00:00:00.1233'", 'timestamp(3)', 'rounded'],
    ['timestamp(3)', "'2024-01-01 10:00'", "'2024-01-01 11:00'", 'date', 'truncated'],
    ['timestamp(3)', "'2024-01-01 10:00'", "'2024-01-01 11:00'", "timestamptz(3) USING c AT TIME ZONE 'UTC'", null],
    ['text', "'abcd'", "'abce'", 'varchar(3) USING c::varchar(3)', 'truncated'],
    ['text', "'abcd'", "'abce'", 'varchar(3) USING left(c, 3)', 'truncated'],
    ['text', "'A'", "'a'", 'text USING lower(c)', 'merged'],
    ['text', "'1'", "'2'", 'int USING 0', 'overwritten'],
    ['timestamp', "'2024-01-01'", "'2024-01-02'", 'boolean USING c IS NOT NULL', 'merged'],
    ['int', '1', '2', 'boolean USING c::boolean', 'merged'],
    ['int', '1', '2', 'boolean USING c > 0', 'merged'],
    ['boolean', 'true', 'false', "text USING CASE WHEN c THEN 'yes' ELSE 'no' END", null],
    ['text', "'x'", "'y'", "int USING CASE WHEN c = 'q' THEN 1 ELSE 0 END", 'merged'],
    ['en', "'A'", "'B'", "text USING CASE c WHEN 'A' THEN 'a' WHEN 'B' THEN 'b' ELSE 'c' END", null],
    ['en', "'A'", "'B'", 'text', null],
    ['uuid', 'gen_random_uuid()', 'gen_random_uuid()', 'text', null],
    ['text[]', "'{a}'", "'{b}'", 'jsonb USING to_jsonb(c)', null],
    ['text[]', "'{a,b}'", "'{a,c}'", 'text USING c[1]', 'truncated'],
    ['inet', "'10.0.0.1/8'", "'10.0.0.2/8'", 'cidr', 'truncated'],
    ['varchar(20)', "'a'", "'a  '", 'varchar(2)', null],
    ['interval', "'1 day'", "'1 day 1 hour'", 'interval day', 'truncated'],
  ];
  it.each(rows)('%s: %s, %s → %s', async (from, a, b, change, how) => {
    const setup = `${TYPES} CREATE TABLE t (c ${from}); INSERT INTO t VALUES (${a}), (${b});`;
    const sql = `ALTER TABLE t ALTER COLUMN c TYPE ${change}`;
    const lost = effectsOf(setup, sql)
      .flatMap(({ loses }) => loses)
      .filter(({ data }) => data);
    expect(lost.map((loss) => loss.how)).toEqual(how === null ? [] : [how]);
    const [answer] = (await laboratory.measure({ setup, sql, ask: ['SELECT count(DISTINCT c::text) AS n FROM t'] })).answers;
    const blanks = from.startsWith('varchar');
    expect(Number(answer?.[0]?.['n'])).toBe(how === null && !blanks ? 2 : 1 + Number(blanks));
  });

  it('reads local time differently in a zone that is not UTC', () => {
    const setup = 'CREATE TABLE t (c timestamp); INSERT INTO t VALUES (now());';
    const lost = (zone: string): unknown => effectsOf(setup, 'ALTER TABLE t ALTER COLUMN c TYPE timestamptz', zone).flatMap(({ loses }) => loses);
    expect(lost('UTC')).toEqual([]);
    expect(lost('Europe/Paris')).toMatchObject([{ what: 'values', how: 'reinterpreted', data: true }]);
  });
});
