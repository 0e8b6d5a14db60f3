import { describe, expect, test } from 'vitest';
import { type Catalog, columnNamed, emptyCatalog, isNeverNull, isRealCondition, provesFilled, provesUnique, type Table } from '../../../src/catalog/index.ts';
import { createLibpgQueryParser } from '../../../src/parsers/index.ts';
import { FRESH } from './fixture.ts';
import { after, replay } from './strength.ts';

const parser = await createLibpgQueryParser();

function table(catalog: Catalog, name: string): Table {
  const found = catalog.tables.get(`public.${name}`);
  if (!found) throw new Error(`no table ${name}`);
  return found;
}
const c = (sql: string): Table => table(after(sql), 'c');

function where(condition: string) {
  const [operation] = parser.parse(`DELETE FROM c WHERE ${condition}`).statements[0]?.operations ?? [];
  if (operation?.kind !== 'delete' || !operation.where) throw new Error(condition);
  return operation.where;
}

describe('conditions that leave nothing out', () => {
  test('no condition', () => expect(isRealCondition(null)).toBe(false));
  test.each(['true', '1 = 1', `'a' = 'a'`, 'NOT false', '1 = 1 AND true', 'id = 7 OR true', '2 > 1', '1 IN (1, 2)'])('%s', (condition) =>
    expect(isRealCondition(where(condition))).toBe(false),
  );
  test.each(['id = id', 'id IS NOT NULL', 'id >= id', 'req IS NOT NULL AND true'])('%s, given the table', (condition) => {
    expect(isRealCondition(where(condition), c(''))).toBe(false);
    expect(isRealCondition(where(condition))).toBe(true);
  });
  test.each(['x = x', 'x IS NOT NULL', 'id > 0', 'flag', 'false', 'NULL', '1 = 2', 'id = n', 'random() < 2'])('%s is a real one', (condition) =>
    expect(isRealCondition(where(condition), c(''))).toBe(true),
  );
});

describe('expressions that are never NULL', () => {
  const value = (sql: string) => {
    const [operation] = parser.parse(`UPDATE c SET x = ${sql}`).statements[0]?.operations ?? [];
    const assigned = operation?.kind === 'update' ? operation.assignments[0]?.value : undefined;
    if (!assigned) throw new Error(sql);
    return assigned;
  };
  test.each([
    '1',
    `'a'`,
    'now()',
    'CURRENT_DATE',
    'gen_random_uuid()',
    `COALESCE(x, 'z')`,
    'ARRAY[NULL]',
    'EXISTS (SELECT 1 FROM p)',
    'ARRAY(SELECT id FROM p)',
    'concat(x, y)',
    'x IS NULL',
  ])('%s', (sql) => expect(isNeverNull(value(sql), null, after(''))).toBe(true));
  test.each(['req', 'id + 1', 'upper(req)', 'id::text', 'c.req', `req || '-' || id`, 'greatest(n, id)', 'NOT flag', 'req_meta::text'])(
    '%s, by the columns',
    (sql) => {
      expect(isNeverNull(value(sql), c(''), after(''))).toBe(true);
      expect(isNeverNull(value(sql), null, after(''))).toBe(false);
    },
  );
  test.each([
    'NULL',
    'x',
    'upper(x)',
    `x || 'a'`,
    `NULLIF(req, 'r')`,
    'req_meta::int',
    `req_meta -> 'k'`,
    '(SELECT id FROM p LIMIT 1)',
    'CASE WHEN flag THEN 1 END',
    'my_own(req)',
    'max(id)',
    'n = ANY (ARRAY[1])',
  ])('%s may be', (sql) => expect(isNeverNull(value(sql), c(''), after(''))).toBe(false));
  test('a column that a backfill filled', () => {
    const catalog = after(`UPDATE c SET x = 'z' WHERE x IS NULL`);
    expect(isNeverNull(value('x'), table(catalog, 'c'), catalog)).toBe(true);
  });
});

describe('rows of a table', () => {
  const rows = (sql: string, name = 'c') => table(after(sql), name).rows;
  test.each([
    ['', 'unknown'],
    ['DELETE FROM c', 'none'],
    ['DELETE FROM c WHERE true', 'none'],
    ['DELETE FROM c WHERE id = 1', 'unknown'],
    ['DELETE FROM c USING p WHERE p.id = c.fk', 'unknown'],
    ['TRUNCATE c', 'none'],
    ['TRUNCATE p CASCADE', 'none'],
    ['TRUNCATE owner CASCADE', 'none'],
    ['TRUNCATE p, c', 'none'],
    ['TRUNCATE empty_p', 'unknown'],
    ['DO $$ BEGIN IF now() IS NULL THEN DELETE FROM c; END IF; END $$', 'unknown'],
    ['DO $$ BEGIN IF now() IS NULL THEN TRUNCATE c; END IF; END $$', 'unknown'],
    ['DO $$ BEGIN DELETE FROM c; END $$', 'none'],
    ['TRUNCATE c; INSERT INTO c SELECT * FROM c', 'some'],
    ['COPY c FROM stdin', 'unknown'],
    ['DELETE FROM c; COPY c FROM stdin', 'some'],
    ['DELETE FROM c; MERGE INTO c USING p ON p.id = c.id WHEN NOT MATCHED THEN INSERT (id) VALUES (1)', 'some'],
    ['DELETE FROM c; MERGE INTO c USING p ON p.id = c.id WHEN MATCHED THEN DELETE', 'none'],
  ])('%s: %s', (sql, expected) => expect(rows(sql)).toBe(expected));

  test('a new table has none until it is filled', () => {
    expect(rows('CREATE TABLE q (id int)', 'q')).toBe('none');
    expect(rows('CREATE TABLE q (id int); UPDATE q SET id = 1; DELETE FROM q WHERE id = 1', 'q')).toBe('none');
    expect(rows('CREATE TABLE q (id int); INSERT INTO q VALUES (1)', 'q')).toBe('some');
    expect(rows('CREATE TABLE q (id int); WITH x AS (INSERT INTO q VALUES (1) RETURNING id) SELECT * FROM x', 'q')).toBe('some');
  });

  test('partitions share them', () => {
    const parts = 'CREATE TABLE q (id int) PARTITION BY LIST (id); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1);';
    expect(rows(`${parts} INSERT INTO q VALUES (1)`, 'q1')).toBe('some');
    expect(rows(`${parts} INSERT INTO q1 VALUES (1)`, 'q')).toBe('some');
    expect(rows(`${parts} INSERT INTO q VALUES (1); TRUNCATE q`, 'q1')).toBe('none');
  });

  test('statements that wrote are remembered', () => {
    const written = table(
      after(`SELECT 1; UPDATE c SET x = 'z'; UPDATE c SET x = 'y', n = 1; SELECT 2; DELETE FROM c WHERE id = 1; INSERT INTO p (id) VALUES (9)`),
      'c',
    ).writtenBy;
    expect(written.map(({ statement }) => statement)).toEqual([1, 2, 4]);
  });
});

describe('what columns hold', () => {
  const holds = (sql: string, column: string) => columnNamed(c(sql), column)?.rows.holds;
  test.each([
    ['UPDATE c SET x = NULL', 'x', 'null'],
    ['UPDATE c SET x = DEFAULT', 'x', 'null'],
    [`UPDATE c SET x = 'a'`, 'x', 'constant'],
    ['UPDATE c SET created = now()', 'created', 'constant'],
    [`UPDATE c SET x = 'a' WHERE flag`, 'x', 'anything'],
    ['UPDATE c SET x = NULL WHERE flag', 'x', 'anything'],
    ['UPDATE c SET x = req', 'x', 'anything'],
    ['UPDATE c SET uid = gen_random_uuid()', 'uid', 'anything'],
    [FRESH, 'f', 'null'],
    [`${FRESH} UPDATE c SET f = NULL WHERE flag`, 'f', 'null'],
    [`${FRESH} UPDATE c SET f = 'a' WHERE flag`, 'f', 'anything'],
    [`${FRESH} INSERT INTO c (id) VALUES (1)`, 'f', 'null'],
    [`${FRESH} INSERT INTO c (id, f) VALUES (1, 'a')`, 'f', 'anything'],
    [`UPDATE c SET x = 'a'; UPDATE c SET x = 'a' WHERE flag`, 'x', 'constant'],
    [`UPDATE c SET x = 'a'; UPDATE c SET x = 'b' WHERE flag`, 'x', 'anything'],
    [`UPDATE c SET x = 'a'; DELETE FROM c WHERE flag`, 'x', 'constant'],
    [`DO $$ BEGIN IF now() IS NULL THEN UPDATE c SET x = NULL; END IF; END $$`, 'x', 'anything'],
    [
      'ALTER TABLE c DROP CONSTRAINT c_opt_fkey; ALTER TABLE c ADD FOREIGN KEY (opt) REFERENCES p ON DELETE SET NULL; UPDATE c SET opt = 1; DELETE FROM p WHERE id = 2',
      'opt',
      'anything',
    ],
  ])('%s: %s %s', (sql, column, expected) => expect(holds(sql, column)).toBe(expected));
});

describe('proofs', () => {
  test('say where they come from', () => {
    expect(provesFilled(c(`UPDATE c SET x = 'z' WHERE x IS NULL`), 'x')).toEqual({
      by: { migration: '2_clean', statement: 0 },
      strength: 'proven',
      because: 'the UPDATE of x in 2_clean',
    });
    expect(provesUnique(c('SELECT 1; DELETE FROM c a USING c b WHERE a.x = b.x AND a.id < b.id'), ['x'], null)).toMatchObject({
      by: { statement: 1 },
      because: 'the DELETE of duplicates in 2_clean',
    });
  });

  test('are only likely in the next migration', () => {
    const next = replay(after(`UPDATE c SET x = 'z' WHERE x IS NULL`), '3_next', 'SELECT 1');
    expect(provesFilled(table(next, 'c'), 'x')?.strength).toBe('likely');
  });

  test('of a constraint that was dropped end with the migration', () => {
    const dropped = after('ALTER TABLE p DROP CONSTRAINT p_code_key, ALTER COLUMN code DROP NOT NULL');
    expect([provesUnique(table(dropped, 'p'), ['code'], null)?.strength, provesFilled(table(dropped, 'p'), 'code')?.strength]).toEqual(['proven', 'proven']);
    const next = table(replay(dropped, '3_next', 'SELECT 1'), 'p');
    expect([provesUnique(next, ['code'], null), provesFilled(next, 'code')]).toEqual([null, null]);
  });

  test('follow a column to its new name', () => {
    expect(provesFilled(c(`UPDATE c SET x = 'z' WHERE x IS NULL; ALTER TABLE c RENAME x TO z`), 'z')?.strength).toBe('proven');
  });

  test('a stronger one stays', () => {
    expect(provesFilled(c(`UPDATE c SET x = 'z' WHERE x IS NULL; UPDATE c SET x = 'q' WHERE x IS NULL AND flag`), 'x')?.strength).toBe('proven');
  });

  test('parts of a backfill in two migrations do not add up', () => {
    const first = after(`${FRESH} UPDATE c SET f = 'a' WHERE flag`);
    expect(provesFilled(table(replay(first, '3_next', `UPDATE c SET f = 'b' WHERE NOT flag`), 'c'), 'f')?.strength).toBe('likely');
  });

  test('are kept for tables that nobody saw created', () => {
    const alone = replay(emptyCatalog(false), '1_alone', `UPDATE t SET email = 'none' WHERE email IS NULL; DELETE FROM t WHERE name IS NULL AND id = 1`);
    expect(provesFilled(table(alone, 't'), 'email')?.strength).toBe('proven');
    expect(provesFilled(table(alone, 't'), 'name')?.strength).toBe('likely');
  });

  test('a write through a view spoils those of the tables below it', () => {
    expect(provesFilled(c(`UPDATE c SET x = 'z' WHERE x IS NULL; CREATE VIEW v AS SELECT id, x FROM c; UPDATE v SET x = NULL`), 'x')).toBe(null);
  });

  test('a write to a partition spoils those of the whole table', () => {
    const parts =
      'CREATE TABLE q (id int, x text) PARTITION BY LIST (id); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1); INSERT INTO q VALUES (1, NULL); UPDATE q SET x = 1 WHERE x IS NULL;';
    expect(provesFilled(table(after(parts), 'q'), 'x')?.strength).toBe('proven');
    expect(provesFilled(table(after(`${parts} UPDATE q1 SET x = NULL`), 'q'), 'x')).toBe(null);
  });

  test('are never more than likely with tables that inherit', () => {
    expect(provesFilled(c(`CREATE TABLE heir () INHERITS (c); UPDATE c SET x = 'z' WHERE x IS NULL`), 'x')?.strength).toBe('likely');
  });

  test('nothing throws on names that are not there', () => {
    const odd = `UPDATE nowhere SET a = b.c FROM elsewhere b WHERE b.d = nowhere.e; DELETE FROM nowhere USING (SELECT * FROM gone) g WHERE g.x = nowhere.y;
      INSERT INTO nowhere SELECT * FROM gone; INSERT INTO nowhere (a) VALUES (1), (2); INSERT INTO nowhere DEFAULT VALUES; TRUNCATE nowhere;
      WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) UPDATE c SET n = r.n FROM r WHERE r.n = c.id;
      UPDATE c SET (x, y) = (SELECT code, email FROM p WHERE p.id = c.fk); UPDATE c SET (x, y) = ROW ('a', 'b');
      DELETE FROM c WHERE (x, y) IN (VALUES ('a', 'b')); DELETE FROM c WHERE id IN (SELECT id FROM c UNION SELECT id FROM p); DO $$ BEGIN IF NOT FOUND THEN RAISE EXCEPTION 'x'; END IF; END $$;`;
    expect(() => after(odd)).not.toThrow();
  });
});
