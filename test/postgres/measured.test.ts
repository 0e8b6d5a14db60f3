/**
 * Effects against an embedded PostgreSQL 18, beyond the stored facts: for each pair of a database and a statement the SQLSTATE (or that there
 * is none), the strongest lock per relation that is still there, and the heaps that got a new file must be what PostgreSQL did.
 * ACCESS SHARE is left out on both sides: it depends on what plans look at.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Laboratory } from '../claims/measure.ts';
import { outcomeOf } from './outcome.ts';

const USERS = `CREATE TABLE users (id int PRIMARY KEY, email text, name text NOT NULL, age int); INSERT INTO users SELECT g, 'e' || g, 'n' || g, g FROM generate_series(1, 20) g;`;
const POSTS = `${USERS} CREATE TABLE posts (id int PRIMARY KEY, author int CONSTRAINT posts_author REFERENCES users (id), title text NOT NULL); INSERT INTO posts SELECT g, g, 't' FROM generate_series(1, 20) g;`;
const PARTED = `CREATE TABLE logs (id int NOT NULL, day int NOT NULL, note text) PARTITION BY RANGE (day); CREATE TABLE logs_a PARTITION OF logs FOR VALUES FROM (0) TO (10); CREATE TABLE logs_b PARTITION OF logs FOR VALUES FROM (10) TO (20); INSERT INTO logs SELECT g, g, 'x' FROM generate_series(0, 19) g;`;
const ROLE = `CREATE TYPE role AS ENUM ('A', 'B'); CREATE TABLE members (id int PRIMARY KEY, role role NOT NULL); INSERT INTO members VALUES (1, 'A');`;
const TRIGGER = `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';`;

type Case = readonly [given: string, sql: string];

const CASES: Readonly<Record<string, readonly Case[]>> = {
  tables: [
    [USERS, 'CREATE TABLE users (id int)'],
    [USERS, 'CREATE TABLE IF NOT EXISTS users (id int)'],
    [ROLE, 'CREATE TABLE role (id int)'],
    [USERS, 'CREATE TABLE t (a int, a int)'],
    [USERS, 'CREATE TABLE nowhere.t (a int)'],
    [USERS, 'CREATE TABLE t (a int REFERENCES users)'],
    [USERS, 'CREATE TABLE t (a int REFERENCES missing)'],
    [USERS, 'CREATE TABLE t (a uuid REFERENCES users (id))'],
    [USERS, 'CREATE TABLE t (a text REFERENCES users (email))'],
    [USERS, 'CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t (id))'],
    [USERS, 'CREATE TABLE t () INHERITS (users)'],
    [USERS, 'CREATE TABLE t (LIKE missing)'],
    [POSTS, 'DROP TABLE posts'],
    [POSTS, 'DROP TABLE users'],
    [POSTS, 'DROP TABLE users, posts'],
    [POSTS, 'DROP TABLE users CASCADE'],
    [`${USERS} CREATE TABLE vip () INHERITS (users);`, 'DROP TABLE users'],
    [`${USERS} CREATE VIEW v AS SELECT name FROM users;`, 'DROP TABLE v'],
    [POSTS, 'ALTER TABLE users RENAME TO posts'],
    [`${USERS} CREATE SCHEMA other;`, 'ALTER TABLE users SET SCHEMA other; ALTER TABLE other.users SET SCHEMA public'],
    [USERS, 'ALTER TABLE users SET SCHEMA nowhere'],
    [USERS, 'ALTER TABLE users SET UNLOGGED'],
    [USERS, 'ALTER TABLE users SET LOGGED'],
    [POSTS, 'ALTER TABLE users SET UNLOGGED'],
    [USERS, 'ALTER TABLE users CLUSTER ON missing'],
    [USERS, 'ALTER TABLE users SET (fillfactor = 80, autovacuum_enabled = off)'],
    [USERS, 'ALTER TABLE users DISABLE TRIGGER missing'],
    [USERS, 'ALTER TABLE users FORCE ROW LEVEL SECURITY'],
    [`${USERS} CREATE TABLE vip () INHERITS (users);`, 'ALTER TABLE vip NO INHERIT users'],
    [POSTS, 'TRUNCATE users'],
    [POSTS, 'TRUNCATE users, posts'],
    [PARTED, 'LOCK TABLE logs IN SHARE MODE'],
    [`${USERS} CREATE VIEW v AS SELECT name FROM users;`, 'LOCK TABLE v IN SHARE MODE'],
    [USERS, 'ANALYZE users'],
    [USERS, 'CLUSTER users USING users_pkey'],
  ],
  partitions: [
    [PARTED, 'CREATE TABLE logs_c PARTITION OF logs FOR VALUES FROM (20) TO (30)'],
    [`${PARTED} CREATE TABLE logs_d PARTITION OF logs DEFAULT;`, 'CREATE TABLE logs_c PARTITION OF logs FOR VALUES FROM (20) TO (30)'],
    [`${PARTED} CREATE TABLE k (id int PRIMARY KEY); INSERT INTO k SELECT generate_series(0, 99); ALTER TABLE logs ADD FOREIGN KEY (id) REFERENCES k (id);`, 'CREATE TABLE logs_c PARTITION OF logs FOR VALUES FROM (20) TO (30)'],
    [`${PARTED} CREATE TABLE k (id int PRIMARY KEY); INSERT INTO k SELECT generate_series(0, 99); ALTER TABLE logs ADD FOREIGN KEY (id) REFERENCES k (id);`, 'ALTER TABLE logs DETACH PARTITION logs_b'],
    [`${PARTED} CREATE TABLE logs_d PARTITION OF logs DEFAULT;`, 'ALTER TABLE logs DETACH PARTITION logs_b'],
    [`${PARTED} CREATE TABLE logs_d PARTITION OF logs DEFAULT;`, 'DROP TABLE logs_b'],
    [`${PARTED} CREATE TABLE logs_c (LIKE logs);`, 'ALTER TABLE logs ATTACH PARTITION logs_c FOR VALUES FROM (20) TO (30)'],
    [PARTED, 'CREATE UNIQUE INDEX u ON logs (id)'],
    [PARTED, 'CREATE INDEX i ON ONLY logs (id)'],
    [PARTED, 'ALTER TABLE logs ADD CONSTRAINT c CHECK (id >= 0)'],
    [PARTED, 'ALTER TABLE logs SET UNLOGGED'],
    [PARTED, 'ALTER TABLE logs ADD UNIQUE (id, day)'],
  ],
  constraints: [
    [USERS, 'ALTER TABLE users ADD PRIMARY KEY (email)'],
    [USERS, 'ALTER TABLE users ADD CONSTRAINT u UNIQUE (missing)'],
    [`${USERS} ALTER TABLE users ADD CONSTRAINT u UNIQUE (email);`, 'ALTER TABLE users ADD CONSTRAINT u UNIQUE (age)'],
    [`${USERS} ALTER TABLE users ADD d json;`, 'ALTER TABLE users ADD UNIQUE (d)'],
    [`${USERS} CREATE INDEX i ON users (email);`, 'ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX i'],
    [`${USERS} CREATE UNIQUE INDEX i ON users (lower(email));`, 'ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX i'],
    [USERS, 'ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX missing'],
    [`${USERS} ALTER TABLE users ADD CONSTRAINT u UNIQUE (email);`, 'ALTER TABLE users ADD CONSTRAINT w UNIQUE USING INDEX u'],
    [USERS, 'ALTER TABLE users ADD CHECK (missing > 0)'],
    [USERS, 'ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0), ADD CONSTRAINT c CHECK (age > 1)'],
    [POSTS, 'ALTER TABLE posts ADD FOREIGN KEY (title) REFERENCES users (id)'],
    [POSTS, 'ALTER TABLE posts ADD FOREIGN KEY (author) REFERENCES users (age)'],
    [POSTS, 'ALTER TABLE posts ADD FOREIGN KEY (author, title) REFERENCES users (id)'],
    [POSTS, 'ALTER TABLE posts ADD FOREIGN KEY (missing) REFERENCES users (id)'],
    [`${POSTS} CREATE UNIQUE INDEX p ON users (age) WHERE age > 3;`, 'ALTER TABLE posts ADD FOREIGN KEY (author) REFERENCES users (age)'],
    [`${POSTS} CREATE UNIQUE INDEX p ON users (age);`, 'ALTER TABLE posts ADD FOREIGN KEY (author) REFERENCES users (age)'],
    [`${POSTS} CREATE UNLOGGED TABLE scratch (id int PRIMARY KEY);`, 'ALTER TABLE posts ADD FOREIGN KEY (author) REFERENCES scratch (id)'],
    [`${POSTS} CREATE VIEW v AS SELECT id FROM users;`, 'ALTER TABLE posts ADD FOREIGN KEY (author) REFERENCES v (id)'],
    [POSTS, 'ALTER TABLE users DROP CONSTRAINT users_pkey'],
    [POSTS, 'ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE'],
    [POSTS, 'ALTER TABLE posts DROP CONSTRAINT posts_author'],
    [POSTS, 'ALTER TABLE posts ALTER CONSTRAINT posts_author DEFERRABLE INITIALLY DEFERRED'],
    [POSTS, 'ALTER TABLE posts ALTER CONSTRAINT posts_author NOT ENFORCED'],
    [POSTS, 'ALTER TABLE posts ALTER CONSTRAINT posts_pkey DEFERRABLE'],
    [POSTS, 'ALTER TABLE posts VALIDATE CONSTRAINT posts_author'],
    [POSTS, 'ALTER TABLE posts VALIDATE CONSTRAINT missing'],
    [POSTS, 'ALTER TABLE posts RENAME CONSTRAINT posts_author TO posts_pkey'],
  ],
  indexes: [
    [USERS, 'CREATE INDEX i ON missing (id)'],
    [USERS, 'CREATE INDEX i ON users (missing)'],
    [USERS, 'CREATE INDEX i ON users (age) WHERE missing'],
    [USERS, 'CREATE INDEX users ON users (age)'],
    [`${USERS} CREATE VIEW v AS SELECT name FROM users;`, 'CREATE INDEX i ON v (name)'],
    [USERS, 'CREATE UNIQUE INDEX i ON users USING hash (email)'],
    [USERS, 'CREATE INDEX i ON users USING hash (email, age)'],
    [USERS, 'CREATE INDEX i ON users USING brin (age DESC)'],
    [USERS, 'CREATE INDEX i ON users USING gin (email)'],
    [`${USERS} ALTER TABLE users ADD at timestamptz;`, 'CREATE INDEX i ON users ((at::date))'],
    [`${USERS} ALTER TABLE users ADD at timestamptz;`, `CREATE INDEX i ON users (date_trunc('day', at))`],
    [`${USERS} ALTER TABLE users ADD at timestamp;`, `CREATE INDEX i ON users (date_trunc('day', at))`],
    [`${USERS} ALTER TABLE users ADD at timestamp;`, 'CREATE INDEX i ON users ((at::text))'],
    [USERS, `CREATE INDEX i ON users (to_tsvector(name))`],
    [USERS, `CREATE INDEX i ON users USING gin (to_tsvector('english', name))`],
    [USERS, 'CREATE INDEX i ON users (age) WHERE now() > now()'],
    [`${USERS} CREATE FUNCTION g(int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';`, 'CREATE INDEX i ON users (g(age))'],
    [`${USERS} CREATE FUNCTION g(int) RETURNS int LANGUAGE sql AS 'SELECT $1 + 1';`, 'CREATE INDEX i ON users (g(age))'],
    [USERS, 'DROP INDEX missing'],
    [USERS, 'DROP INDEX users'],
    [USERS, 'DROP INDEX users_pkey CASCADE'],
    [`${USERS} CREATE UNIQUE INDEX i ON users (age); CREATE TABLE t (a int REFERENCES users (age));`, 'DROP INDEX i'],
    [`${USERS} CREATE UNIQUE INDEX i ON users (age); CREATE TABLE t (a int REFERENCES users (age));`, 'DROP INDEX i CASCADE'],
    [USERS, 'ALTER INDEX users_pkey RENAME TO users'],
    [USERS, 'ALTER INDEX missing RENAME TO other'],
    [USERS, 'ALTER INDEX IF EXISTS missing RENAME TO other'],
    [`${USERS} CREATE MATERIALIZED VIEW m AS SELECT id FROM users;`, 'CREATE UNIQUE INDEX i ON m (id)'],
  ],
  types: [
    [ROLE, `CREATE TYPE role AS ENUM ('X')`],
    [USERS, `CREATE TYPE users AS ENUM ('X')`],
    [ROLE, `ALTER TYPE role ADD VALUE 'C' BEFORE 'Z'`],
    [ROLE, `ALTER TYPE role RENAME VALUE 'Z' TO 'C'`],
    [ROLE, `ALTER TYPE role RENAME VALUE 'A' TO 'B'`],
    [ROLE, `ALTER TYPE missing ADD VALUE 'C'`],
    [ROLE, 'ALTER TYPE role RENAME TO members'],
    [ROLE, 'DROP TYPE role'],
    [ROLE, 'DROP TYPE role CASCADE'],
    [`CREATE TYPE role AS ENUM ('A'); CREATE FUNCTION g(role) RETURNS int LANGUAGE sql AS 'SELECT 1';`, 'DROP TYPE role'],
    [`CREATE DOMAIN d AS int; CREATE TABLE t (c d); INSERT INTO t VALUES (1);`, 'ALTER DOMAIN d SET NOT NULL'],
    [`CREATE DOMAIN d AS int; CREATE TABLE t (c d);`, 'ALTER DOMAIN d VALIDATE CONSTRAINT missing'],
    [`CREATE DOMAIN d AS int; CREATE TABLE t (c d);`, 'DROP DOMAIN d CASCADE'],
    [`CREATE TYPE c AS (x int); CREATE TABLE t (v c);`, 'ALTER TYPE c ALTER ATTRIBUTE x TYPE bigint'],
  ],
  views: [
    [`${USERS} CREATE VIEW v AS SELECT id, name FROM users;`, 'CREATE OR REPLACE VIEW v AS SELECT name, id FROM users'],
    [`${USERS} CREATE VIEW v AS SELECT id, name FROM users;`, 'CREATE VIEW v AS SELECT id FROM users'],
    [`${USERS} CREATE VIEW v AS SELECT id, name FROM users;`, 'CREATE OR REPLACE VIEW users AS SELECT 1 AS id'],
    [USERS, 'CREATE VIEW v AS SELECT id FROM missing'],
    [USERS, 'CREATE VIEW v AS WITH missing AS (SELECT id FROM users) SELECT id FROM missing'],
    [`${USERS} CREATE VIEW v AS SELECT id FROM users;`, 'DROP MATERIALIZED VIEW v'],
    [`${USERS} CREATE VIEW v AS SELECT id FROM users; CREATE VIEW w AS SELECT id FROM v;`, 'DROP VIEW v, w'],
    [USERS, 'DROP VIEW users'],
    [USERS, 'DROP VIEW missing'],
    [`${USERS} CREATE VIEW v AS SELECT id FROM users;`, 'ALTER VIEW v RENAME TO users'],
    [`${USERS} CREATE MATERIALIZED VIEW m AS SELECT id FROM users; CREATE INDEX i ON m (id);`, 'REFRESH MATERIALIZED VIEW m'],
    [`${USERS} CREATE MATERIALIZED VIEW m AS SELECT id FROM users; CREATE UNIQUE INDEX i ON m (id) WHERE id > 0;`, 'REFRESH MATERIALIZED VIEW CONCURRENTLY m'],
    [`${USERS} CREATE MATERIALIZED VIEW m AS SELECT id FROM users WITH NO DATA; CREATE UNIQUE INDEX i ON m (id);`, 'REFRESH MATERIALIZED VIEW CONCURRENTLY m'],
    [`${USERS} CREATE VIEW v AS SELECT id FROM users;`, 'REFRESH MATERIALIZED VIEW v'],
  ],
  others: [
    [`${USERS} CREATE SEQUENCE s; ALTER TABLE users ALTER id SET DEFAULT nextval('s');`, 'DROP SEQUENCE s'],
    [`${USERS} CREATE SEQUENCE s; ALTER TABLE users ALTER id SET DEFAULT nextval('s');`, 'DROP SEQUENCE s CASCADE'],
    [`${USERS} CREATE SEQUENCE s;`, 'DROP SEQUENCE s'],
    [`${USERS} CREATE SEQUENCE s;`, 'ALTER SEQUENCE s OWNED BY users.age'],
    [USERS, 'CREATE SEQUENCE users'],
    [`${USERS} ${TRIGGER}`, 'CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()'],
    [USERS, 'CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION missing()'],
    [`${USERS} ${TRIGGER} CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();`, 'CREATE TRIGGER t AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION f()'],
    [`${USERS} ${TRIGGER} CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();`, 'DROP FUNCTION f()'],
    [`${USERS} ${TRIGGER} CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();`, 'DROP FUNCTION f() CASCADE'],
    [`${USERS} ${TRIGGER} CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();`, 'DROP TRIGGER t ON users'],
    [USERS, 'DROP TRIGGER t ON users'],
    [USERS, 'ALTER TRIGGER t ON users RENAME TO u'],
    [`${USERS} CREATE POLICY p ON users USING (true);`, 'CREATE POLICY p ON users USING (true)'],
    [USERS, 'DROP POLICY p ON users'],
    [`${USERS} CREATE FUNCTION g(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true'; ALTER TABLE users ADD CHECK (g(age));`, 'DROP FUNCTION g(int)'],
    [`CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql AS 'SELECT 1';`, `CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql AS 'SELECT 2'`],
    [`CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql AS 'SELECT 1';`, `CREATE OR REPLACE PROCEDURE g(x int) LANGUAGE sql AS 'SELECT 2'`],
    [`CREATE FUNCTION g(x int) RETURNS int LANGUAGE sql AS 'SELECT 1';`, `CREATE FUNCTION g(x text) RETURNS int LANGUAGE sql AS 'SELECT 2'`],
    ['', 'DROP FUNCTION missing()'],
    ['', 'CREATE SCHEMA public'],
    ['', 'DROP SCHEMA missing'],
    [`CREATE RULE r AS ON DELETE TO users DO INSTEAD NOTHING;`.replace(/^/, USERS), 'DROP RULE r ON users'],
    [USERS, `COMMENT ON COLUMN users.name IS 'x'`],
    [USERS, 'CREATE STATISTICS s ON age, name FROM users'],
  ],
  rows: [
    [USERS, `INSERT INTO users (id) VALUES (100)`],
    [USERS, `INSERT INTO users (id, name) VALUES (100, NULL)`],
    [USERS, `INSERT INTO users (id, name, missing) VALUES (100, 'x', 1)`],
    [USERS, `INSERT INTO users (id, name) VALUES ('x', 'x')`],
    [ROLE, `INSERT INTO members VALUES (2, 'Z')`],
    [POSTS, `INSERT INTO posts VALUES (100, 1, 'x')`],
    [USERS, `INSERT INTO users (id, name) SELECT id + 100, name FROM missing`],
    [POSTS, `UPDATE posts SET author = author % 3 + 1 WHERE id > 3`],
    [USERS, `UPDATE users SET name = NULL`],
    [USERS, `UPDATE users SET missing = 1`],
    [ROLE, `UPDATE members SET role = 'Z'`],
    [POSTS, `DELETE FROM posts WHERE id > 3`],
    [POSTS.replace('REFERENCES users (id)', 'REFERENCES users (id) ON DELETE CASCADE'), `DELETE FROM users WHERE age > 3`],
    [USERS, 'SELECT * FROM users FOR UPDATE'],
    [USERS, 'MERGE INTO users USING (VALUES (1)) v (id) ON users.id = v.id WHEN MATCHED THEN UPDATE SET age = 1'],
  ],
};

let laboratory: Laboratory;
beforeAll(async () => {
  laboratory = await Laboratory.open();
}, 60_000);
afterAll(() => laboratory.close());

/** Relations with storage: the laboratory looks at no others. */
const STILL_THERE = `SELECT relname, relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public' AND relkind IN ('r', 'i', 'm', 'S')`;

for (const [group, cases] of Object.entries(CASES)) {
  describe(group, () => {
    it.each(cases)('%s → %s', async (given, sql) => {
      const measured = await laboratory.measure({ setup: given, sql, ask: [STILL_THERE] });
      const predicted = await outcomeOf(given, sql, 18);
      const certain = predicted.fails.filter((failure) => / (always|rows)$/.test(failure)).map((failure) => failure.slice(0, 5));
      if (measured.error !== null) return expect(certain).toContain(measured.error.sqlstate);
      expect(certain).toEqual([]);
      const there = new Set((measured.answers[0] ?? []).map((row) => row['relname']));
      const locks = Object.entries(measured.locks).filter(([name, mode]) => mode !== 'ACCESS SHARE' && there.has(name)).map(([name, mode]) => `${name}: ${mode}`);
      expect(predicted.locks.filter((lock) => there.has(lock.slice(0, lock.indexOf(':'))))).toEqual(locks.sort());
      const rewritten = predicted.work.filter((work) => work.startsWith('rewrite ')).map((work) => work.split(' ')[1] ?? '');
      const heaps = new Set((measured.answers[0] ?? []).filter((row) => row['relkind'] === 'r').map((row) => row['relname']));
      // TRUNCATE gives a new file, too, and that is no work.
      if (!sql.startsWith('TRUNCATE')) expect(rewritten.filter((name) => heaps.has(name))).toEqual(measured.rewritten.filter((name) => heaps.has(name)));
      return undefined;
    });
  });
}
