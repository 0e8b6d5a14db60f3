import { describe, expect, it } from 'vitest';
import { check } from './case.ts';
import { outcomeOf } from './outcome.ts';

const USERS = 'CREATE TABLE users (id int PRIMARY KEY, email text, name varchar(80) NOT NULL, age int);';

describe('CREATE INDEX', () => {
  check([
    {
      name: 'writes wait for the build',
      given: USERS,
      sql: 'CREATE INDEX i ON users (age)',
      says: { locks: ['users: SHARE'], work: ['index-build users under SHARE'], fails: [] },
    },
    { name: 'a new table has nothing to build', given: '', sql: `${USERS} CREATE INDEX i ON users (age)`, says: { locks: [], work: [] } },
    {
      name: 'a table filled in this migration is nobody else’s',
      given: '',
      sql: `${USERS} INSERT INTO users (id, name) VALUES (1, 'x'); CREATE INDEX i ON users (age)`,
      says: { work: [] },
    },
    { name: 'values of unlimited length may be too long for a b-tree', given: USERS, sql: 'CREATE INDEX i ON users (email)', says: { fails: ['54000 data?'] } },
    { name: 'limited ones are not', given: USERS, sql: 'CREATE INDEX i ON users (name)', says: { fails: [] } },
    {
      name: 'hash and GIN have no such limit',
      given: USERS,
      sql: `CREATE INDEX i ON users USING hash (email); CREATE INDEX j ON users USING gin (to_tsvector('english', email))`,
      says: { fails: [] },
    },
    {
      name: 'an expression may give the same value twice',
      given: USERS,
      sql: 'CREATE UNIQUE INDEX i ON users (lower(email))',
      says: { fails: ['23505 data'] },
    },
    {
      name: 'no row satisfies the predicate',
      given: USERS,
      sql: 'ALTER TABLE users ADD COLUMN main boolean NOT NULL DEFAULT false; CREATE UNIQUE INDEX i ON users (age) WHERE main',
      says: { fails: [] },
    },
    {
      name: 'every row satisfies it',
      given: USERS,
      sql: 'ALTER TABLE users ADD COLUMN gone timestamp; CREATE UNIQUE INDEX i ON users (age) WHERE gone IS NULL',
      says: { fails: ['23505 data'] },
    },
    { name: 'a key beside others is a key', given: USERS, sql: 'CREATE UNIQUE INDEX i ON users (id, age)', says: { fails: [] } },
    {
      name: 'IF NOT EXISTS keeps another definition',
      given: `${USERS} CREATE INDEX i ON users (age);`,
      sql: 'CREATE UNIQUE INDEX IF NOT EXISTS i ON users (name)',
      says: { fails: [], work: [], notes: ['index public.i exists with another definition, which stays'] },
    },
    {
      name: 'the query of a materialized view is not looked into',
      given: `${USERS} CREATE MATERIALIZED VIEW m AS SELECT name FROM users;`,
      sql: 'CREATE UNIQUE INDEX i ON m (name)',
      says: { fails: [], work: ['index-build m under SHARE'] },
    },
    {
      name: 'partitions are built each, ONLY builds none',
      given: 'CREATE TABLE l (a int, b int) PARTITION BY LIST (a); CREATE TABLE l1 PARTITION OF l FOR VALUES IN (1);',
      sql: 'CREATE INDEX i ON l (b); CREATE INDEX j ON ONLY l (a)',
      says: { work: ['index-build l1 under SHARE'], locks: ['l1: SHARE', 'l: SHARE'] },
    },
  ]);

  it('needs 15 for NULLS NOT DISTINCT', async () => {
    const sql = 'CREATE UNIQUE INDEX i ON users (age) NULLS NOT DISTINCT';
    expect([(await outcomeOf(USERS, sql, 14)).fails, (await outcomeOf(USERS, sql, 15)).fails]).toEqual([['42601 always'], ['23505 data']]);
  });
});

describe('DROP INDEX, REINDEX, ALTER INDEX', () => {
  check([
    {
      name: 'a dropped index is no data',
      given: `${USERS} CREATE INDEX i ON users (age);`,
      sql: 'DROP INDEX i',
      says: { loses: ['(index users i)'], locks: ['i: ACCESS EXCLUSIVE', 'users: ACCESS EXCLUSIVE'], breaks: [] },
    },
    { name: 'a constraint keeps its index', given: USERS, sql: 'DROP INDEX users_pkey', says: { fails: ['2BP01 always'], loses: [] } },
    {
      name: 'REINDEX keeps writes out',
      given: `${USERS} CREATE INDEX i ON users (age);`,
      sql: 'REINDEX INDEX i',
      says: { locks: ['i: ACCESS EXCLUSIVE', 'users: SHARE'], work: ['index-rebuild users under SHARE'] },
    },
    {
      name: 'renaming lets the index be used',
      given: USERS,
      sql: 'ALTER INDEX users_pkey RENAME TO pk',
      says: { locks: ['users_pkey: SHARE UPDATE EXCLUSIVE'] },
    },
    {
      name: 'SET TABLESPACE copies it',
      given: USERS,
      sql: 'ALTER INDEX users_pkey SET TABLESPACE fast',
      says: { work: ['index-rebuild users under ACCESS EXCLUSIVE'] },
    },
    {
      name: 'a dropped unique index leaves its proof',
      given: `${USERS} CREATE UNIQUE INDEX i ON users (age);`,
      sql: 'DROP INDEX i; CREATE UNIQUE INDEX j ON users (age) INCLUDE (name)',
      says: { fails: [] },
    },
  ]);
});
