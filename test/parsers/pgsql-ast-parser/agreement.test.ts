import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Operation, Script, Statement } from '../../../src/operation/index.ts';
import { createLibpgQueryParser, createPgsqlAstParser } from '../../../src/parsers/index.ts';
import { DEFECTS } from './defects.ts';
import { sqlOfTheSuite } from './sql-of-the-suite.ts';

// The two front ends check each other: where both understand a statement, they say the same, places included.

const [first, second] = await Promise.all([createLibpgQueryParser(), createPgsqlAstParser()]);

const isUnderstood = ({ operations }: Statement): boolean => operations.length > 0 && operations.every(({ kind }) => kind !== 'opaque');

interface Read {
  readonly text: string;
  readonly one: Script;
  readonly two: Script;
}

const read = (text: string): Read => ({ text, one: first.parse(text), two: second.parse(text) });

interface Compared {
  readonly sql: string;
  readonly expected: readonly Operation[];
  readonly found: readonly Operation[];
}

/** The statements that both understand. */
const compare = ({ text, one, two }: Read): readonly Compared[] =>
  one.statements.flatMap((statement, index) => {
    const other = two.statements[index];
    if (!other || !isUnderstood(statement) || !isUnderstood(other)) return [];
    return [{ sql: text.slice(statement.span.start, statement.span.end), expected: statement.operations, found: other.operations }];
  });

const differs = ({ expected, found }: Compared): boolean => !isDeepStrictEqual(expected, found);
const spansOf = ({ statements }: Script): readonly object[] => statements.map(({ span }) => span);
const listed = new Set(DEFECTS.map(({ sql }) => sql));

/** Half of a character is no UTF-8: the first parser gets three bytes that are no character. */
const isText = (text: string): boolean => !/[\ud800-\udfff]/u.test(text);

describe('the SQL of this repository', () => {
  const texts = sqlOfTheSuite().filter(isText);
  const whole = texts.map(read).filter(({ one }) => one.problems.length === 0);
  const compared = whole.flatMap(compare);

  test('there is enough of it, and the second parser understands most', () => {
    expect(texts.length).toBeGreaterThan(1500);
    const statements = whole.reduce((sum, { one }) => sum + one.statements.length, 0);
    expect(compared.length).toBeGreaterThan(0.7 * statements);
  });
  test('is cut into the same statements', () => {
    expect(whole.filter(({ one, two }) => !isDeepStrictEqual(spansOf(one), spansOf(two))).map(({ text }) => text)).toEqual([]);
  });
  test('means the same to both', () => {
    expect(compared.filter((one) => differs(one) && !listed.has(one.sql))).toEqual([]);
  });
  test('has the same comments, byte order marks and long names, and no problems', () => {
    const others = ({ comments, byteOrderMark, longIdentifiers, problems }: Script): object => ({ comments, byteOrderMark, longIdentifiers, problems });
    expect(whole.filter(({ one, two }) => !isDeepStrictEqual(others(one), others(two)))).toEqual([]);
  });
});

describe('pieces of it', () => {
  const tokens = [
    ...new Set(
      sqlOfTheSuite()
        .filter(isText)
        .flatMap((text) => text.match(/"[^"\n]*"|'[^'\n]*'|\w+|[^\s\w]/gu) ?? []),
    ),
  ];
  const texts = sqlOfTheSuite().filter((text) => isText(text) && text.length < 300);
  /** A text of which one word is another, or missing. */
  const changed = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.constantFrom('', ...tokens)).map(([text, place, token]) => {
    const words = text.split(/(?<=\s)/);
    return words.map((word, index) => (index === place % words.length ? `${token} ` : word)).join('');
  });
  test('are read without a failure, and alike', () => {
    fc.assert(
      fc.property(changed, (text) => {
        const result = read(text);
        if (result.one.problems.length > 0) return;
        expect(spansOf(result.two)).toEqual(spansOf(result.one));
        for (const { expected, found } of compare(result)) expect(found).toEqual(expected);
      }),
      { numRuns: 400, seed: 20250601 },
    );
  });
});

test('each listed defect is still one', () => {
  expect(DEFECTS.filter(({ sql }) => !compare(read(sql)).some(differs))).toEqual([]);
});
