import { type History, history } from './history.ts';

export const INDEXES: readonly History[] = [
  history(
    'all kinds of indexes',
    `CREATE TABLE t (a int, b text, c jsonb, d text);`,
    `CREATE INDEX ON t USING hash (a);`,
    `CREATE INDEX ON t USING gin (c);`,
    `CREATE INDEX ON t (b text_pattern_ops);`,
    `CREATE UNIQUE INDEX ON t (lower(b), d) WHERE a > 0;`,
    `CREATE INDEX ON t ((a + 1));`,
    `CREATE INDEX ON t (coalesce(b, d), (c ->> 'x'));`,
    `CREATE INDEX ON t (cast(a AS text));`,
    `CREATE INDEX ON t (a) INCLUDE (b, d);`,
    `CREATE INDEX named ON t USING brin (a);`,
    `DROP INDEX named;`,
  ),
  history('indexes dropped and made anew', `CREATE TABLE t (a int, b int);`, `CREATE INDEX i ON t (a);`, `DROP INDEX i;`, `CREATE UNIQUE INDEX i ON t (a, b);`),
  history(
    'indexes of a table that is renamed',
    `CREATE TABLE t (a int);`,
    `CREATE INDEX i ON t (a);`,
    `ALTER TABLE t RENAME TO u;`,
    `DROP INDEX i;`,
    `CREATE INDEX ON u (a);`,
  ),
];
