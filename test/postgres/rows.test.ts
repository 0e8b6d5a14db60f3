import { describe, expect } from 'vitest';
import { check } from './case.ts';

const USERS = `CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE, name text NOT NULL, age int, boss int REFERENCES users (id));`;
const POSTS = `${USERS} CREATE TABLE posts (id int PRIMARY KEY, author int NOT NULL REFERENCES users (id) ON DELETE CASCADE, title text NOT NULL);`;
const NEW = 'CREATE TABLE people (id int PRIMARY KEY, mail text NOT NULL, chief int REFERENCES users (id));';

describe('INSERT', () => {
  check([
    {
      name: 'fixed keys may be there already',
      given: USERS,
      sql: `INSERT INTO users (id, name) VALUES (1, 'x')`,
      says: { fails: ['23505 data'], work: [], loses: [] },
    },
    { name: 'ON CONFLICT has an answer', given: USERS, sql: `INSERT INTO users (id, name) VALUES (1, 'x') ON CONFLICT DO NOTHING`, says: { fails: [] } },
    { name: 'a new table has no such rows', given: '', sql: `${USERS} INSERT INTO users (id, name) VALUES (1, 'x')`, says: { fails: [] } },
    {
      name: 'generated keys do not meet',
      given: 'CREATE TABLE t (id uuid PRIMARY KEY, n text);',
      sql: `INSERT INTO t VALUES (gen_random_uuid(), 'x')`,
      says: { fails: [] },
    },
    {
      name: 'a required column without a value',
      given: USERS,
      sql: 'INSERT INTO users (id) VALUES (1) ON CONFLICT DO NOTHING',
      says: { fails: ['23502 always'] },
    },
    {
      name: 'a label that the enum has not',
      given: `CREATE TYPE role AS ENUM ('A'); CREATE TABLE t (r role);`,
      sql: `INSERT INTO t (r) VALUES ('Z')`,
      says: { fails: ['22P02 always'] },
    },
    {
      name: 'a nullable source for a required column',
      given: USERS,
      sql: `${NEW} INSERT INTO people SELECT id, email, boss FROM users`,
      says: { fails: ['23502 data'] },
    },
    {
      name: 'a condition that keeps NULLs out',
      given: USERS,
      sql: `${NEW} INSERT INTO people SELECT id, email, boss FROM users WHERE email IS NOT NULL`,
      says: { fails: [] },
    },
    {
      name: 'keys of the source stay keys, also with a prefix',
      given: 'CREATE TABLE a (id text PRIMARY KEY);',
      sql: `CREATE TABLE b (id text PRIMARY KEY); INSERT INTO b SELECT 'b-' || id FROM a`,
      says: { fails: [] },
    },
    {
      name: 'what is no key there may repeat',
      given: USERS,
      sql: `CREATE TABLE names (name text PRIMARY KEY); INSERT INTO names SELECT name FROM users`,
      says: { fails: ['23505 data'] },
    },
    {
      name: 'GROUP BY makes it one',
      given: USERS,
      sql: `CREATE TABLE names (name text PRIMARY KEY); INSERT INTO names SELECT name FROM users GROUP BY name`,
      says: { fails: [] },
    },
    {
      name: 'rows may be there already',
      given: `${USERS} CREATE TABLE names (name text PRIMARY KEY);`,
      sql: 'INSERT INTO names SELECT DISTINCT name FROM users',
      says: { fails: ['23505 data'], work: ['rows-written names under ROW EXCLUSIVE'] },
    },
    {
      name: 'unless the statement has looked',
      given: `${USERS} CREATE TABLE names (name text PRIMARY KEY);`,
      sql: 'INSERT INTO names SELECT DISTINCT name FROM users u WHERE NOT EXISTS (SELECT 1 FROM names n WHERE n.name = u.name)',
      says: { fails: [] },
    },
    {
      name: 'a reference from a column that is none',
      given: USERS,
      sql: `${NEW} INSERT INTO people SELECT id, name, age FROM users`,
      says: { fails: ['23503 data'] },
    },
    {
      name: 'the referenced table is locked lightly',
      given: POSTS,
      sql: `INSERT INTO posts VALUES (1, 1, 'x') ON CONFLICT DO NOTHING`,
      says: { locks: ['posts: ROW EXCLUSIVE', 'posts_pkey: ROW EXCLUSIVE', 'users: ROW SHARE', 'users_pkey: ROW SHARE'] },
    },
    {
      name: 'a data-modifying CTE reads its neighbours',
      given: USERS,
      sql: `WITH old AS (SELECT name FROM users), made AS (INSERT INTO users (id, name) SELECT 7, name FROM old RETURNING id) SELECT * FROM made`,
      says: { fails: [] },
    },
  ]);
});

describe('UPDATE', () => {
  check([
    {
      name: 'a constant in every row destroys what was there',
      given: USERS,
      sql: 'UPDATE users SET age = 0',
      says: { loses: ['values users.age overwritten'], work: ['rows-written users under ROW EXCLUSIVE'] },
    },
    { name: 'a backfill does not', given: USERS, sql: 'UPDATE users SET age = 0 WHERE age IS NULL', says: { loses: [] } },
    {
      name: 'a new column had nothing to lose',
      given: USERS,
      sql: 'ALTER TABLE users ADD COLUMN kind text; UPDATE users SET kind = name',
      says: { loses: [], fails: [] },
    },
    { name: 'a condition spares some rows', given: USERS, sql: 'UPDATE users SET age = 0 WHERE age < 0', says: { loses: ['(values users.age overwritten)'] } },
    { name: 'one row by its key is no bulk write', given: USERS, sql: 'UPDATE users SET age = 0 WHERE id = 7', says: { work: [] } },
    { name: 'no row can be meant', given: USERS, sql: `UPDATE users SET age = 0 WHERE name IS NULL`, says: { work: [], loses: [], fails: [] } },
    { name: 'NULL for a required column', given: USERS, sql: 'UPDATE users SET name = NULL', says: { fails: ['23502 rows'] } },
    { name: 'a nullable column for a required one', given: USERS, sql: 'UPDATE users SET name = email', says: { fails: ['23502 data'] } },
    {
      name: 'a column of another table is not the row’s own',
      given: POSTS,
      sql: 'UPDATE users SET name = p.title FROM posts p WHERE p.author = users.id',
      says: { fails: [] },
    },
    {
      name: 'a sub-select may find two rows',
      given: POSTS,
      sql: 'UPDATE users SET email = (SELECT title FROM posts WHERE author = users.id)',
      says: { fails: ['21000 data'] },
    },
    {
      name: 'or one, by its key',
      given: POSTS,
      sql: 'UPDATE posts SET title = (SELECT name FROM users WHERE users.id = posts.author)',
      says: { fails: ['23502 data'] },
    },
    { name: 'a constant in a key', given: USERS, sql: `UPDATE users SET email = 'nobody@example.org' WHERE age < 0`, says: { fails: ['23505 data'] } },
    { name: 'a reference from a column that is none', given: USERS, sql: 'UPDATE users SET boss = age', says: { fails: ['23503 data'] } },
    {
      name: 'a changed key reaches those that reference it',
      given: POSTS.replace('ON DELETE CASCADE', 'ON UPDATE CASCADE'),
      sql: 'UPDATE users SET id = id + 1000 WHERE id < 0',
      says: { locks: expect.arrayContaining(['posts: ROW EXCLUSIVE']) },
    },
  ]);
});

describe('DELETE', () => {
  check([
    {
      name: 'rows are lost, those that reference them too',
      given: POSTS,
      sql: 'DELETE FROM users WHERE age < 18',
      says: { loses: ['rows posts cascaded', 'rows users'] },
    },
    { name: 'a foreign key without an action refuses', given: USERS, sql: 'DELETE FROM users WHERE age < 18', says: { fails: ['23503 data'] } },
    {
      name: 'SET NULL onto a required column fails',
      given: POSTS.replace('CASCADE', 'SET NULL'),
      sql: 'DELETE FROM users WHERE age < 18',
      says: { fails: expect.arrayContaining(['23502 data']) },
    },
    { name: 'an empty table loses nothing', given: '', sql: `${USERS} DELETE FROM users`, says: { loses: [], fails: [] } },
    {
      name: 'TRUNCATE and MERGE lose rows, too',
      given: POSTS,
      sql: 'MERGE INTO posts USING users u ON u.id = posts.author WHEN MATCHED THEN DELETE',
      says: { loses: ['rows posts'] },
    },
  ]);
});
