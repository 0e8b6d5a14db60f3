import { describe, expect, test } from 'vitest';
import { type OperationOf, renderExpression } from '../../../src/operation/index.ts';
import { named, operationsOf, textsOf } from './lowered.ts';

function blockOf(body: string, declare = ''): OperationOf<'doBlock'> {
  const [block] = operationsOf(`DO $$ ${declare} BEGIN ${body} END $$`);
  if (block?.kind !== 'doBlock') throw new Error('no DO block');
  return block;
}

/** `kind` or, when the operation may not run, `kind?`. */
const inside = (body: string, declare = ''): readonly string[] =>
  operationsOf(`DO $$ ${declare} BEGIN ${body} END $$`)
    .slice(1)
    .map(({ kind, conditional }) => (conditional ? `${kind}?` : kind));

describe('statements of a DO body', () => {
  test.each([
    ['are its operations', 'ALTER TABLE t ADD COLUMN a int, DROP COLUMN b; DELETE FROM t;', ['addColumn', 'dropColumn', 'delete']],
    [
      'may not run inside IF',
      'IF true THEN DROP TABLE t; ELSIF false THEN DELETE FROM t; ELSE TRUNCATE t; END IF; DROP TABLE s;',
      ['dropTable?', 'delete?', 'truncate?', 'dropTable'],
    ],
    ['may not run inside CASE', 'CASE 1 WHEN 1 THEN DROP TABLE t; ELSE DELETE FROM t; END CASE;', ['dropTable?', 'delete?']],
    [
      'may not run inside loops',
      'LOOP DELETE FROM t; EXIT; END LOOP; WHILE true LOOP DROP TABLE t; END LOOP; FOR i IN 1..2 LOOP DROP TABLE t; END LOOP; DROP TABLE s;',
      ['delete?', 'dropTable?', 'dropTable?', 'dropTable'],
    ],
    ['run in a block without handlers', 'BEGIN DROP TABLE t; END; DROP TABLE s;', ['dropTable', 'dropTable']],
    [
      'may not run in a block with handlers',
      'BEGIN DROP TABLE t; EXCEPTION WHEN others THEN DELETE FROM t; END; DROP TABLE s;',
      ['dropTable?', 'delete?', 'dropTable'],
    ],
    ['may not run behind a RETURN that may', 'DROP TABLE t; IF true THEN RETURN; END IF; DROP TABLE s;', ['dropTable', 'dropTable?']],
    ['may be queries', 'PERFORM f(); CALL p();', ['select', 'callProcedure']],
    ['may commit', 'COMMIT; ROLLBACK;', ['transaction', 'transaction']],
  ])('%s', (_, body, expected) => expect(inside(body)).toEqual(expected));

  test('that a loop runs over are read', () => {
    expect(inside("FOR r IN WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone LOOP RAISE NOTICE '%', r.a; END LOOP;", 'DECLARE r record;')).toEqual([
      'delete',
      'select',
    ]);
  });

  test('stand where they stand', () => {
    const sql =
      "-- é😀\nDO $do$\nBEGIN\n  IF true THEN\n    ALTER TABLE t ADD COLUMN a int, DROP b;\n  END IF;\n  EXECUTE 'DROP TABLE s';\nEND\n$do$;\nSELECT 1;";
    expect(textsOf(sql, operationsOf(sql)).slice(1)).toEqual(['ADD COLUMN a int', 'DROP b', 'DROP TABLE s', 'SELECT 1']);
  });

  test('have the place of the block when their text is not there', () => {
    const sql = "DO $$ BEGIN EXECUTE 'CREATE TYPE x AS ENUM (''a'')'; END $$";
    expect(operationsOf(sql)[1]).toMatchObject({ kind: 'createEnum', values: ['a'], span: { start: 0, end: sql.length } });
  });
});

describe('EXECUTE', () => {
  test.each([
    ["EXECUTE 'DROP TABLE t'", 't'],
    ["EXECUTE 'DROP TABLE ' || 't'", 't'],
    ["EXECUTE format('DROP TABLE %I', 'T')", 'T'],
    ["EXECUTE format('DROP TABLE %2$I', 'a', 'b')", 'b'],
    ["EXECUTE format('DROP TABLE %s', quote_ident('T'))", 'T'],
    ["EXECUTE concat('DROP ', 'TABLE t')", 't'],
    ['EXECUTE command', 'c'],
    ["command := 'DROP TABLE d'; EXECUTE command", 'd'],
  ])('of a constant: %s', (body, table) => {
    const operations = operationsOf(`DO $$ DECLARE command text := 'DROP TABLE c'; BEGIN ${body}; END $$`);
    expect(operations).toMatchObject([
      { kind: 'doBlock', dynamic: false },
      { kind: 'dropTable', table: named(table), conditional: false },
    ]);
  });

  test.each([
    ["EXECUTE 'DROP TABLE ' || name"],
    ["EXECUTE format('DROP TABLE %I', name)"],
    ['EXECUTE (SELECT c FROM t)'],
    ["name := 'a'; IF random() > 0.5 THEN name := 'b'; END IF; EXECUTE 'DROP TABLE ' || name"],
    ["name := 'a'; LOOP EXECUTE 'DROP TABLE ' || name; name := 'b'; END LOOP"],
    ["FOR r IN EXECUTE 'SELECT ' || name LOOP NULL; END LOOP"],
    ["FOR r IN SELECT tablename FROM pg_tables LOOP EXECUTE 'DROP TABLE ' || r.tablename; END LOOP"],
    ["GET DIAGNOSTICS count = ROW_COUNT; EXECUTE format('%s', count)"],
  ])('of anything else is dynamic: %s', (body) => {
    expect(blockOf(`${body};`, 'DECLARE name text; r record; count int := 1;').dynamic).toBe(true);
  });

  test('a body that is no PL/pgSQL, or broken, is dynamic', () => {
    expect(operationsOf('DO LANGUAGE plpython3u $$ import os $$')).toMatchObject([{ kind: 'doBlock', language: 'plpython3u', dynamic: true }]);
    expect(operationsOf('DO $$ BEGIN IF THEN $$')).toMatchObject([{ kind: 'doBlock', language: 'plpgsql', dynamic: true }]);
    expect(operationsOf("DO 'BEGIN DROP TABLE t; END'")).toMatchObject([{ kind: 'doBlock', dynamic: false }, { kind: 'dropTable' }]);
  });
});

describe('guards', () => {
  const some = 'EXISTS (SELECT 1 FROM "t" WHERE "a" IS NULL)';
  const count = '(SELECT count(*) FROM "t" WHERE "a" IS NULL)';

  test.each([
    ["IF EXISTS (SELECT 1 FROM t WHERE a IS NULL) THEN RAISE EXCEPTION 'no'; END IF", [some]],
    ['IF EXISTS (SELECT 1 FROM t WHERE a IS NULL) THEN RAISE unique_violation; END IF', [some]],
    ["IF (SELECT count(*) FROM t WHERE a IS NULL) > 0 THEN DELETE FROM s; RAISE EXCEPTION '%', 1; END IF", [`${count} > 0`]],
    ["SELECT count(*) INTO n FROM t WHERE a IS NULL; IF n > 0 THEN RAISE EXCEPTION 'no'; END IF", [`${count} > 0`]],
    ["n := (SELECT count(*) FROM t WHERE a IS NULL); IF n > 0 THEN RAISE EXCEPTION 'no'; END IF", [`${count} > 0`]],
    ["SELECT count(*), max(a) INTO STRICT n, m FROM t; IF m > 5 THEN RAISE EXCEPTION 'no'; END IF", ['(SELECT max("a") FROM "t") > 5']],
    ["IF count(*) > 0 FROM t WHERE a IS NULL THEN RAISE EXCEPTION 'no'; END IF", ['(SELECT count(*) > 0 FROM "t" WHERE "a" IS NULL)']],
    ["PERFORM 1 FROM t WHERE a IS NULL; IF FOUND THEN RAISE EXCEPTION 'no'; END IF", [some]],
    ["PERFORM 1 FROM t WHERE a IS NULL; IF NOT found THEN RAISE EXCEPTION 'no'; END IF", [`NOT ${some}`]],
    ["FOR r IN SELECT 1 FROM t WHERE a IS NULL LOOP RAISE EXCEPTION '%', r; END LOOP", [some]],
    ["ASSERT NOT EXISTS (SELECT 1 FROM t WHERE a IS NULL), 'no'", [some]],
    ['ASSERT (SELECT b FROM t)', ['(SELECT "b" FROM "t") IS NOT TRUE']],
    ["IF NOT EXISTS (SELECT 1 FROM t) THEN DELETE FROM s; ELSE RAISE EXCEPTION 'no'; END IF", ['EXISTS (SELECT 1 FROM "t")']],
    [
      "IF EXISTS (SELECT 1 FROM s) THEN IF EXISTS (SELECT 1 FROM t) THEN RAISE EXCEPTION 'no'; END IF; END IF",
      ['EXISTS (SELECT 1 FROM "s") AND EXISTS (SELECT 1 FROM "t")'],
    ],
    [
      "IF EXISTS (SELECT 1 FROM s) THEN NULL; ELSIF EXISTS (SELECT 1 FROM t) THEN RAISE EXCEPTION 'no'; END IF",
      ['NOT EXISTS (SELECT 1 FROM "s") AND EXISTS (SELECT 1 FROM "t")'],
    ],
    ["RAISE EXCEPTION 'never'", ['true']],
  ])('%s', (body, expected) => expect(blockOf(`${body};`, 'DECLARE n int; m int; r record;').guards.map(renderExpression)).toEqual(expected));

  test.each([
    ["IF EXISTS (SELECT 1 FROM t) THEN RAISE NOTICE 'well'; END IF", 'a notice raises nothing'],
    ["IF EXISTS (SELECT 1 FROM t) THEN RAISE WARNING 'well'; END IF", 'nor does a warning'],
    ["IF n > 0 THEN RAISE EXCEPTION 'no'; END IF", 'a variable that nobody set is unknown'],
    ["UPDATE t SET a = 1; GET DIAGNOSTICS n = ROW_COUNT; IF n > 0 THEN RAISE EXCEPTION 'no'; END IF", 'so is a count of rows'],
    ["UPDATE t SET a = 1; IF NOT FOUND THEN RAISE EXCEPTION 'no'; END IF", 'and what a write found'],
    ["FOR r IN SELECT a FROM t LOOP IF r.a IS NULL THEN RAISE EXCEPTION 'no'; END IF; END LOOP", 'a condition on a row of a loop'],
    ["BEGIN IF EXISTS (SELECT 1 FROM t) THEN RAISE EXCEPTION 'no'; END IF; EXCEPTION WHEN others THEN NULL; END", 'a handler may catch it'],
    ["IF EXISTS (SELECT 1 FROM s) THEN RETURN; END IF; IF EXISTS (SELECT 1 FROM t) THEN RAISE EXCEPTION 'no'; END IF", 'it may not come to it'],
    ["<<b>> DECLARE v int := 1; BEGIN b.v := (SELECT count(*) FROM t); IF b.v > 1 THEN RAISE EXCEPTION 'no'; END IF; END", 'a variable named with its block'],
    ["n := 0; IF random() > 0.5 THEN SELECT count(*) INTO n FROM t; END IF; IF n > 0 THEN RAISE EXCEPTION 'no'; END IF", 'a variable set in a branch'],
  ])('none: %s (%s)', (body) => expect(blockOf(`${body};`, 'DECLARE n int; r record;').guards).toEqual([]));
});
