import { describe, expect, it } from 'vitest';
import { check } from './case.ts';
import { outcomeOf } from './outcome.ts';

const USERS = 'CREATE TABLE users (id int PRIMARY KEY, email text, name text NOT NULL, age int);';
const POSTS = `${USERS} CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users (id), title text NOT NULL);`;
const LOGS = 'CREATE TABLE logs (id int, day int NOT NULL) PARTITION BY RANGE (day); CREATE TABLE logs_a PARTITION OF logs FOR VALUES FROM (0) TO (10);';

describe('DROP, RENAME, TRUNCATE', () => {
  check([
    {
      name: 'a dropped table is lost, and the other side of its foreign key is locked',
      given: POSTS,
      sql: 'DROP TABLE posts',
      says: {
        loses: ['table posts'],
        breaks: ['insert posts 42P01', 'select posts 42P01'],
        locks: ['posts: ACCESS EXCLUSIVE', 'posts_pkey: ACCESS EXCLUSIVE', 'users: ACCESS EXCLUSIVE'],
      },
    },
    { name: 'a table of this migration is no loss', given: '', sql: `${USERS} DROP TABLE users`, says: { loses: ['(table users)'], breaks: [], locks: [] } },
    {
      name: 'an emptied table holds nothing to lose',
      given: USERS,
      sql: 'DELETE FROM users; DROP TABLE users',
      says: { loses: ['(table users)', 'rows users'] },
    },
    { name: 'a drop that is refused does nothing else', given: POSTS, sql: 'DROP TABLE users', says: { fails: ['2BP01 always'], loses: [], breaks: [] } },
    {
      name: 'CASCADE takes foreign keys and views',
      given: `${POSTS} CREATE VIEW names AS SELECT name FROM users;`,
      sql: 'DROP TABLE users CASCADE',
      says: {
        fails: [],
        loses: ['(constraint posts posts_author_fkey cascaded)', '(view names names cascaded)', 'table users'],
        breaks: ['insert users 42P01', 'select names 42P01', 'select users 42P01'],
      },
    },
    {
      name: 'a renamed table is not found any more',
      given: USERS,
      sql: 'ALTER TABLE users RENAME TO people',
      says: { breaks: ['insert users 42P01', 'select users 42P01'], loses: [] },
    },
    {
      name: 'a view under the old name answers',
      given: USERS,
      sql: 'ALTER TABLE users RENAME TO people; CREATE VIEW users AS SELECT * FROM people',
      says: { breaks: [] },
    },
    { name: 'a new table is renamed into place', given: '', sql: `${USERS} ALTER TABLE users RENAME TO people`, says: { breaks: [] } },
    {
      name: 'TRUNCATE CASCADE empties what references it',
      given: POSTS,
      sql: 'TRUNCATE users CASCADE',
      says: { loses: ['rows posts cascaded', 'rows users'] },
    },
    {
      name: 'tables that are not known are taken as there',
      given: '',
      sql: "DO $$ BEGIN EXECUTE format('DROP TABLE %I', current_user); END $$; DROP TABLE unheard",
      says: { fails: [], loses: ['table unheard'] },
    },
    { name: 'what a complete history lacks is missing', given: USERS, sql: 'DROP TABLE unheard', says: { fails: ['42P01 always'], loses: [] } },
    { name: 'IF EXISTS asks first', given: USERS, sql: 'DROP TABLE IF EXISTS unheard', says: { fails: [] } },
    { name: 'a block may ask first, too', given: USERS, sql: 'DO $$ BEGIN IF false THEN CREATE TABLE users (id int); END IF; END $$', says: { fails: [] } },
  ]);
});

describe('properties', () => {
  check([
    {
      name: 'SET UNLOGGED writes heap and indexes anew',
      given: USERS,
      sql: 'ALTER TABLE users SET UNLOGGED',
      says: { work: ['index-rebuild users under ACCESS EXCLUSIVE', 'rewrite users under ACCESS EXCLUSIVE'] },
    },
    { name: 'SET LOGGED of a logged table does nothing', given: USERS, sql: 'ALTER TABLE users SET LOGGED', says: { work: [] } },
    {
      name: 'SET TABLESPACE copies the heap',
      given: USERS,
      sql: 'ALTER TABLE users SET TABLESPACE fast',
      says: { work: ['rewrite users under ACCESS EXCLUSIVE'] },
    },
    {
      name: 'storage parameters let reads and writes go on',
      given: USERS,
      sql: 'ALTER TABLE users SET (fillfactor = 70, toast.autovacuum_enabled = off)',
      says: { locks: ['users: SHARE UPDATE EXCLUSIVE'], work: [] },
    },
    { name: 'others do not', given: USERS, sql: 'ALTER TABLE users SET (user_catalog_table = true)', says: { locks: ['users: ACCESS EXCLUSIVE'] } },
    { name: 'VACUUM FULL writes anew', given: USERS, sql: 'VACUUM FULL users', says: { fails: ['25001 always'] } },
  ]);
});

describe('partitions', () => {
  check([
    {
      name: 'ATTACH scans the new partition',
      given: `${LOGS} CREATE TABLE logs_b (id int, day int NOT NULL);`,
      sql: 'ALTER TABLE logs ATTACH PARTITION logs_b FOR VALUES FROM (10) TO (20)',
      says: { work: ['scan logs_b under ACCESS EXCLUSIVE'], fails: ['23514 data'], locks: ['logs: SHARE UPDATE EXCLUSIVE', 'logs_b: ACCESS EXCLUSIVE'] },
    },
    {
      name: 'a valid CHECK over the key spares it',
      given: `${LOGS} CREATE TABLE logs_b (id int, day int NOT NULL CHECK (day >= 10 AND day < 20));`,
      sql: 'ALTER TABLE logs ATTACH PARTITION logs_b FOR VALUES FROM (10) TO (20)',
      says: { work: [], fails: [] },
    },
    {
      name: 'the default partition is searched',
      given: `${LOGS} CREATE TABLE logs_rest PARTITION OF logs DEFAULT;`,
      sql: 'CREATE TABLE logs_b PARTITION OF logs FOR VALUES FROM (10) TO (20)',
      says: { work: ['scan logs_rest under ACCESS EXCLUSIVE'], fails: ['23514 data'], locks: ['logs: ACCESS EXCLUSIVE', 'logs_rest: ACCESS EXCLUSIVE'] },
    },
    {
      name: 'indexes of the parent are built on the partition',
      given: `${LOGS} CREATE INDEX logs_id ON logs (id); CREATE TABLE logs_b (id int, day int NOT NULL);`,
      sql: 'ALTER TABLE logs ATTACH PARTITION logs_b FOR VALUES FROM (10) TO (20)',
      says: { work: ['index-build logs_b under ACCESS EXCLUSIVE', 'scan logs_b under ACCESS EXCLUSIVE'] },
    },
    {
      name: 'DETACH closes the parent',
      given: LOGS,
      sql: 'ALTER TABLE logs DETACH PARTITION logs_a',
      says: { locks: ['logs: ACCESS EXCLUSIVE', 'logs_a: ACCESS EXCLUSIVE'] },
    },
  ]);

  it('closed the parent for ATTACH before 12', async () => {
    const given = `${LOGS} CREATE TABLE logs_b (id int, day int NOT NULL);`;
    expect((await outcomeOf(given, 'ALTER TABLE logs ATTACH PARTITION logs_b FOR VALUES FROM (10) TO (20)', 11)).locks).toContain('logs: ACCESS EXCLUSIVE');
  });
});
