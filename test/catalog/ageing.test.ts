import { describe, expect, test } from 'vitest';
import { beginMigration, type Catalog, columnNamed, type Table } from '../../src/catalog/index.ts';
import { replay } from './replay.ts';

const tableIn = (catalog: Catalog, name: string): Table => {
  const table = catalog.tables.get(`public.${name}`);
  if (!table) throw new Error(`no table ${name}`);
  return table;
};
const CREATED = 'CREATE TABLE t (id int PRIMARY KEY, c text);';
const FILLED = `UPDATE t SET c = '' WHERE c IS NULL;`;

describe('a new migration', () => {
  test('does not know the rows of the tables of before', () => {
    expect(tableIn(replay([CREATED]), 't').rows).toBe('none');
    expect(tableIn(replay([CREATED, 'SELECT 1']), 't').rows).toBe('unknown');
    expect(tableIn(replay([`${CREATED} INSERT INTO t VALUES (1);`]), 't').rows).toBe('some');
    expect(tableIn(replay([`${CREATED} INSERT INTO t VALUES (1);`, 'SELECT 1']), 't')).toMatchObject({ rows: 'unknown', writtenBy: [] });
  });
  test('does not know what new columns of before hold', () => {
    const sql = [CREATED, 'ALTER TABLE t ADD COLUMN d int;'];
    expect(columnNamed(tableIn(replay(sql), 't'), 'd')?.rows.holds).toBe('null');
    expect(columnNamed(tableIn(replay([...sql, 'SELECT 1']), 't'), 'd')?.rows.holds).toBe('anything');
  });
  test('takes what was proven before as likely, and says where', () => {
    expect(columnNamed(tableIn(replay([CREATED, FILLED]), 't'), 'c')?.filled?.strength).toBe('proven');
    expect(columnNamed(tableIn(replay([CREATED, FILLED, 'SELECT 1']), 't'), 'c')?.filled).toMatchObject({
      strength: 'likely',
      because: expect.stringContaining('m2'),
      by: { migration: 'm2' },
    });
  });
  test('forgets it after some more migrations', () => {
    const later = (count: number) =>
      columnNamed(tableIn(replay([CREATED, FILLED, ...new Array<string>(count).fill('CREATE TABLE IF NOT EXISTS u (a int);')]), 't'), 'c')?.filled ?? null;
    expect(later(3)).not.toBeNull();
    expect(later(9)).toBeNull();
  });
  test('knows no renames, no new enum values, no settings of before', () => {
    const catalog = replay([CREATED, `CREATE TYPE e AS ENUM ('a');`, `ALTER TABLE t RENAME TO u; ALTER TYPE e ADD VALUE 'b'; SET timezone = 'UTC';`]);
    expect(tableIn(catalog, 'u').nameBefore).toBe('public.t');
    expect(catalog.types.get('public.e')).toMatchObject({ added: [{ value: 'b' }] });
    const next = beginMigration(catalog, 'm4');
    expect(tableIn(next, 'u').nameBefore).toBeNull();
    expect(next.types.get('public.e')).toMatchObject({ added: [], values: ['a', 'b'] });
    expect(next).toMatchObject({ migration: 'm4', timeZone: null, searchPath: ['public'] });
  });
  test('has no temporary tables', () => {
    expect(replay(['CREATE TEMP TABLE t (a int);']).tables.has('pg_temp.t')).toBe(true);
    expect(replay(['CREATE TEMP TABLE t (a int);', 'CREATE TABLE t (b int);']).tables.has('pg_temp.t')).toBe(false);
  });
  test('leaves tables alone that the last one did not touch', () => {
    const catalog = replay([CREATED, 'CREATE TABLE u (a int);']);
    expect(tableIn(beginMigration(catalog, 'm3'), 't')).toBe(tableIn(catalog, 't'));
    expect(tableIn(beginMigration(catalog, 'm3'), 'u')).not.toBe(tableIn(catalog, 'u'));
  });
});
