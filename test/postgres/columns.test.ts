/** What we say of column changes against what an embedded PostgreSQL 18 does with them, over one schema and its variations. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLibpgQueryParser, type Parser } from '../../src/parsers/index.ts';
import { Laboratory, type Measurement } from '../claims/measure.ts';
import {
  certainFailures, describeFailures, difference, inOrder, possibleFailures, predict, predictedBreakages, predictedLocks, predictedWork, type Prediction, READING, rebuiltIndexes, sorted, tablesOf,
} from './prediction.ts';

const BASE = `
CREATE TYPE en AS ENUM ('A', 'B', 'C'); CREATE TYPE en2 AS ENUM ('A', 'B', 'C', 'D'); CREATE TYPE en3 AS ENUM ('A');
CREATE DOMAIN dm AS int; CREATE DOMAIN dmc AS int CHECK (VALUE > 0); CREATE DOMAIN dmn AS int NOT NULL; CREATE DOMAIN dmd AS text DEFAULT 'x'; CREATE DOMAIN dmv AS double precision DEFAULT random();
CREATE TABLE p (id int PRIMARY KEY, name text, code varchar(20) UNIQUE);
INSERT INTO p SELECT g, 'p' || g, 'c' || g FROM generate_series(1, 20) g;
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c varchar(50), n numeric(10,2), ts timestamp(3), p_id int, u uuid, e en, arr text[], flag boolean NOT NULL DEFAULT false, req text NOT NULL, j jsonb, d date);
INSERT INTO t SELECT g, g, 'b' || g, 'c' || g, g, '2024-01-01', g % 20 + 1, gen_random_uuid(), 'A', ARRAY['x'], true, 'r', '{}', '2024-01-01' FROM generate_series(1, 50) g;
`;
const COLUMNS = 'id, a, b, c, n, ts, p_id, u, e, arr, flag, req, j, d';

/** [SQL, further set-up] */
type Row = readonly [sql: string, setup?: string];
const add = (definition: string, setup = ''): Row => [`ALTER TABLE t ADD COLUMN x ${definition}`, setup];
const type = (column: string, definition: string, setup = ''): Row => [`ALTER TABLE t ALTER COLUMN ${column} TYPE ${definition}`, setup];

const CASES: Readonly<Record<string, readonly Row[]>> = {
  'ADD COLUMN with a default': [
    add('int DEFAULT 1 + 1'), add("text DEFAULT lower('X')"), add('timestamptz DEFAULT now()'), add("timestamptz DEFAULT (now() AT TIME ZONE 'UTC')"), add("date DEFAULT CURRENT_DATE + 7"),
    add('timestamptz DEFAULT clock_timestamp()'), add('uuid DEFAULT gen_random_uuid()'), add('text DEFAULT md5(random()::text)'), add("text DEFAULT (gen_random_uuid())::text"),
    add('jsonb NOT NULL DEFAULT jsonb_build_object()'), add("jsonb NOT NULL DEFAULT '{}'::jsonb"), add("jsonb DEFAULT '{oops'"), add('int DEFAULT 3.7'), add('int DEFAULT 3000000000'), add('smallint DEFAULT 40000'),
    add("int DEFAULT '12'"), add("int DEFAULT '12x'"), add('text DEFAULT 5'), add('boolean DEFAULT 1'), add("boolean DEFAULT 'yes'"), add("boolean DEFAULT 'maybe'"), add("en DEFAULT 'B'"), add("en NOT NULL DEFAULT 'Z'"),
    add("en[] DEFAULT '{A,B}'"), add("en[] DEFAULT ARRAY[]::en[]"), add("text[] DEFAULT 'x'"), add('int[] DEFAULT ARRAY[1,2]'), add("varchar(2) DEFAULT 'ab   '"), add("varchar(2) DEFAULT 'abc'"), add("char(2) DEFAULT 'abc'"),
    add("uuid DEFAULT 'nope'"), add("uuid DEFAULT '6e0cbf3a-5a55-4e1c-a0c6-2e9d5a40c7d1'"), add('numeric(3,1) DEFAULT 99.94'), add('numeric(3,1) DEFAULT 100'), add("date DEFAULT 'today'"), add("timestamp DEFAULT 'soon'"),
    add('int DEFAULT now()'), add('text DEFAULT now()'), add('int DEFAULT a'), add("text DEFAULT current_setting('search_path')"), add('name DEFAULT current_user'), add("tsvector DEFAULT to_tsvector('a b')"),
    add('bigint DEFAULT txid_current()'), add("text DEFAULT format('%s', 1)"), add('double precision DEFAULT pi()'), add('int DEFAULT nullif(1, 1)'), add("bit(3) DEFAULT B'101'"), add("bit(3) DEFAULT B'1010'"), add("varbit(3) DEFAULT B'1010'"),
    add('int DEFAULT NULL'), add('int NOT NULL DEFAULT NULL'), add('int DEFAULT coalesce(NULL, 4)'), add("interval DEFAULT '1 day'"), add("interval DEFAULT 'long'"), add("inet DEFAULT '127.0.0.1'"), add('bytea DEFAULT decode(\'ff\', \'hex\')'),
    add("int DEFAULT extract(year FROM now())"), add("text DEFAULT CASE WHEN random() < 2 THEN 'a' END"), add('unknown_type'), add('money DEFAULT 1'), add('timestamptz NOT NULL DEFAULT (now() + interval \'1 day\')'),
  ],
  'ADD COLUMN with a function of the user': [
    add('int DEFAULT f()', 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;'),
    add('int DEFAULT f()', 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 1; END $$;'),
    add('int DEFAULT f()', 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN 1; END $$;'),
    add('int DEFAULT f()', "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1 + 1';"),
    add('double precision DEFAULT f()', "CREATE FUNCTION f() RETURNS double precision LANGUAGE sql AS 'SELECT random()';"),
    add('text DEFAULT f()', "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT name FROM p LIMIT 1';"),
    add('text DEFAULT f()', 'CREATE FUNCTION f() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;'),
    add('boolean DEFAULT f()', 'CREATE FUNCTION f() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;'),
  ],
  'ADD COLUMN of other kinds': [
    add('serial'), add('smallserial UNIQUE'), add('int GENERATED ALWAYS AS IDENTITY'), add('int NOT NULL'), add('text NOT NULL UNIQUE'), add('int PRIMARY KEY'), add('text GENERATED ALWAYS AS (b || c) STORED'), add('int GENERATED ALWAYS AS (a + 1) STORED NOT NULL'),
    add('int GENERATED ALWAYS AS (a + 1) VIRTUAL'), add('int GENERATED ALWAYS AS (random()::int) STORED'), add('text GENERATED ALWAYS AS (now()::text) STORED'), add('int GENERATED ALWAYS AS (a + 1) VIRTUAL PRIMARY KEY'),
    add('dm'), add('dm DEFAULT 3'), add('dmc'), add('dmc DEFAULT 3'), add('dmn'), add('dmn DEFAULT 1'), add('dmd'), add('dmd NOT NULL'), add('dmv'), add('dmc[]'),
    add('int CHECK (x > 0)'), add('int DEFAULT 1 CHECK (x > 0)'), add('int DEFAULT 0 CHECK (x > 0)'), add('int NOT NULL DEFAULT 1 UNIQUE'), add('int UNIQUE DEFAULT 1'), add('text UNIQUE NULLS NOT DISTINCT'), add('int REFERENCES p'), add('int DEFAULT 1 REFERENCES p'),
    add('int DEFAULT 999 REFERENCES p'), add('int NOT NULL DEFAULT 1 REFERENCES p ON DELETE SET NULL'), add('varchar(20) REFERENCES p (code)'), add('text REFERENCES p (code)'), add('uuid REFERENCES p'), add('int REFERENCES p (name)'), add('bigint REFERENCES p'),
    add('text COLLATE "C"'), ['ALTER TABLE t ADD COLUMN IF NOT EXISTS a text'], ['ALTER TABLE t ADD COLUMN a text'], ['ALTER TABLE IF EXISTS nope ADD COLUMN x int'], ['ALTER TABLE nope ADD COLUMN x int'],
    ['ALTER TABLE t ADD COLUMN x int, ADD COLUMN y uuid DEFAULT gen_random_uuid()'], ['ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT 0, ALTER COLUMN x DROP DEFAULT'], ['ALTER TABLE t ADD COLUMN x int, ALTER COLUMN x SET NOT NULL'],
    ['ALTER TABLE t ADD COLUMN x int DEFAULT 5, ALTER COLUMN x SET NOT NULL'], ['ALTER TABLE t ADD COLUMN x int, ADD CONSTRAINT x_u UNIQUE (x)'], ['ALTER TABLE t ADD COLUMN x int, ADD FOREIGN KEY (x) REFERENCES p (id)'],
    ['ALTER TABLE t DROP COLUMN a, ADD COLUMN a bigint NOT NULL'],
  ],
  'DROP and RENAME COLUMN': [
    ['ALTER TABLE t DROP COLUMN a'], ['ALTER TABLE t DROP COLUMN req'], ['ALTER TABLE t DROP COLUMN IF EXISTS nope'], ['ALTER TABLE t DROP COLUMN nope'], ['ALTER TABLE t DROP COLUMN id'],
    ['ALTER TABLE t DROP COLUMN a', 'CREATE INDEX t_ab ON t (a, b); CREATE INDEX t_b ON t (b) WHERE a IS NULL; CREATE INDEX t_c ON t (c) INCLUDE (a); CREATE INDEX t_x ON t ((a + 1)); CREATE INDEX t_n ON t (n);'],
    ['ALTER TABLE t DROP COLUMN a', 'CREATE VIEW v AS SELECT a FROM t;'], ['ALTER TABLE t DROP COLUMN a CASCADE', 'CREATE VIEW v AS SELECT a FROM t;'], ['ALTER TABLE t DROP COLUMN a', 'CREATE VIEW v AS SELECT b FROM t;'], ['ALTER TABLE t DROP COLUMN a', 'CREATE VIEW v AS SELECT b FROM t WHERE a > 0;'],
    ['ALTER TABLE t DROP COLUMN p_id', 'ALTER TABLE t ADD FOREIGN KEY (p_id) REFERENCES p;'], ['ALTER TABLE p DROP COLUMN id', 'ALTER TABLE t ADD FOREIGN KEY (p_id) REFERENCES p;'], ['ALTER TABLE p DROP COLUMN id CASCADE', 'ALTER TABLE t ADD FOREIGN KEY (p_id) REFERENCES p;'],
    ['ALTER TABLE t DROP COLUMN a', 'CREATE POLICY po ON t USING (a > 0);'], ['ALTER TABLE t DROP COLUMN a CASCADE', 'CREATE POLICY po ON t USING (a > 0);'], ['ALTER TABLE t DROP COLUMN a', 'ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (a * 2) STORED;'],
    ['ALTER TABLE t DROP COLUMN s', 'ALTER TABLE t ADD COLUMN s serial;'], ['ALTER TABLE t DROP COLUMN s', 'ALTER TABLE t ADD COLUMN s int GENERATED ALWAYS AS IDENTITY;'],
    ['ALTER TABLE t DROP COLUMN a', 'CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER tr BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION tf();'],
    ['ALTER TABLE t DROP COLUMN k', 'ALTER TABLE t ADD COLUMN k int REFERENCES t (id);'], ['ALTER TABLE t DROP COLUMN id', 'ALTER TABLE t ADD COLUMN k int REFERENCES t (id);'],
    ['ALTER TABLE t RENAME COLUMN a TO a2'], ['ALTER TABLE t RENAME COLUMN a TO b'], ['ALTER TABLE t RENAME COLUMN nope TO b2'], ['ALTER TABLE t RENAME COLUMN a TO a2', 'CREATE VIEW v AS SELECT a FROM t;'],
    ['ALTER TABLE ch DROP COLUMN a', 'CREATE TABLE ch () INHERITS (t);'], ['ALTER TABLE ch RENAME COLUMN a TO z', 'CREATE TABLE ch () INHERITS (t);'], ['ALTER TABLE t RENAME COLUMN a TO z', 'CREATE TABLE ch () INHERITS (t);'], ['ALTER TABLE t DROP COLUMN a', 'CREATE TABLE ch () INHERITS (t); CREATE INDEX ch_a ON ch (a);'],
  ],
  'ALTER COLUMN TYPE': [
    type('c', 'varchar(100)'), type('c', 'varchar(10)'), type('c', 'varchar(50)'), type('c', 'text'), type('c', 'varchar(1)'), type('b', 'varchar(50)'), type('a', 'bigint'), type('a', 'smallint'), type('a', 'text'), type('a', 'boolean'), type('a', 'boolean USING a > 0'), type('a', 'boolean USING (a::boolean)'),
    type('b', 'int'), type('b', 'int USING b::int'), type('b', "int USING replace(b, 'b', '')::int"), type('b', 'uuid USING b::uuid'), type('u', 'text'), type('u', 'int USING u::int'), type('u', 'varchar(36)'), type('u', 'varchar(20)'),
    type('n', 'numeric(12,2)'), type('n', 'numeric(12,3)'), type('n', 'numeric(4,2)'), type('n', 'int'), type('n', 'numeric'), type('n', 'double precision'), type('n', 'money'),
    type('ts', 'timestamp'), type('ts', 'timestamp(6)'), type('ts', 'timestamp(0)'), type('ts', 'timestamptz'), type('ts', 'timestamptz(3)'), type('ts', 'date'), type('ts', "timestamptz USING ts AT TIME ZONE 'UTC'"), type('ts', 'timestamptz USING ts::timestamptz'), type('ts', 'text'), type('d', 'timestamp(3)'), type('d', 'timestamptz'),
    type('e', 'text'), type('e', 'en2'), type('e', 'en2 USING e::text::en2'), type('e', 'en3 USING e::text::en3'), type('e', 'en3 USING (e::text::en3)', "UPDATE t SET e = 'B' WHERE id = 1;"), type('e', 'en[] USING ARRAY[e]'), type('e', 'varchar(1)'), type('b', 'en USING b::en'), type('b', "en USING 'A'"), type('b', "en USING 'Z'"),
    type('arr', 'varchar(5)[]'), type('arr', 'text[]'), type('arr', 'text'), type('arr', 'jsonb USING to_jsonb(arr)'), type('arr', 'int[] USING arr::int[]'), type('arr', 'text USING arr[1]'), type('j', 'json'), type('j', 'text'), type('j', 'text USING j::text'), type('b', 'jsonb USING b::jsonb'), type('b', 'jsonb USING to_jsonb(b)'),
    type('a', 'dm'), type('a', 'dmc'), type('a', 'dmn'), type('flag', "text USING CASE WHEN flag THEN 'y' ELSE 'n' END"), type('flag', 'int USING flag::int'), type('flag', 'text'), type('a', 'int USING (SELECT 1)'), type('a', 'int USING id'), type('a', 'int USING 0'), type('a', 'int USING a + 1'), type('c', 'varchar(100) USING c'), type('c', 'varchar(10) USING c::varchar(10)'), type('c', 'varchar(3) USING left(c, 3)'),
    type('b', 'text COLLATE "C"'), type('b', 'text COLLATE "C"', 'CREATE INDEX t_b ON t (b);'), type('b', 'varchar COLLATE "C"', 'CREATE INDEX t_b ON t (b COLLATE "C");'), type('nope', 'int'), type('a', 'nope'), type('b', 'timestamp'), type('b', 'bytea USING b::bytea'), type('c', 'char(10)'), type('c', 'name'),
  ],
  'ALTER COLUMN TYPE of a column that others need': [
    type('c', 'varchar(99)', 'CREATE INDEX t_c ON t (c); CREATE INDEX t_a ON t (a);'), type('c', 'varchar(99)', 'CREATE INDEX t_ac ON t (a, c);'), type('c', 'varchar(99)', 'CREATE INDEX t_lc ON t (lower(c));'), type('c', 'varchar(99)', "CREATE INDEX t_pc ON t (a) WHERE c <> '';"), type('c', 'varchar(99)', 'CREATE INDEX t_inc ON t (a) INCLUDE (c);'),
    type('c', 'varchar(99)', 'CREATE INDEX t_h ON t USING hash (c);'), type('c', 'varchar(99)', 'CREATE INDEX t_br ON t USING brin (c);'), type('c', 'varchar(99)', 'CREATE INDEX t_po ON t (c text_pattern_ops);'), type('c', 'varchar(99)', 'ALTER TABLE t ADD CONSTRAINT c_u UNIQUE (c);'), type('a', 'bigint', 'CREATE INDEX t_a ON t (a); CREATE INDEX t_b ON t (b);'),
    type('c', 'varchar(99)', "ALTER TABLE t ADD CONSTRAINT ck CHECK (c <> 'q');"), type('c', 'varchar(99)', "ALTER TABLE t ADD CONSTRAINT ck CHECK (c <> 'q') NOT VALID;"), type('a', 'bigint', 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a <> 0 OR c IS NULL);'), type('c', 'text', 'CREATE VIEW v AS SELECT c FROM t;'), type('c', 'text', 'CREATE VIEW v AS SELECT a FROM t;'), type('c', 'text', 'CREATE VIEW v AS SELECT * FROM t;'),
    type('c', 'text', "CREATE POLICY po ON t USING (c <> 'q');"), type('a', 'bigint', 'ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (a * 2) STORED;'), type('a', 'bigint', 'CREATE FUNCTION f() RETURNS bigint RETURN (SELECT max(a) FROM t);'),
    type('p_id', 'bigint', 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p;'), type('p_id', 'text', 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p;'), type('p_id', 'numeric', 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p;'), ['ALTER TABLE p ALTER COLUMN id TYPE numeric', 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p;'], ['ALTER TABLE p ALTER COLUMN id TYPE bigint', 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p;'],
    ['ALTER TABLE p ALTER COLUMN code TYPE text', 'ALTER TABLE t ADD COLUMN k varchar(20) REFERENCES p (code);'], ['ALTER TABLE p ALTER COLUMN code TYPE varchar(10)', 'ALTER TABLE t ADD COLUMN k varchar(20) REFERENCES p (code);'], ['ALTER TABLE t ALTER COLUMN k TYPE text', 'ALTER TABLE t ADD COLUMN k varchar(20) REFERENCES p (code);'], type('id', 'bigint', 'ALTER TABLE t ADD COLUMN k int CONSTRAINT self REFERENCES t (id);'),
    type('p_id', 'bigint', 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (p_id) REFERENCES p NOT VALID;'), type('a', 'bigint', 'ALTER TABLE t ALTER a SET DEFAULT 5;'), type('b', 'int USING 1', "ALTER TABLE t ALTER b SET DEFAULT 'x';"), type('e', 'en2 USING e::text::en2', "ALTER TABLE t ALTER e SET DEFAULT 'A';"), type('e', 'text', "ALTER TABLE t ALTER e SET DEFAULT 'A';"), type('ts', 'timestamptz', 'ALTER TABLE t ALTER ts SET DEFAULT CURRENT_TIMESTAMP;'),
    type('a', 'text', 'ALTER TABLE t ALTER a SET DEFAULT 1;'), type('a', 'boolean USING a > 0', 'ALTER TABLE t ALTER a SET DEFAULT 1;'), type('a', 'uuid USING gen_random_uuid()', 'ALTER TABLE t ALTER a SET DEFAULT NULL;'), type('s', 'bigint', 'ALTER TABLE t ADD COLUMN s serial;'), type('s', 'bigint', 'ALTER TABLE t ADD COLUMN s int GENERATED ALWAYS AS IDENTITY;'), type('s', 'text', 'ALTER TABLE t ADD COLUMN s serial;'),
    type('ts', 'timestamptz', 'CREATE INDEX t_ts ON t (ts);'), type('n', 'numeric(20,2)', 'CREATE INDEX t_n ON t (n);'), type('e', 'en2 USING e::text::en2', "CREATE INDEX t_e ON t (e); CREATE INDEX t_we ON t (a) WHERE e = 'A';"), type('j', 'json', 'CREATE INDEX t_j ON t USING gin (j);'), type('j', 'jsonb', 'CREATE INDEX t_j ON t USING gin (j jsonb_path_ops);'), type('arr', 'text[]', 'CREATE INDEX t_arr ON t USING gin (arr);'),
    type('c', 'text', 'CREATE STATISTICS st ON a, c FROM t;'), type('c', 'varchar(10)', 'CREATE UNIQUE INDEX t_c ON t (c);'), type('n', 'int', 'CREATE UNIQUE INDEX t_n ON t (n); UPDATE t SET n = 7.3 WHERE id = 7; UPDATE t SET n = 6.9 WHERE id = 6;'), type('a', 'bigint', 'CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION tf();'),
    type('a', 'bigint', 'CREATE TABLE ch () INHERITS (t); CREATE INDEX ch_a ON ch (a);'), ['ALTER TABLE ch ALTER COLUMN a TYPE bigint', 'CREATE TABLE ch () INHERITS (t);'], ['ALTER TABLE ONLY t ALTER COLUMN a TYPE bigint', 'CREATE TABLE ch () INHERITS (t);'],
    ['ALTER TABLE t ALTER COLUMN a TYPE bigint, ALTER COLUMN b TYPE varchar(50), ADD COLUMN z int DEFAULT 1'], ['ALTER TABLE t ALTER COLUMN e DROP DEFAULT, ALTER COLUMN e TYPE en2 USING e::text::en2, ALTER COLUMN e SET DEFAULT \'D\'', "ALTER TABLE t ALTER e SET DEFAULT 'A';"],
  ],
  'columns of partitioned and inherited tables': [
    ...[
      'ALTER TABLE m ADD COLUMN x int', 'ALTER TABLE m ADD COLUMN x uuid DEFAULT gen_random_uuid()', 'ALTER TABLE m ADD COLUMN x int NOT NULL', 'ALTER TABLE m ADD COLUMN x int UNIQUE', 'ALTER TABLE m ADD COLUMN x int REFERENCES p', 'ALTER TABLE m ADD COLUMN x int DEFAULT 1 CHECK (x > 0)',
      'ALTER TABLE ONLY m ADD COLUMN x int', 'ALTER TABLE m1 ADD COLUMN x int', 'ALTER TABLE m ADD COLUMN x serial', 'ALTER TABLE m DROP COLUMN v', 'ALTER TABLE m DROP COLUMN k', 'ALTER TABLE m1 DROP COLUMN v', 'ALTER TABLE ONLY m DROP COLUMN v', 'ALTER TABLE m RENAME COLUMN v TO w', 'ALTER TABLE m1 RENAME COLUMN v TO w',
      'ALTER TABLE m ALTER COLUMN v TYPE text', 'ALTER TABLE m ALTER COLUMN v TYPE varchar(3)', 'ALTER TABLE m ALTER COLUMN k TYPE bigint', 'ALTER TABLE m1 ALTER COLUMN v TYPE text', 'ALTER TABLE ONLY m ALTER COLUMN v TYPE text', 'ALTER TABLE m ALTER COLUMN v SET NOT NULL', 'ALTER TABLE m1 ALTER COLUMN v SET NOT NULL', 'ALTER TABLE ONLY m ALTER COLUMN v SET NOT NULL',
      "ALTER TABLE m ALTER COLUMN v SET DEFAULT 'q'", "ALTER TABLE m1 ALTER COLUMN v SET DEFAULT 'q'", 'ALTER TABLE m ALTER COLUMN k DROP NOT NULL', 'ALTER TABLE m1 ALTER COLUMN k DROP NOT NULL', 'ALTER TABLE m ALTER COLUMN v SET STATISTICS 10', 'ALTER TABLE m ALTER COLUMN v SET STORAGE EXTERNAL',
    ].map((sql): Row => [sql, "CREATE TABLE m (k int NOT NULL, v varchar(20)) PARTITION BY RANGE (k); CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (0) TO (10); CREATE TABLE m2 PARTITION OF m FOR VALUES FROM (10) TO (20); CREATE INDEX m_v ON m (v); INSERT INTO m VALUES (1, 'a'), (11, 'b');"]),
    ...[
      'ALTER TABLE t ADD COLUMN x int DEFAULT 3', 'ALTER TABLE t ADD COLUMN x float8 DEFAULT random()', 'ALTER TABLE ch ADD COLUMN x int', 'ALTER TABLE t ADD COLUMN y int', 'ALTER TABLE t ALTER COLUMN c TYPE text', 'ALTER TABLE ONLY t ALTER COLUMN a SET NOT NULL', 'ALTER TABLE t ALTER COLUMN req DROP NOT NULL', 'ALTER TABLE ch ALTER COLUMN req DROP NOT NULL', 'ALTER TABLE ch DROP COLUMN y', 'ALTER TABLE ch ALTER COLUMN y TYPE bigint',
    ].map((sql): Row => [sql, 'CREATE TABLE ch (y int) INHERITS (t); CREATE INDEX ch_y ON ch (y);']),
  ],
  'NOT NULL, defaults, identity, generated': [
    ['ALTER TABLE t ALTER COLUMN a SET NOT NULL'], ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', 'UPDATE t SET a = NULL WHERE id = 1;'], ['ALTER TABLE t ALTER COLUMN req SET NOT NULL'], ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', 'ALTER TABLE t ADD CHECK (a IS NOT NULL);'], ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', 'ALTER TABLE t ADD CHECK (a IS NOT NULL) NOT VALID;'],
    ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', 'ALTER TABLE t ADD CHECK (a > 0);'], ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', 'ALTER TABLE t ADD CHECK (a > 0 AND a IS NOT NULL AND b IS NOT NULL);'], ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', 'ALTER TABLE t ADD CHECK (a IS NOT NULL OR b IS NOT NULL);'], ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', 'ALTER TABLE t ADD CHECK (NOT a IS NULL);'],
    ['ALTER TABLE t ALTER COLUMN a SET NOT NULL, ALTER COLUMN b SET NOT NULL', 'ALTER TABLE t ADD CHECK (a IS NOT NULL);'], ['ALTER TABLE t ALTER COLUMN a SET NOT NULL, DROP CONSTRAINT ck', 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a IS NOT NULL);'], ['ALTER TABLE t ALTER COLUMN a SET NOT NULL; ALTER TABLE t DROP CONSTRAINT ck', 'ALTER TABLE t ADD CONSTRAINT ck CHECK (a IS NOT NULL);'],
    ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', 'ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID;'], ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', 'CREATE TABLE ch () INHERITS (t);'], ['ALTER TABLE t ALTER COLUMN req DROP NOT NULL'], ['ALTER TABLE t ALTER COLUMN id DROP NOT NULL'], ['ALTER TABLE t ALTER COLUMN a DROP NOT NULL'], ['ALTER TABLE t ALTER COLUMN s DROP NOT NULL', 'ALTER TABLE t ADD COLUMN s int GENERATED ALWAYS AS IDENTITY;'],
    ['ALTER TABLE t ALTER COLUMN a SET DEFAULT 1'], ["ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x'"], ['ALTER TABLE t ALTER COLUMN a SET DEFAULT random()'], ['ALTER TABLE t ALTER COLUMN a SET DEFAULT now()'], ["ALTER TABLE t ALTER COLUMN e SET DEFAULT 'Q'"], ['ALTER TABLE t ALTER COLUMN g SET DEFAULT 1', 'ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (a) STORED;'], ['ALTER TABLE t ALTER COLUMN s SET DEFAULT 1', 'ALTER TABLE t ADD COLUMN s int GENERATED ALWAYS AS IDENTITY;'],
    ['ALTER TABLE t ALTER COLUMN flag DROP DEFAULT'], ['ALTER TABLE t ALTER COLUMN a DROP DEFAULT'], ['ALTER TABLE t ALTER COLUMN s DROP DEFAULT', 'ALTER TABLE t ADD COLUMN s int GENERATED ALWAYS AS IDENTITY;'], ['ALTER TABLE t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY'], ['ALTER TABLE t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY'], ['ALTER TABLE t ALTER COLUMN flag ADD GENERATED ALWAYS AS IDENTITY'],
    ['ALTER TABLE t ALTER COLUMN s SET GENERATED BY DEFAULT', 'ALTER TABLE t ADD COLUMN s int GENERATED ALWAYS AS IDENTITY;'], ['ALTER TABLE t ALTER COLUMN s DROP IDENTITY', 'ALTER TABLE t ADD COLUMN s int GENERATED ALWAYS AS IDENTITY;'], ['ALTER TABLE t ALTER COLUMN a DROP IDENTITY'], ['ALTER TABLE t ALTER COLUMN a DROP IDENTITY IF EXISTS'], ['ALTER TABLE t ALTER COLUMN s RESTART WITH 100', 'ALTER TABLE t ADD COLUMN s int GENERATED ALWAYS AS IDENTITY;'],
    ['ALTER TABLE t ALTER COLUMN g DROP EXPRESSION', 'ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (a) STORED;'], ['ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (a + 1)', 'ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (a) STORED; CREATE INDEX t_g ON t (g);'], ['ALTER TABLE t ALTER COLUMN a DROP EXPRESSION'], ['ALTER TABLE t ALTER COLUMN a DROP EXPRESSION IF EXISTS'], ['ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (a + 1)', 'ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (a) VIRTUAL CHECK (g > 0);'],
    ['ALTER TABLE t ALTER COLUMN b SET STATISTICS 100'], ['ALTER TABLE t ALTER COLUMN b SET STORAGE EXTERNAL'], ['ALTER TABLE t ALTER COLUMN b SET (n_distinct = 5)'], ['ALTER TABLE t ALTER COLUMN b SET COMPRESSION pglz'],
  ],
};

let parser: Parser;
let laboratory: Laboratory;
beforeAll(async () => {
  [parser, laboratory] = await Promise.all([createLibpgQueryParser(), Laboratory.open()]);
}, 60_000);
afterAll(() => laboratory.close());

const named = (measurement: Measurement, pattern: RegExp): readonly string[] => sorted(measurement.debug.flatMap((text) => pattern.exec(text)?.[1] ?? []));

function differences(measured: Measurement, prediction: Prediction): readonly string[] {
  const possible = possibleFailures(prediction);
  if (measured.error) {
    const { sqlstate, message } = measured.error;
    return possible.some((failure) => failure.sqlstate === sqlstate) ? [] : [`${sqlstate} ${message}, predicted ${describeFailures(possible)}`];
  }
  const certain = certainFailures(prediction);
  const read = named(measured, /^(?:rewriting|verifying) table "(\w+)"/);
  const built = named(measured, /^building index "\w+" on table "((?!pg_toast)\w+)"/);
  return [
    ...(certain.length > 0 ? [`no error, predicted ${describeFailures(certain)}`] : []),
    ...difference('locks', inOrder(measured.locks), locksOnWhatIsLeft(prediction)),
    ...difference('rewritten', sorted(measured.rewritten), tablesOf(prediction, ['rewrite'])),
    ...difference('indexes rebuilt', sorted(measured.reindexed), rebuiltIndexes(prediction)),
    ...difference('tables read', sorted([...read, ...built]), tablesOf(prediction, READING.filter((what) => what !== 'validate-foreign-key'))),
    ...difference('foreign keys validated', measured.debug.some((text) => text.startsWith('validating')), predictedWork(prediction).some((each) => each.what === 'validate-foreign-key')),
    ...clients(measured, prediction),
  ];
}

/** The laboratory names neither what is gone when it looks, nor partitioned tables. */
function locksOnWhatIsLeft(prediction: Prediction): Readonly<Record<string, string>> {
  const { after } = prediction;
  const isPartitioned = (name: string): boolean => after.tables.get(`public.${name}`)?.kind === 'partitioned table';
  return Object.fromEntries(Object.entries(predictedLocks(prediction)).filter(([name]) => !isPartitioned(name) && [after.tables, after.views, after.sequences, after.indexOwners].some((relations) => relations.has(`public.${name}`))));
}

/** A SELECT of every column, new and already prepared. */
function clients(measured: Measurement, prediction: Prediction): readonly string[] {
  const breakages = predictedBreakages(prediction, 't').filter(({ sqlstate, column }) => sqlstate !== null && COLUMNS.split(', ').includes(column ?? ''));
  const select = breakages.find(({ client }) => client === 'select')?.sqlstate ?? 'ok';
  const prepared = breakages.find(({ client }) => client === 'select' || client === 'prepared')?.sqlstate ?? 'ok';
  return difference('select, prepared', measured.probes, [select, prepared]);
}

for (const [title, rows] of Object.entries(CASES))
  describe(title, () => {
    it.each(rows.map(([sql, setup = '']) => [sql, setup] as const))('%s | %s', async (sql, setup) => {
      const given = `${BASE}${setup}`;
      const measured = await laboratory.measure({ setup: `${given} PREPARE old AS SELECT ${COLUMNS} FROM t;`, sql, probes: [`SELECT ${COLUMNS} FROM t LIMIT 1`, 'EXECUTE old'] });
      const prediction = predict(parser, { setup: given, sql, mode: 'transaction', version: 18, timeZone: 'UTC', schema: 'public', extensions: [] });
      const found = differences(measured, prediction);
      expect(found, found.join('\n')).toEqual([]);
    });
  });
