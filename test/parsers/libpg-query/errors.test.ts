import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from './lowered.ts';

/** What each statement became, and the problems with the text they stand at. */
function outcome(sql: string): { readonly kinds: readonly string[]; readonly problems: readonly (readonly [number, string, string])[] } {
  const { statements, problems } = parse(sql);
  return {
    kinds: statements.map(({ operations }) => operations.map(({ kind }) => kind).join(' ')),
    problems: problems.map(({ statement, span, message }) => [statement, sql.slice(span.start, span.end), message]),
  };
}

describe('a statement that is not SQL', () => {
  it.each([
    [
      'between two that are',
      'DROP TABLE a;\nALTER TABLE a ADD COLUM b INT;\nDROP TABLE b',
      ['dropTable', '', 'dropTable'],
      [1, 'INT', 'syntax error at or near "INT"'],
    ],
    ['with quotes at the place', 'DROP TABLE "é" "😀";DROP TABLE b', ['', 'dropTable'], [0, '"😀"', 'syntax error at or near ""😀""']],
    ['that ends too early', 'DROP TABLE;DROP TABLE b', ['', 'dropTable'], [0, ';', 'syntax error at or near ";"']],
    ['that ends too early at the end', 'DROP TABLE a;DROP TABLE', ['dropTable', ''], [1, 'TABLE', 'syntax error at end of input']],
    [
      'for which PostgreSQL names no place',
      "DROP TABLE a;SELECT E'\\377';DROP TABLE b",
      ['dropTable', '', 'dropTable'],
      [1, 'SELECT', 'invalid byte sequence for encoding "UTF8": 0xff'],
    ],
    ['that belongs to psql', '\\connect a\nDROP TABLE a;DROP TABLE b', ['', 'dropTable', 'dropTable'], [0, '\\', 'syntax error at or near "\\"']],
    ['over several lines', 'UPDATE t\nSET a = 1\n  b = 2\nFROM c;\nDELETE FROM d', ['', 'delete'], [0, 'b', 'syntax error at or near "b"']],
    [
      'with clauses that begin like statements',
      'ALTER TABLE t\nALTER COLUMN a TYPE int\nDROP COLUMN b;DROP TABLE a',
      ['', 'dropTable'],
      [0, 'DROP', 'syntax error at or near "DROP"'],
    ],
    ['with a parenthesis too many', 'SELECT 1);DROP TABLE a', ['', 'dropTable'], [0, ')', 'syntax error at or near ")"']],
    [
      'with a parenthesis too few',
      'CREATE TABLE a (\n  b INT,;\nDROP TABLE c;DROP TABLE d',
      ['', 'dropTable', 'dropTable'],
      [0, ';', 'syntax error at or near ";"'],
    ],
    [
      'inside a rule',
      'CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELET FROM b);DROP TABLE a',
      ['', 'dropTable'],
      [0, 'DELET', 'syntax error at or near "DELET"'],
    ],
  ] as const)('%s', (_, sql, kinds, problem) => expect(outcome(sql)).toEqual({ kinds, problems: [problem] }));

  it('with parentheses that never close, many times over, is as many problems', () => {
    const { kinds, problems } = outcome('CREATE TABLE a (b int;\n'.repeat(2000));
    expect([kinds.length, problems.length]).toEqual([2000, 2000]);
  });

  it('does not hide another one', () => {
    expect(outcome('SELEC 1;DROP TABLE a;DROP TABL b')).toEqual({
      kinds: ['', 'dropTable', ''],
      problems: [
        [0, 'SELEC', 'syntax error at or near "SELEC"'],
        [2, 'TABL', 'syntax error at or near "TABL"'],
      ],
    });
  });
});

describe('comments where the grammar looks ahead', () => {
  // PostgreSQL takes each of them; libpg_query by itself refuses them at the comment.
  it.each([
    'CREATE TABLE t (a TIMESTAMP WITH /* a */ TIME ZONE);',
    'CREATE TABLE t (a TIME WITHOUT -- a\n TIME ZONE);',
    'CREATE INDEX i ON t (a DESC NULLS -- a\n LAST);',
    'DELETE FROM t WHERE a NOT /* é */ IN (1);',
    'DELETE FROM t WHERE a NOT -- a\n BETWEEN 1 AND 2;',
  ])('%j is read as without', (sql) => {
    const plain = sql.replace(/\/\*.*?\*\/|--.*/, (comment) => ' '.repeat(comment.length));
    const [withComment, without] = [parse(sql), parse(plain)];
    expect(withComment.problems).toEqual([]);
    expect(withComment.statements).toEqual(without.statements);
    expect(withComment.comments).toHaveLength(1);
  });
});

describe('a missing semicolon', () => {
  it.each([
    ['before CREATE', 'DROP TABLE a\nCREATE INDEX ON b (c);\nDROP TABLE d', ['dropTable', 'createIndex', 'dropTable'], 'CREATE'],
    ['before ALTER', 'ALTER TABLE a ADD b int\n\n-- AlterTable\n  ALTER TABLE a ADD c int', ['addColumn', 'addColumn'], 'ALTER'],
    ['behind a column definition', 'ALTER TABLE a ADD b int\nDROP INDEX c;', ['addColumn', 'dropIndex'], 'DROP'],
    ['before INSERT', 'CREATE TABLE a (b int)\r\nINSERT INTO a VALUES (1)', ['createTable', 'insert'], 'INSERT'],
    ['before UPDATE', 'ALTER TABLE a ADD b int\nUPDATE a SET b = 1', ['addColumn', 'update'], 'UPDATE'],
  ] as const)('%s costs no statement', (_, sql, kinds, token) => {
    expect(outcome(sql)).toEqual({ kinds, problems: [[0, token, `syntax error at or near "${token}"`]] });
  });

  it('behind a broken statement costs only that one', () => {
    expect(outcome('ALTER TABLE a ADD COLUM b int\nCREATE INDEX ON b (c);DROP TABLE d')).toMatchObject({
      kinds: ['', 'createIndex', 'dropTable'],
      problems: [[0, 'int', expect.anything()]],
    });
  });
});

describe('text without an end', () => {
  it.each([
    ['a string', "DROP TABLE a;\nINSERT INTO b VALUES ('c);\nDROP TABLE d;", ['dropTable', ''], "'c);\nDROP TABLE d;", 'unterminated quoted string'],
    ['a name', 'DROP TABLE "a;\nDROP TABLE d;', [''], '"a;\nDROP TABLE d;', 'unterminated quoted identifier'],
    ['a body', 'DO $x$ BEGIN; $y$;', [''], '$x$ BEGIN; $y$;', 'unterminated dollar-quoted string'],
    ['a comment', 'DROP TABLE a; /* b;\nDROP TABLE c', ['dropTable', ''], '/* b;\nDROP TABLE c', 'unterminated /* comment'],
    ['a NUL character', 'DROP TABLE a;\nDROP TABLE b\0;DROP TABLE c', ['dropTable', ''], '\0;DROP TABLE c', 'invalid byte sequence for encoding "UTF8": 0x00'],
    ['a NUL character in a string', "DROP TABLE a;SELECT '\0'", ['dropTable', ''], "'\0'", 'invalid byte sequence for encoding "UTF8": 0x00'],
  ] as const)('%s is one problem to the end of the file', (_, sql, kinds, text, message) => {
    expect(outcome(sql)).toEqual({ kinds, problems: [[kinds.length - 1, text, message]] });
  });
});

describe('what the parser cannot hold', () => {
  it.each([
    ['parentheses', `SELECT ${'('.repeat(2e4)}1${')'.repeat(2e4)}`],
    ['operators', `SELECT ${'1 + '.repeat(2e4)}1`],
    ['subqueries', `SELECT ${'(SELECT '.repeat(5e3)}1${')'.repeat(5e3)}`],
    ['set operations', `SELECT 1${' UNION SELECT 1'.repeat(5e3)}`],
    ['CASE', `SELECT ${'CASE WHEN a THEN '.repeat(5e3)}1${' END'.repeat(5e3)}`],
    ['casts', `SELECT 1${'::int'.repeat(5e3)}`],
    ['NOT', `SELECT ${'NOT '.repeat(5e3)}a`],
  ])('is opaque: %s', (_, sql) => {
    for (let round = 0; round < 5; round++) expect(outcome(`${sql};DROP TABLE a`)).toEqual({ kinds: ['opaque', 'dropTable'], problems: [] });
  });

  it('is not what is merely long', () => {
    const rows = Array.from({ length: 5e3 }, (_, index) => `(${index}, -1, 'a' || 'b')`).join(',');
    const conditions = Array.from({ length: 5e3 }, (_, index) => `a = ${index} OR NOT b = ${index}`).join(' AND ');
    expect(outcome(`INSERT INTO a VALUES ${rows};DELETE FROM a WHERE ${conditions}`)).toEqual({ kinds: ['insert', 'delete'], problems: [] });
  });
});

const SAMPLES: readonly string[] = [
  'ALTER TABLE "a" ADD COLUMN b INT NOT NULL DEFAULT 1, DROP COLUMN c;\nCREATE UNIQUE INDEX i ON "a"(b) WHERE c > 0;',
  "CREATE TABLE a (b INT PRIMARY KEY, c TEXT CHECK (c <> ''), FOREIGN KEY (b) REFERENCES d ON DELETE CASCADE);",
  "DO $$ BEGIN IF EXISTS (SELECT 1) THEN RAISE EXCEPTION 'é'; END IF; END $$;",
  "INSERT INTO a (b) SELECT c FROM d WHERE e IN ('😀', E'\\n') ON CONFLICT DO NOTHING; /* x */",
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; END;',
];

/** SQL with pieces cut out, doubled, or replaced by characters that are delicate. */
const mutated = fc
  .tuple(
    fc.constantFrom(...SAMPLES),
    fc.array(
      fc.tuple(
        fc.nat(150),
        fc.nat(8),
        fc.constantFrom('', "'", '"', '$$', '/*', '*/', '--', '(', ')', ';', '\0', ',', 'BEGIN ATOMIC', '\nDROP TABLE a', '😀', '\ud800', '\ufeff'),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([sql, edits]) => edits.reduce<string>((text, [at, length, insert]) => text.slice(0, at) + insert + text.slice(at + length), sql));

describe('any text', () => {
  it.each([
    ['arbitrary', fc.string({ unit: 'binary' })],
    [
      'of delicate pieces',
      fc.array(fc.constantFrom(...SAMPLES.flatMap((sql) => sql.split(/(?<=[ ;(),])/)), "'", '\n', '\0', '/*')).map((parts) => parts.join('')),
    ],
    ['mutated SQL', mutated],
  ])('%s: never throws; statements are in order, and each has operations or a problem', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const { statements, problems } = parse(text);
        let end = 0;
        for (const { index, span, operations } of statements) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          expect(operations.length > 0 || problems.some(({ statement }) => statement === index)).toBe(true);
          for (const operation of operations) {
            expect(operation.span.start).toBeGreaterThanOrEqual(span.start);
            expect(operation.span.end).toBeLessThanOrEqual(span.end);
          }
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
        for (const { span, statement } of problems) {
          expect(statements[statement]).toBeDefined();
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
