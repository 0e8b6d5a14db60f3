import fc from 'fast-check';
import { loadModule, scanSync } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { lex } from '../../src/parsers/lexer.ts';

beforeAll(() => loadModule());

const pieces = (sql: string): readonly string[] => lex(sql).tokens.map(({ start, end }) => sql.slice(start, end));

describe('lex', () => {
  it.each([
    [
      'words, quoted names',
      'Foo "Bar""x" é_1$',
      [
        ['word', 'foo'],
        ['quoted', 'Bar"x'],
        ['word', 'é_1$'],
      ],
    ],
    [
      'strings',
      "'it''s' E'a\\'b' B'01' X'ff' N'n' U&'\\0041'",
      [
        ['string', "it's"],
        ['string', "a\\'b"],
        ['string', '01'],
        ['string', 'ff'],
        ['string', 'n'],
        ['string', '\\0041'],
      ],
    ],
    ['a name with Unicode escapes', 'U&"d\\0061t"', [['quoted', 'd\\0061t']]],
    [
      'a string that goes on in the next line',
      "'a' -- so\n  'b' 'c'",
      [
        ['string', "a' -- so\n  'b"],
        ['string', 'c'],
      ],
    ],
    [
      'strings on one line are two',
      "'a' 'b'",
      [
        ['string', 'a'],
        ['string', 'b'],
      ],
    ],
    [
      'dollar quotes',
      "$$ ' ; $$ $a$ $$ $b$ $a$",
      [
        ['string', " ' ; "],
        ['string', ' $$ $b$ '],
      ],
    ],
    ['a dollar inside a word', 'a$b$c', [['word', 'a$b$c']]],
    [
      'parameters',
      '$1, $23',
      [
        ['parameter', ''],
        ['punctuation', ','],
        ['parameter', ''],
      ],
    ],
    [
      'nested comments',
      'a /* /* */ ; */ b -- c',
      [
        ['word', 'a'],
        ['comment', ''],
        ['word', 'b'],
        ['comment', ''],
      ],
    ],
    [
      'casts',
      'a::text[]',
      [
        ['word', 'a'],
        ['operator', '::'],
        ['word', 'text'],
        ['punctuation', '['],
        ['punctuation', ']'],
      ],
    ],
    [
      'a sign after an operator',
      'a=-1',
      [
        ['word', 'a'],
        ['operator', '='],
        ['operator', '-'],
        ['number', ''],
      ],
    ],
    [
      'an operator of our own',
      '@-1',
      [
        ['operator', '@-'],
        ['number', ''],
      ],
    ],
    [
      'a comment after an operator',
      'a+--b\nc',
      [
        ['word', 'a'],
        ['operator', '+'],
        ['comment', ''],
        ['word', 'c'],
      ],
    ],
    [
      'numbers',
      '1 1.5 .5 1e-3 0x1F 1_000',
      [
        ['number', ''],
        ['number', ''],
        ['number', ''],
        ['number', ''],
        ['number', ''],
        ['number', ''],
      ],
    ],
    [
      'a slice',
      'a[1:2]',
      [
        ['word', 'a'],
        ['punctuation', '['],
        ['number', ''],
        ['punctuation', ':'],
        ['number', ''],
        ['punctuation', ']'],
      ],
    ],
    ['a byte order mark', '\uFEFFselect', [['word', 'select']]],
    ['a no-break space, which is part of a word', 'a\u00A0b', [['word', 'a\u00A0b']]],
  ] as const)('%s', (_, sql, expected) => {
    const { tokens, unterminated } = lex(sql);
    expect(tokens.map(({ kind, value }) => [kind, value])).toEqual(expected);
    expect(unterminated).toBeNull();
  });

  it.each([
    ["a 'b\n;", 2, 'string'],
    ["a E'b\\'", 2, 'string'],
    ['a "b;', 2, 'quoted name'],
    ['a /* /* */ b', 2, 'comment'],
    ['a $x$ b $y$', 2, 'dollar quote'],
  ] as const)('%j ends inside a quote', (sql, start, what) => {
    const { tokens, unterminated } = lex(sql);
    expect(unterminated).toEqual({ start, what });
    expect(tokens.at(-1)).toMatchObject({ start, end: sql.length });
  });

  it('covers any text: tokens are in order, not empty, and only blanks lie between them', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), sqlText), (text) => {
        let end = 0;
        for (const token of lex(text).tokens) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          expect(text.slice(end, token.start)).toMatch(end === 0 ? /^\uFEFF?[\t-\r ]*$/ : /^[\t-\r ]*$/);
          end = token.end;
        }
        expect(text.slice(end)).toMatch(/^\uFEFF?[\t-\r ]*$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('cuts where the scanner of PostgreSQL cuts', () => {
    fc.assert(
      fc.property(sqlText, (text) => {
        const theirs = scan(text);
        // libpg_query makes tokens of comments: a string that goes on behind one, as it does on a server, does not there.
        if (theirs !== null && !/'\s*--/.test(text)) expect(pieces(text)).toEqual(theirs);
      }),
      { numRuns: 5000 },
    );
  });
});

/** Texts of pieces that are delicate next to each other; ASCII, so that PostgreSQL's byte offsets are ours. */
const sqlText = fc
  .array(
    fc.constantFrom(
      'a',
      'E',
      'U&',
      'x',
      "'",
      "''",
      '"',
      '$',
      '$$',
      '$a$',
      '\\',
      '/*',
      '*/',
      '--',
      '\n',
      ' ',
      '+',
      '-',
      '*',
      '/',
      '<',
      '=',
      '@',
      ':',
      ';',
      '(',
      ',',
      '.',
      '1',
      '0',
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

/** Null where PostgreSQL refuses the text. */
function scan(text: string): readonly string[] | null {
  try {
    return scanSync(text).tokens.map(({ start, end }) => text.slice(start, end));
  } catch {
    return null;
  }
}
