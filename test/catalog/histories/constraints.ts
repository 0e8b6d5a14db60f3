import { type History, history, POST, USER } from './history.ts';

export const CONSTRAINTS: readonly History[] = [
  history(
    'constraints validated later',
    USER,
    `CREATE TABLE t (a int);`,
    `ALTER TABLE t ADD CONSTRAINT pos CHECK (a > 0) NOT VALID;`,
    `ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES "User" NOT VALID;`,
    `ALTER TABLE t VALIDATE CONSTRAINT pos;`,
  ),
  history(
    'a constraint of an index',
    `CREATE TABLE t (a int NOT NULL, b int);`,
    `CREATE UNIQUE INDEX i ON t (a);`,
    `CREATE UNIQUE INDEX j ON t (b);`,
    `ALTER TABLE t ADD CONSTRAINT t_pk PRIMARY KEY USING INDEX i;`,
    `ALTER TABLE t ADD UNIQUE USING INDEX j;`,
  ),
  history(
    'another primary key',
    USER,
    POST,
    `ALTER TABLE "User" DROP CONSTRAINT "User_pkey" CASCADE;`,
    `ALTER TABLE "User" ADD CONSTRAINT "User_pkey" PRIMARY KEY ("email");`,
  ),
  history(
    'renamed constraints and indexes',
    `CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE, c int CHECK (c > 0));`,
    `CREATE INDEX i ON t (c);`,
    `ALTER TABLE t RENAME CONSTRAINT t_pkey TO t_pk;`,
    `ALTER INDEX t_b_key RENAME TO b_unique;`,
    `ALTER INDEX i RENAME TO j;`,
    `ALTER TABLE t RENAME CONSTRAINT t_c_check TO positive;`,
    `ALTER TABLE j RENAME TO k;`,
  ),
  history(
    'deferrable constraints',
    `CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED, b int PRIMARY KEY);`,
    `CREATE TABLE u (b int CONSTRAINT f REFERENCES t (b) DEFERRABLE);`,
    `ALTER TABLE u ALTER CONSTRAINT f INITIALLY DEFERRED;`,
  ),
  history(
    'constraints that are not enforced',
    `CREATE TABLE t (a int PRIMARY KEY, b int REFERENCES t NOT ENFORCED, c int CONSTRAINT ck CHECK (c > 0) NOT ENFORCED);`,
    `ALTER TABLE t ALTER CONSTRAINT t_b_fkey ENFORCED;`,
  ),
  history(
    'exclusion constraints',
    `CREATE TABLE t (a int4range, b tsrange, EXCLUDE USING gist (a WITH &&), CONSTRAINT x EXCLUDE USING gist (b WITH &&) WHERE (b IS NOT NULL));`,
    `ALTER TABLE t DROP CONSTRAINT x;`,
  ),
  history(
    'NULLS NOT DISTINCT and referential actions',
    `CREATE TABLE t (a int, b int, UNIQUE NULLS NOT DISTINCT (a, b));`,
    `CREATE TABLE u (a int, b int, FOREIGN KEY (a, b) REFERENCES t (a, b) MATCH FULL ON DELETE CASCADE ON UPDATE SET NULL);`,
  ),
  history(
    'constraints dropped',
    `CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE, c int CHECK (c > 0), d int REFERENCES t);`,
    `ALTER TABLE t DROP CONSTRAINT t_b_key, DROP CONSTRAINT t_c_check, DROP CONSTRAINT t_d_fkey;`,
    `ALTER TABLE t DROP CONSTRAINT t_pkey;`,
  ),
];
