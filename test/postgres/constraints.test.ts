import { describe, expect, it } from 'vitest';
import { check } from './case.ts';
import { outcomeOf } from './outcome.ts';

const USERS = 'CREATE TABLE users (id int PRIMARY KEY, email text, name text NOT NULL, age int);';
const POSTS = `${USERS} CREATE TABLE posts (id int PRIMARY KEY, author int CONSTRAINT posts_author REFERENCES users (id), title text NOT NULL);`;

describe('unique keys', () => {
  check([
    {
      name: 'existing rows may share a value',
      given: USERS,
      sql: 'ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)',
      says: { fails: ['23505 data'], work: ['index-build users under ACCESS EXCLUSIVE'] },
    },
    {
      name: 'a table of this migration is empty',
      given: '',
      sql: `${USERS} ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)`,
      says: { fails: [], work: [], locks: [] },
    },
    {
      name: 'a new column is NULL everywhere',
      given: USERS,
      sql: 'ALTER TABLE users ADD COLUMN slug text; ALTER TABLE users ADD UNIQUE (slug)',
      says: { fails: [] },
    },
    {
      name: 'NULLs that are not distinct meet',
      given: USERS,
      sql: 'ALTER TABLE users ADD COLUMN slug text; ALTER TABLE users ADD UNIQUE NULLS NOT DISTINCT (slug)',
      says: { fails: ['23505 rows'] },
    },
    {
      name: 'a constant is the same in every row',
      given: USERS,
      sql: `ALTER TABLE users ADD COLUMN slug text NOT NULL DEFAULT ''; ALTER TABLE users ADD UNIQUE (slug)`,
      says: { fails: ['23505 rows'] },
    },
    {
      name: 'a constant beside a key is no harm',
      given: USERS,
      sql: `ALTER TABLE users ADD COLUMN kind text NOT NULL DEFAULT ''; ALTER TABLE users ADD UNIQUE (id, kind)`,
      says: { fails: [] },
    },
    {
      name: 'generated values differ',
      given: USERS,
      sql: 'ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid(); ALTER TABLE users ADD UNIQUE (token)',
      says: { fails: [] },
    },
    {
      name: 'a dropped key leaves its proof',
      given: `${USERS} ALTER TABLE users ADD CONSTRAINT u UNIQUE (email);`,
      sql: 'ALTER TABLE users DROP CONSTRAINT u; ALTER TABLE users ADD CONSTRAINT v UNIQUE (email, name)',
      says: { fails: [] },
    },
    {
      name: 'a primary key over nullable columns also looks for NULLs',
      given: 'CREATE TABLE t (a int);',
      sql: 'ALTER TABLE t ADD PRIMARY KEY (a)',
      says: { fails: ['23502 data', '23505 data'], work: ['index-build t under ACCESS EXCLUSIVE', 'scan t under ACCESS EXCLUSIVE'] },
    },
    {
      name: 'a valid CHECK spares the scan, not the build',
      given: 'CREATE TABLE t (a int CONSTRAINT c CHECK (a IS NOT NULL AND a > 0));',
      sql: 'ALTER TABLE t ADD PRIMARY KEY (a)',
      says: { fails: ['23505 data'], work: ['index-build t under ACCESS EXCLUSIVE'] },
    },
    {
      name: 'an index that is there is not built again',
      given: `${USERS} CREATE UNIQUE INDEX i ON users (email);`,
      sql: 'ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX i',
      says: { fails: [], work: [], locks: ['i: SHARE UPDATE EXCLUSIVE', 'users: ACCESS EXCLUSIVE'] },
    },
  ]);
});

describe('CHECK', () => {
  check([
    {
      name: 'reads every row',
      given: USERS,
      sql: 'ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0)',
      says: { fails: ['23514 data'], work: ['scan users under ACCESS EXCLUSIVE'], breaks: [] },
    },
    { name: 'NOT VALID reads none', given: USERS, sql: 'ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID', says: { fails: [], work: [] } },
    {
      name: 'VALIDATE reads beside writes',
      given: `${USERS} ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID;`,
      sql: 'ALTER TABLE users VALIDATE CONSTRAINT c',
      says: { fails: ['23514 data'], work: ['scan users under SHARE UPDATE EXCLUSIVE'] },
    },
    {
      name: 'a new column with an allowed default cannot violate it',
      given: USERS,
      sql: `ALTER TABLE users ADD COLUMN kind text NOT NULL DEFAULT 'a'; ALTER TABLE users ADD CHECK (kind IN ('a', 'b'))`,
      says: { fails: [], work: ['scan users under ACCESS EXCLUSIVE'] },
    },
    {
      name: 'a new column with a forbidden default violates it in every row',
      given: USERS,
      sql: `ALTER TABLE users ADD COLUMN kind text NOT NULL DEFAULT 'z'; ALTER TABLE users ADD CHECK (kind IN ('a', 'b'))`,
      says: { fails: ['23514 rows'] },
    },
    {
      name: 'a wider CHECK in place of a narrower one',
      given: `${USERS} ALTER TABLE users ADD CONSTRAINT c CHECK (name IN ('a', 'b'));`,
      sql: `ALTER TABLE users DROP CONSTRAINT c; ALTER TABLE users ADD CONSTRAINT c CHECK (name IN ('a', 'b', 'c'))`,
      says: { fails: [], work: ['scan users under ACCESS EXCLUSIVE'] },
    },
    {
      name: 'a narrower CHECK in place of a wider one',
      given: `${USERS} ALTER TABLE users ADD CONSTRAINT c CHECK (name IN ('a', 'b'));`,
      sql: `ALTER TABLE users DROP CONSTRAINT c; ALTER TABLE users ADD CONSTRAINT c CHECK (name IN ('a'))`,
      says: { fails: ['23514 data'] },
    },
    {
      name: 'narrower bounds',
      given: `${USERS} ALTER TABLE users ADD CONSTRAINT c CHECK (age >= 18);`,
      sql: 'ALTER TABLE users ADD CHECK (age > 0 AND age > 17)',
      says: { fails: [] },
    },
    {
      name: 'the deployed client leaves the column NULL',
      given: USERS,
      sql: 'ALTER TABLE users ADD CHECK (email IS NOT NULL) NOT VALID',
      says: { breaks: ['insert users.email 23514'] },
    },
    {
      name: 'the deployed client does not know the column',
      given: USERS,
      sql: 'ALTER TABLE users ADD COLUMN slug text; ALTER TABLE users ADD CHECK (slug IS NOT NULL) NOT VALID',
      says: { breaks: ['insert users.slug 23514'] },
    },
    {
      name: 'a default satisfies it',
      given: USERS,
      sql: `ALTER TABLE users ADD COLUMN slug text DEFAULT ''; ALTER TABLE users ADD CHECK (slug IS NOT NULL) NOT VALID`,
      says: { breaks: [] },
    },
  ]);
});

describe('foreign keys', () => {
  check([
    {
      name: 'writes to both tables wait while rows are looked up',
      given: POSTS,
      sql: 'ALTER TABLE posts ADD COLUMN editor int NOT NULL DEFAULT 1; ALTER TABLE posts ADD FOREIGN KEY (editor) REFERENCES users (id)',
      says: { fails: ['23503 data'], work: ['validate-foreign-key posts under SHARE ROW EXCLUSIVE', 'validate-foreign-key users under SHARE ROW EXCLUSIVE'] },
    },
    {
      name: 'a new column is NULL: rows are read, none is an orphan',
      given: POSTS,
      sql: 'ALTER TABLE posts ADD COLUMN editor int; ALTER TABLE posts ADD FOREIGN KEY (editor) REFERENCES users (id)',
      says: { fails: [], work: ['validate-foreign-key posts under SHARE ROW EXCLUSIVE'] },
    },
    {
      name: 'nobody is there to be referenced',
      given: USERS,
      sql: 'CREATE TABLE tiers (id int PRIMARY KEY); ALTER TABLE users ADD COLUMN tier int NOT NULL DEFAULT 1; ALTER TABLE users ADD FOREIGN KEY (tier) REFERENCES tiers (id)',
      says: { fails: ['23503 rows'] },
    },
    {
      name: 'dropped and added again with other actions',
      given: POSTS,
      sql: 'ALTER TABLE posts DROP CONSTRAINT posts_author; ALTER TABLE posts ADD CONSTRAINT posts_author FOREIGN KEY (author) REFERENCES users (id) ON DELETE CASCADE',
      says: {
        fails: [],
        locks: ['posts: ACCESS EXCLUSIVE', 'users: ACCESS EXCLUSIVE'],
        work: ['validate-foreign-key posts under SHARE ROW EXCLUSIVE', 'validate-foreign-key users under SHARE ROW EXCLUSIVE'],
      },
    },
    {
      name: 'rows written in between may be orphans',
      given: POSTS,
      sql: 'ALTER TABLE posts DROP CONSTRAINT posts_author; UPDATE posts SET author = author + 1; ALTER TABLE posts ADD CONSTRAINT posts_author FOREIGN KEY (author) REFERENCES users (id)',
      says: { fails: ['23503 data'] },
    },
    {
      name: 'NOT VALID looks at no row',
      given: POSTS,
      sql: 'ALTER TABLE posts ADD FOREIGN KEY (id) REFERENCES users (id) NOT VALID',
      says: { fails: [], work: [], locks: ['posts: SHARE ROW EXCLUSIVE', 'users: SHARE ROW EXCLUSIVE'] },
    },
    {
      name: 'VALIDATE only reads the referenced table',
      given: `${POSTS} ALTER TABLE posts ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES users (id) NOT VALID;`,
      sql: 'ALTER TABLE posts VALIDATE CONSTRAINT f',
      says: { locks: ['posts: SHARE UPDATE EXCLUSIVE', 'users: ROW SHARE'], fails: ['23503 data'] },
    },
    {
      name: 'SET NULL onto a required column fails later',
      given: POSTS,
      sql: 'ALTER TABLE posts ADD COLUMN editor int; ALTER TABLE posts ALTER editor SET NOT NULL; ALTER TABLE posts ADD FOREIGN KEY (editor) REFERENCES users (id) ON DELETE SET NULL',
      says: { latent: ['23502 data'] },
    },
    {
      name: 'SET NULL onto an optional column does not',
      given: POSTS,
      sql: 'ALTER TABLE posts ADD COLUMN editor int; ALTER TABLE posts ADD FOREIGN KEY (editor) REFERENCES users (id) ON DELETE SET NULL',
      says: { latent: [] },
    },
    {
      name: 'CASCADE takes foreign keys along',
      given: POSTS,
      sql: 'ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE',
      says: {
        loses: ['(constraint posts posts_author cascaded)'],
        locks: ['posts: ACCESS EXCLUSIVE', 'users: ACCESS EXCLUSIVE', 'users_pkey: ACCESS EXCLUSIVE'],
      },
    },
  ]);

  it('needs 18 for NOT VALID on a partitioned table', async () => {
    const given = `${USERS} CREATE TABLE logs (user_id int, day int) PARTITION BY RANGE (day);`;
    const sql = 'ALTER TABLE logs ADD FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID';
    expect([(await outcomeOf(given, sql, 17)).fails, (await outcomeOf(given, sql, 18)).fails]).toEqual([['42809 always'], []]);
  });
});
