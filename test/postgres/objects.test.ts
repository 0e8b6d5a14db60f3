import { describe, expect, it } from 'vitest';
import { check } from './case.ts';
import { outcomeOf } from './outcome.ts';

const ROLES = `CREATE TYPE role AS ENUM ('A', 'B'); CREATE TABLE members (id int PRIMARY KEY, role role NOT NULL DEFAULT 'A', old role[]);`;
const USERS = 'CREATE TABLE users (id int PRIMARY KEY, email text, name text NOT NULL, age int);';

describe('types', () => {
  check([
    { name: 'a new enum value breaks nobody yet', given: ROLES, sql: `ALTER TYPE role ADD VALUE 'C'`, says: { fails: [], breaks: [], locks: [] } },
    {
      name: 'a renamed one is refused',
      given: ROLES,
      sql: `ALTER TYPE role RENAME VALUE 'A' TO 'C'`,
      says: { breaks: ['enum members.old 22P02', 'enum members.role 22P02', 'insert members.old 22P02', 'insert members.role 22P02'] },
    },
    {
      name: 'a renamed type is not found by casts to it',
      given: ROLES,
      sql: 'ALTER TYPE role RENAME TO rank',
      says: { breaks: expect.arrayContaining(['enum members.old 42704', 'enum members.role 42704', 'insert members.old 42704', 'insert members.role 42704']) },
    },
    {
      name: 'a type without columns is in nobody’s statements',
      given: `CREATE TYPE role AS ENUM ('A');`,
      sql: 'ALTER TYPE role RENAME TO rank',
      says: { breaks: [] },
    },
    {
      name: 'a domain is not named by clients',
      given: 'CREATE DOMAIN mail AS text; CREATE TABLE t (m mail);',
      sql: 'ALTER DOMAIN mail RENAME TO address',
      says: { breaks: [] },
    },
    {
      name: 'DROP TYPE CASCADE takes the columns',
      given: ROLES,
      sql: 'DROP TYPE role CASCADE',
      says: { loses: ['column members.old cascaded', 'column members.role cascaded'], locks: ['members: ACCESS EXCLUSIVE'] },
    },
    {
      name: 'a CHECK on a domain reads its tables',
      given: 'CREATE DOMAIN mail AS text; CREATE TABLE t (m mail);',
      sql: `ALTER DOMAIN mail ADD CONSTRAINT c CHECK (VALUE <> '')`,
      says: { locks: ['t: SHARE'], work: ['scan t under SHARE'], fails: ['23514 data'] },
    },
    {
      name: 'NOT VALID does not',
      given: 'CREATE DOMAIN mail AS text; CREATE TABLE t (m mail);',
      sql: `ALTER DOMAIN mail ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID`,
      says: { locks: [], work: [], fails: [] },
    },
    {
      name: 'NOT NULL on a domain refuses INSERTs that leave it out',
      given: 'CREATE DOMAIN mail AS text; CREATE TABLE t (id int, m mail);',
      sql: 'ALTER DOMAIN mail SET NOT NULL',
      says: { fails: ['23502 data'], breaks: ['insert t.m 23502'] },
    },
    {
      name: 'an attribute of a composite type is lost',
      given: 'CREATE TYPE point3 AS (x int, y int); CREATE TABLE t (p point3);',
      sql: 'ALTER TYPE point3 DROP ATTRIBUTE y',
      says: { loses: ['values t.p y'] },
    },
    {
      name: 'DROP EXTENSION CASCADE takes columns of its types',
      given: 'CREATE EXTENSION citext; CREATE TABLE t (c citext);',
      sql: 'DROP EXTENSION citext CASCADE',
      says: { loses: ['column t.c cascaded'] },
    },
    {
      name: 'and is refused without',
      given: 'CREATE EXTENSION citext; CREATE TABLE t (c citext);',
      sql: 'DROP EXTENSION citext',
      says: { fails: ['2BP01 always'] },
    },
  ]);
});

describe('views', () => {
  check([
    {
      name: 'a dropped view is missed',
      given: `${USERS} CREATE VIEW v AS SELECT name FROM users;`,
      sql: 'DROP VIEW v',
      says: { breaks: ['select v 42P01'], loses: ['(view v v)'] },
    },
    {
      name: 'one that comes back is not',
      given: `${USERS} CREATE VIEW v AS SELECT name FROM users;`,
      sql: 'DROP VIEW v; CREATE VIEW v AS SELECT name FROM users WHERE age > 3',
      says: { breaks: [] },
    },
    {
      name: 'columns may be added at the end',
      given: `${USERS} CREATE VIEW v AS SELECT name FROM users;`,
      sql: 'CREATE OR REPLACE VIEW v AS SELECT name, age FROM users',
      says: { fails: [], locks: ['v: ACCESS EXCLUSIVE'] },
    },
    {
      name: 'but not taken away',
      given: `${USERS} CREATE VIEW v AS SELECT name, age FROM users;`,
      sql: 'CREATE OR REPLACE VIEW v AS SELECT name FROM users',
      says: { fails: ['42P16 always'] },
    },
    {
      name: 'REFRESH keeps readers out',
      given: `${USERS} CREATE MATERIALIZED VIEW m AS SELECT name FROM users;`,
      sql: 'REFRESH MATERIALIZED VIEW m',
      says: { locks: ['m: ACCESS EXCLUSIVE'], work: ['rewrite m under ACCESS EXCLUSIVE'] },
    },
    {
      name: 'CONCURRENTLY does not',
      given: `${USERS} CREATE MATERIALIZED VIEW m AS SELECT id FROM users; CREATE UNIQUE INDEX i ON m (id);`,
      sql: 'REFRESH MATERIALIZED VIEW CONCURRENTLY m',
      says: { fails: [], locks: ['i: ROW EXCLUSIVE', 'm: EXCLUSIVE'] },
    },
    {
      name: 'WITH NO DATA makes it unreadable',
      given: `${USERS} CREATE MATERIALIZED VIEW m AS SELECT name FROM users;`,
      sql: 'REFRESH MATERIALIZED VIEW m WITH NO DATA',
      says: { breaks: ['select m 55000'], work: [] },
    },
  ]);
});

describe('schemas, sequences, functions', () => {
  check([
    {
      name: 'DROP SCHEMA CASCADE takes the tables',
      given: `CREATE SCHEMA app; CREATE TABLE app.t (id int);`,
      sql: 'DROP SCHEMA app CASCADE',
      says: { loses: ['table app.t'], breaks: ['insert app.t 42P01', 'select app.t 42P01'] },
    },
    {
      name: 'a full schema stays',
      given: `CREATE SCHEMA app; CREATE TABLE app.t (id int);`,
      sql: 'DROP SCHEMA app',
      says: { fails: ['2BP01 always'], loses: [] },
    },
    {
      name: 'a renamed schema hides its tables',
      given: `CREATE SCHEMA app; CREATE TABLE app.t (id int);`,
      sql: 'ALTER SCHEMA app RENAME TO lib',
      says: { breaks: ['insert app.t 42P01', 'select app.t 42P01'], locks: [] },
    },
    {
      name: 'without its sequence a column has no default',
      given: `CREATE SEQUENCE s; CREATE TABLE t (id int NOT NULL DEFAULT nextval('s'));`,
      sql: 'DROP SEQUENCE s CASCADE',
      says: { breaks: ['insert t.id 23502'] },
    },
    {
      name: 'a function that a trigger calls stays',
      given: `${USERS} CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();`,
      sql: 'DROP FUNCTION f()',
      says: { fails: ['2BP01 always'] },
    },
    {
      name: 'CASCADE takes the trigger',
      given: `${USERS} CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();`,
      sql: 'DROP FUNCTION f() CASCADE',
      says: { loses: ['(trigger users t cascaded)'] },
    },
    {
      name: 'a guard raises on what it looks for',
      given: USERS,
      sql: `DO $$ BEGIN IF EXISTS (SELECT 1 FROM users WHERE email IS NULL) THEN RAISE EXCEPTION 'no'; END IF; END $$`,
      says: { fails: ['P0001 data'] },
    },
  ]);

  it('needs 14 for CREATE OR REPLACE TRIGGER', async () => {
    const given = `${USERS} CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';`;
    const sql = 'CREATE OR REPLACE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()';
    expect([(await outcomeOf(given, sql, 13)).fails, (await outcomeOf(given, sql, 14)).fails]).toEqual([['42601 always'], []]);
  });
});
