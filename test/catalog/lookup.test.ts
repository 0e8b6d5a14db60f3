import { describe, expect, test } from 'vitest';
import {
  emptyCatalog,
  findColumn,
  findConstraint,
  findFunction,
  findIndex,
  findSequence,
  findTable,
  findType,
  findView,
  keyOf,
  withGap,
} from '../../src/catalog/index.ts';
import { type Lookup, valueIn } from '../../src/core/index.ts';
import { replay } from './replay.ts';

const named = (name: string, schema: string | null = null) => ({ schema, name });
const is = (lookup: Lookup<unknown>): string => lookup.is;

const catalog = replay(`
  CREATE TYPE "Role" AS ENUM ('A');
  CREATE TABLE "User" (id serial PRIMARY KEY, role "Role" CONSTRAINT ck CHECK (role <> 'A'));
  CREATE VIEW v AS SELECT id FROM "User";
  CREATE INDEX i ON "User" (role);
  CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
`);

describe('what a complete history answers', () => {
  test.each([
    ['table', findTable(catalog, named('User')), 'present'],
    ['table by its key', findTable(catalog, 'public.User'), 'present'],
    ['table in another case', findTable(catalog, named('user')), 'absent'],
    ['table of another schema', findTable(catalog, named('User', 'app')), 'absent'],
    ['view', findView(catalog, named('v')), 'present'],
    ['view that is a table', findView(catalog, named('User')), 'absent'],
    ['sequence of a serial column', findSequence(catalog, named('User_id_seq')), 'present'],
    ['enum', findType(catalog, named('Role')), 'present'],
    ['type nobody created', findType(catalog, named('Kind')), 'absent'],
    ['type of PostgreSQL', findType(catalog, named('int4')), 'unknown'],
    ['type of an extension', findType(catalog, named('citext')), 'unknown'],
    ['row type of a table', findType(catalog, named('User')), 'unknown'],
    ['index', findIndex(catalog, named('i')), 'present'],
    ['index of a key', findIndex(catalog, named('User_pkey', 'public')), 'present'],
    ['function', findFunction(catalog, named('f')), 'present'],
    ['function nobody created', findFunction(catalog, named('g')), 'absent'],
  ])('%s', (_what, lookup, expected) => expect(is(lookup)).toBe(expected));

  test('columns and constraints', () => {
    const table = valueIn(findTable(catalog, named('User')));
    if (!table) throw new Error('no table');
    expect([is(findColumn(table, 'id')), is(findColumn(table, 'x')), is(findConstraint(table, 'ck')), is(findConstraint(table, 'x'))]).toEqual([
      'present',
      'absent',
      'present',
      'absent',
    ]);
  });

  test('an index comes with its owner', () => {
    expect(valueIn(findIndex(catalog, named('i')))).toMatchObject({ owner: { name: 'User' }, index: { name: 'i' } });
  });
});

describe('what is not found is unknown', () => {
  test.each([
    ['without the beginning of the history', emptyCatalog(false), /beginning/],
    ['after a statement that nobody understood', withGap(emptyCatalog(true), 'DO put it together'), /DO put it together/],
  ])('%s', (_what, open, because) => {
    for (const lookup of [
      findTable(open, named('t')),
      findType(open, named('t')),
      findIndex(open, named('t')),
      findView(open, named('t')),
      findFunction(open, named('t')),
    ]) {
      expect(lookup).toMatchObject({ is: 'unknown', because: expect.stringMatching(because) });
    }
  });

  test('in a table that nobody saw created', () => {
    const table = replay('ALTER TABLE t ADD COLUMN a int;', emptyCatalog(false)).tables.get('public.t');
    if (!table) throw new Error('no table');
    expect([is(findColumn(table, 'a')), is(findColumn(table, 'b')), is(findConstraint(table, 'c'))]).toEqual(['present', 'unknown', 'unknown']);
  });
});

describe('names along the search path', () => {
  const path = replay(
    `CREATE SCHEMA app; CREATE TABLE public.both (a int); CREATE TABLE app.both (a int); CREATE TABLE public.one (a int); SET search_path = app, public;`,
  );
  test.each([
    ['both', null, 'app.both'],
    ['one', null, 'public.one'],
    ['none', null, 'app.none'],
    ['one', 'app', 'app.one'],
  ])('%s in %s is %s', (name, schema, key) => expect(keyOf(path, named(name, schema))).toBe(key));

  test('temporary tables come first', () => {
    const temporary = replay('CREATE TABLE t (a int); CREATE TEMP TABLE t (b int); ALTER TABLE t ADD COLUMN c int;');
    expect(keyOf(temporary, named('t'))).toBe('pg_temp.t');
    expect(temporary.tables.get('public.t')?.columns.map((column) => column.name)).toEqual(['a']);
    expect(temporary.tables.get('pg_temp.t')?.columns.map((column) => column.name)).toEqual(['b', 'c']);
  });

  test('a search path lasts for its migration', () => {
    const next = replay([`CREATE SCHEMA app; SET search_path = app;`, `CREATE TABLE t (a int);`]);
    expect([...next.tables.entries()].map(([key]) => key)).toEqual(['public.t']);
  });

  test.each([
    [`SET search_path TO "$user", app, public`, ['app', 'public']],
    [`SET search_path = 'App', "B c"`, ['App', 'B c']],
    [`SET search_path TO DEFAULT`, ['public']],
    [`SELECT pg_catalog.set_config('search_path', '', false)`, []],
    [`SELECT set_config('search_path', '"$user", App, "B c"', false)`, ['app', 'B c']],
  ])('%s', (sql, expected) => expect(replay(sql).searchPath).toEqual(expected));

  test('time zones', () => {
    expect(replay(`SET TIME ZONE 'UTC'`).timeZone).toBe('UTC');
    expect(replay(`SET TimeZone = 'UTC'; RESET timezone`).timeZone).toBeNull();
    expect(replay([`SET timezone = 'UTC'`, 'SELECT 1']).timeZone).toBeNull();
  });
});
