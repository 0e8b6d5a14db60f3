import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLibpgQueryParser, type Parser } from '../../src/parsers/index.ts';
import { chooseRunner, type ExecutionPlan, planExecution, type Runner } from '../../src/runner/index.ts';

const olderPrisma = chooseRunner({ prisma: { version: '6.16.0', source: 'test' } });
const newerPrisma = chooseRunner({ prisma: { version: '7.10.0', source: 'test' } });
const generic = chooseRunner({ prisma: null, override: 'generic' });

let parser: Parser;
beforeAll(async () => {
  parser = await createLibpgQueryParser();
});

const planOf = (sql: string, runner: Runner): ExecutionPlan => planExecution(parser.parse(sql), runner);

/** `0 0! 1`: the transaction of each statement, `!` when it is a block, `B` when BEGIN opened it. */
const drawn = ({ transactions }: ExecutionPlan): string => transactions.map(({ id, block, explicit }) => `${id}${explicit ? 'B' : block ? '!' : ''}`).join(' ');

describe('transactions of a file', () => {
  test.each<[string, string, string, string]>([
    // [the file, Prisma ≤ 7.3, Prisma ≥ 7.4, generic]
    ['SELECT 1', '0', '0', '0'],
    ['SELECT 1;; -- nothing\n;', '0', '0', '0'],
    ['SELECT 1; SELECT 2', '0! 0!', '0 1', '0 1'],
    ['BEGIN; SELECT 1; COMMIT', '0B 0B 0B', '0B 0B 0B', '0B 0B 0B'],
    ['SELECT 1; BEGIN; SELECT 2; COMMIT; SELECT 3', '0B 0B 0B 0B 1!', '0 1B 1B 1B 2', '0 1B 1B 1B 2'],
    ['SELECT 1; COMMIT; SELECT 2; SELECT 3', '0! 0! 1! 1!', '0 1 2 3', '0 1 2 3'],
    ['BEGIN; SELECT 1; ROLLBACK; SELECT 2', '0B 0B 0B 1!', '0B 0B 0B 1', '0B 0B 0B 1'],
    ['BEGIN; SELECT 1; COMMIT AND CHAIN; SELECT 2; COMMIT', '0B 0B 0B 1B 1B', '0B 0B 0B 1B 1B', '0B 0B 0B 1B 1B'],
    ['BEGIN; SAVEPOINT a; SELECT 1; ROLLBACK TO a; RELEASE a; COMMIT', '0B 0B 0B 0B 0B 0B', '0B 0B 0B 0B 0B 0B', '0B 0B 0B 0B 0B 0B'],
    // One statement that Prisma ≥ 7.4 cannot parse sends the whole file at once.
    ['SELECT 1; DROP INDEX CONCURRENTLY a', '0! 0!', '0! 0!', '0 1'],
    ['DROP INDEX CONCURRENTLY a', '0', '0', '0'],
    ['', '', '', ''],
  ])('%s', (sql, older, newer, plain) => {
    expect([olderPrisma, newerPrisma, generic].map((runner) => drawn(planOf(sql, runner)))).toEqual([older, newer, plain]);
  });
});

describe('files that Prisma ≥ 7.4 cannot split', () => {
  test.each<[string, number | null]>([
    ['SELECT 1; DO $$ BEGIN NULL; END $$', 1],
    ['REINDEX TABLE a; SELECT 1', 0],
    ['SELECT 1; SELECT 2; LOCK TABLE a', 2],
    ['REFRESH MATERIALIZED VIEW a; SELECT 1', 0],
    ['ALTER SEQUENCE a OWNED BY b.c; SELECT 1', 0],
    ['ALTER TABLE a ADD CONSTRAINT b PRIMARY KEY USING INDEX c; SELECT 1', 0],
    ['ALTER TABLE a ADD CONSTRAINT b UNIQUE USING INDEX c; SELECT 1', 0],
    ['ALTER TABLE a ADD CONSTRAINT b EXCLUDE USING gist (c WITH &&); SELECT 1', 0],
    ['ALTER TABLE a ATTACH PARTITION b DEFAULT; SELECT 1', 0],
    ['ALTER TABLE a DETACH PARTITION b; SELECT 1', 0],
    ["COMMENT ON FUNCTION a() IS 'x'; SELECT 1", 0],
    ['\uFEFFSELECT 1; SELECT 2', 0],
    ['SELECT 1; SELEKT 2', 1],
    ["COMMENT ON TABLE a IS 'x'; SELECT 1", null],
    ['CREATE INDEX CONCURRENTLY a ON b (c); SELECT 1', null],
    ['DROP INDEX a; VACUUM a', null],
    ['ALTER TABLE a ADD CONSTRAINT b UNIQUE (c); ALTER TABLE a VALIDATE CONSTRAINT d', null],
    ["ALTER TYPE a ADD VALUE 'b'; SET LOCAL lock_timeout = '5s'", null],
  ])('%s', (sql, unsplittable) => {
    const plan = planOf(sql, newerPrisma);
    expect(plan.unsplittable).toBe(unsplittable);
    expect(plan.wholeFile).toBe(unsplittable !== null);
    expect(planOf(sql, olderPrisma).wholeFile).toBe(true);
  });
});

describe('a file in one message, on PostgreSQL', () => {
  let server: PGlite;
  beforeAll(async () => {
    server = await PGlite.create();
  });
  afterAll(() => server.close());

  const QUERY = 'SELECT txid_current() AS id';
  const ALPHABET = [QUERY, 'BEGIN', 'COMMIT', 'ROLLBACK'];
  const sequences = (length: number): readonly (readonly string[])[] =>
    length === 0 ? [[]] : sequences(length - 1).flatMap((sequence) => ALPHABET.map((statement) => [...sequence, statement]));

  test('statements share a transaction exactly when the plan says so', async () => {
    const tried = [2, 3, 4, 5].flatMap(sequences).filter((sequence) => sequence.filter((statement) => statement === QUERY).length > 1);
    expect(tried.length).toBeGreaterThan(300);
    for (const sequence of tried) {
      const sql = sequence.join('; ');
      const results = await server.exec(sql);
      await server.exec('ROLLBACK');
      const measured = results.flatMap((result, index) => (sequence[index] === QUERY ? [Object.values(result.rows[0] ?? {})[0]] : []));
      const { transactions } = planOf(sql, olderPrisma);
      const planned = transactions.flatMap(({ id }, index) => (sequence[index] === QUERY ? [id] : []));
      const grouped = (ids: readonly unknown[]): readonly number[] => ids.map((id) => ids.indexOf(id));
      expect(grouped(measured), sql).toEqual(grouped(planned));
    }
  });
});

describe('which runner', () => {
  test.each<[string | null, string]>([
    ['5.22.0', 'prisma-one-transaction'],
    ['6.16.1', 'prisma-one-transaction'],
    ['7.3.0', 'prisma-one-transaction'],
    ['7.4.0', 'prisma-per-statement'],
    ['7.10.1', 'prisma-per-statement'],
    ['8.0.0-rc.5', 'prisma-per-statement'],
    ['^6.0.0', 'prisma-one-transaction'],
    ['~7.3.0', 'prisma-one-transaction'],
    ['^7.1.0', 'prisma-per-statement'],
    ['>=5', 'prisma-per-statement'],
    ['7', 'prisma-per-statement'],
    ['6.x', 'prisma-one-transaction'],
    ['latest', 'prisma-one-transaction'],
    [null, 'prisma-one-transaction'],
  ])('prisma %s', (version, name) => {
    expect(chooseRunner({ prisma: version === null ? null : { version, source: 'test' } }).name).toBe(name);
  });

  test('says why', () => {
    expect(olderPrisma.because).toBe('prisma 6.16.0 (test)');
    expect(chooseRunner({ prisma: null }).because).toBe('version of Prisma unknown, taken as 7.3 or older');
    expect(generic).toEqual({ name: 'generic', because: 'plain SQL, as configured', prismaVersion: null });
    expect(chooseRunner({ prisma: { version: '7.10.0', source: 'test' }, override: 'prisma' }).name).toBe('prisma-per-statement');
  });
});
