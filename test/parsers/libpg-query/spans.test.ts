import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationsOf, parse, textsOf } from './lowered.ts';

const statementTexts = (sql: string): readonly string[] => textsOf(sql, parse(sql).statements);

describe('the span of a statement', () => {
  it.each([
    ['leaves out comments before it and the semicolon', '-- a\n/* b */ DROP TABLE a /* c */;\nDROP TABLE b', ['DROP TABLE a', 'DROP TABLE b']],
    ['leaves out comments behind it', 'DROP TABLE a -- c\n\n', ['DROP TABLE a']],
    ['keeps comments inside', 'DROP /* c */ TABLE a;', ['DROP /* c */ TABLE a']],
    ['does not exist for empty statements', ';;DROP TABLE a;; ;\n;DROP TABLE b;', ['DROP TABLE a', 'DROP TABLE b']],
    ['does not exist for comments', '-- a', []],
    ['does not exist for nothing', '', []],
    ['counts CRLF as two', 'DROP TABLE a;\r\n\r\nDROP TABLE b;\r\n', ['DROP TABLE a', 'DROP TABLE b']],
    ['knows no difference between tabs and other blanks', '\tDROP\tTABLE\ta;\f\vDROP TABLE b', ['DROP\tTABLE\ta', 'DROP TABLE b']],
    [
      'is in UTF-16 behind characters of two, three and four bytes',
      'INSERT INTO é VALUES (\'€😀\');DROP TABLE "😀" ;DROP TABLE b',
      ["INSERT INTO é VALUES ('€😀')", 'DROP TABLE "😀"', 'DROP TABLE b'],
    ],
    ['is in UTF-16 behind half a surrogate pair', "SELECT '\ud800';DROP TABLE b", ["SELECT '\ud800'", 'DROP TABLE b']],
    ['reaches over dollar quotes', 'DO $a$ BEGIN; é; END $a$;DROP TABLE b', ['DO $a$ BEGIN; é; END $a$', 'DROP TABLE b']],
    [
      'reaches over semicolons in parentheses',
      'CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b);DROP TABLE b',
      ['CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)', 'DROP TABLE b'],
    ],
    [
      'reaches over BEGIN ATOMIC',
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;DROP TABLE b',
      ['CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END', 'DROP TABLE b'],
    ],
  ])('%s', (_, sql, expected) => {
    expect(statementTexts(sql)).toEqual(expected);
    expect(parse(sql).problems).toEqual([]);
    // An error in the text makes the front end find the statements by itself: they must be the same.
    expect(statementTexts(`SELEC;${sql}`).slice(1)).toEqual(expected);
    expect(statementTexts(`\ufeff${sql}`)).toEqual(expected);
  });

  it('counts from 0', () => {
    expect(parse('BEGIN; SELEC; COMMIT').statements.map(({ index }) => index)).toEqual([0, 1, 2]);
  });
});

describe('a byte order mark', () => {
  it('is noticed, not parsed, and counted in offsets', () => {
    const script = parse('\ufeffDROP TABLE a');
    expect(script.byteOrderMark).toBe(true);
    expect(script.problems).toEqual([]);
    expect(script.statements[0]?.span).toEqual({ start: 1, end: 13 });
    expect(parse('DROP TABLE a').byteOrderMark).toBe(false);
  });

  it('in the middle of a file is no blank, as in PostgreSQL', () => {
    expect(parse('DROP TABLE a;\ufeffDROP TABLE b').problems).toMatchObject([{ statement: 1, message: expect.stringContaining('syntax error at or near') }]);
  });
});

describe('comments', () => {
  it('are found with their text, wherever they stand', () => {
    const sql = '-- a \r\nDROP /*\n b /* c */ */ TABLE a; --\n/**/';
    const { comments } = parse(sql);
    expect(comments.map(({ form, text }) => [form, text])).toEqual([
      ['line', 'a'],
      ['block', 'b /* c */'],
      ['line', ''],
      ['block', ''],
    ]);
    expect(textsOf(sql, comments)).toEqual(['-- a ', '/*\n b /* c */ */', '--', '/**/']);
  });

  it('are not seen inside strings and bodies', () => {
    expect(parse('SELECT \'-- a\', $$ /* b */ $$, "-- c" FROM d').comments).toEqual([]);
  });
});

describe('the span of a clause', () => {
  it.each([
    [
      'ALTER TABLE',
      'ALTER TABLE "a" -- x\n  ADD COLUMN "x, y" INT NOT NULL /* , */ , -- y\n  DROP COLUMN b,ALTER COLUMN c TYPE NUMERIC(10, 2)  ;',
      ['ADD COLUMN "x, y" INT NOT NULL', 'DROP COLUMN b', 'ALTER COLUMN c TYPE NUMERIC(10, 2)'],
    ],
    ['ALTER TABLE IF EXISTS ONLY s.t *', 'ALTER TABLE IF EXISTS ONLY s."t" ADD a int, ADD b int', ['ADD a int', 'ADD b int']],
    ['a star behind the name', 'ALTER TABLE t * ADD a int, ADD b int', ['ADD a int', 'ADD b int']],
    ['ONLY with parentheses', 'ALTER TABLE ONLY (t) ADD a int, ADD b int', ['ADD a int', 'ADD b int']],
    ['a name of three parts', 'ALTER TABLE d . s . t ADD a int, ADD b int', ['ADD a int', 'ADD b int']],
    [
      'arrays',
      "ALTER TABLE t ALTER a SET DEFAULT ARRAY[1, 2], ALTER b SET DEFAULT '{1,2}'",
      ['ALTER a SET DEFAULT ARRAY[1, 2]', "ALTER b SET DEFAULT '{1,2}'"],
    ],
    ['emoji before it', 'ALTER TABLE "😀é" ADD "😀" int, ADD b int', ['ADD "😀" int', 'ADD b int']],
    ['ALTER TYPE', 'ALTER TYPE s.t ADD ATTRIBUTE a int, DROP ATTRIBUTE b', ['ADD ATTRIBUTE a int', 'DROP ATTRIBUTE b']],
    ['ALTER FOREIGN TABLE', 'ALTER FOREIGN TABLE t ADD a int, DROP b', ['ADD a int', 'DROP b']],
  ])('%s', (_, sql, expected) => expect(textsOf(sql, operationsOf(sql))).toEqual(expected));

  it('for other statements is the statement', () => {
    const sql = 'DROP TABLE a, b;';
    expect(textsOf(sql, operationsOf(sql))).toEqual(['DROP TABLE a, b', 'DROP TABLE a, b']);
  });
});

describe('spans inside definitions', () => {
  it('are those of columns and constraints', () => {
    const sql = 'CREATE TABLE "é" (\n  a INT, -- one\n  b NUMERIC(10, 2) DEFAULT f(1, 2) /* two */,\n  CONSTRAINT k PRIMARY KEY (a, b),\n  CHECK (a > 0)\n) ;';
    const [table] = operationsOf(sql);
    if (table?.kind !== 'createTable') throw new Error('no table');
    expect(textsOf(sql, table.definition.columns)).toEqual(['a INT', 'b NUMERIC(10, 2) DEFAULT f(1, 2)']);
    expect(textsOf(sql, table.definition.constraints)).toEqual(['CONSTRAINT k PRIMARY KEY (a, b)', 'CHECK (a > 0)']);
  });

  it('tell the constraints of a column apart', () => {
    const sql =
      'CREATE TABLE t (a INT NOT NULL CONSTRAINT u UNIQUE COLLATE "C" CHECK (a > 0) DEFAULT 1 REFERENCES b (c) ON DELETE SET NULL DEFERRABLE, d INT PRIMARY KEY)';
    const [table] = operationsOf(sql);
    if (table?.kind !== 'createTable') throw new Error('no table');
    expect(table.definition.columns.map(({ constraints }) => textsOf(sql, constraints))).toEqual([
      ['CONSTRAINT u UNIQUE', 'CHECK (a > 0)', 'REFERENCES b (c) ON DELETE SET NULL DEFERRABLE'],
      ['PRIMARY KEY'],
    ]);
  });

  it('leave out the ADD of ALTER TABLE', () => {
    const sql = 'ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT PRIMARY KEY, ADD CONSTRAINT k CHECK (a > 0) NOT VALID';
    const [column, constraint] = operationsOf(sql);
    if (column?.kind !== 'addColumn' || constraint?.kind !== 'addConstraint') throw new Error('other operations');
    expect(textsOf(sql, [column.definition, ...column.definition.constraints, constraint.constraint])).toEqual([
      'a INT PRIMARY KEY',
      'PRIMARY KEY',
      'CONSTRAINT k CHECK (a > 0) NOT VALID',
    ]);
  });
});

describe('names of more than 63 bytes', () => {
  it('are listed as written', () => {
    const [ascii, wide] = ['a'.repeat(64), 'é'.repeat(32)];
    const sql = `CREATE TABLE ${ascii.toUpperCase()} ("${wide}" int, "${'b'.repeat(63)}" int)`;
    const { longIdentifiers, statements } = parse(sql);
    expect(longIdentifiers.map(({ name }) => name)).toEqual([ascii, wide]);
    expect(textsOf(sql, longIdentifiers)).toEqual([ascii.toUpperCase(), `"${wide}"`]);
    expect(statements[0]?.operations).toMatchObject([
      { table: { name: 'a'.repeat(63) }, definition: { columns: [{ name: 'é'.repeat(31) }, { name: 'b'.repeat(63) }] } },
    ]);
  });
});

/** Statements of different shapes, between which blanks, comments and semicolons may stand. */
const statement = fc.constantFrom(
  'DROP TABLE a',
  "INSERT INTO é VALUES ('a;b', $$;$$)",
  'ALTER TABLE "x;y" ADD a int, DROP b',
  "SELECT E'\\';', '😀'",
  'CREATE TABLE t (a int, CHECK (a > 0))',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END',
  'CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)',
  'BEGIN',
  'END',
);
const gap = fc.constantFrom(' ', '\n', '\r\n', '-- ;\n', '/* ; /* */ */', '\t', ';', ' ; ', '/*😀*/');

describe('any sequence of statements', () => {
  it('is cut at the same places by the grammar and without it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(gap, { maxLength: 3 }), statement)), (parts) => {
        const sql = parts.map(([gaps, text]) => `${gaps.join('')}${text};`).join('');
        const expected = parts.map(([, text]) => text);
        expect(statementTexts(sql)).toEqual(expected);
        expect(statementTexts(`${sql}\nSELEC`).slice(0, -1)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
