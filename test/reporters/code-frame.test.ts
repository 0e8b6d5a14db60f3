import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../src/reporters/index.ts';
import { FILE, finding, SQL } from './report.ts';

const plain = { dim: (text: string) => text, mark: (text: string) => text };
const frame = (what: string, text = SQL, width = 80): string => codeFrame(finding(what, {}, text), { path: FILE, text }, width, plain).join('\n');

describe('code frames', () => {
  test('underline what is meant, below the line before', () => {
    expect(frame('"email" TEXT NOT NULL')).toBe(
      [
        '   1 │ -- AlterTable',
        '   2 │ ALTER TABLE "User" ADD COLUMN     "email" TEXT NOT NULL;',
        '     │                                   ~~~~~~~~~~~~~~~~~~~~~',
      ].join('\n'),
    );
  });
  test('need no line before', () => {
    expect(frame('-- AlterTable')).toBe('   1 │ -- AlterTable\n     │ ~~~~~~~~~~~~~');
  });
  test('show the ends of long spans', () => {
    expect(frame(SQL.slice(SQL.indexOf('CREATE TABLE'), -2))).toBe(
      [
        '    4 │ -- CreateTable',
        '    5 │ CREATE TABLE "Post" (',
        '      │ ~~~~~~~~~~~~~~~~~~~~~',
        '    6 │     "id" SERIAL NOT NULL,',
        '      │     ~~~~~~~~~~~~~~~~~~~~~',
        '      ┆',
        '   12 │     CONSTRAINT "Post_pkey" PRIMARY KEY ("id")',
        '      │     ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
        '   13 │ );',
        '      │ ~',
      ].join('\n'),
    );
  });
  test('do not underline blank lines', () => {
    expect(frame('a\n\n  b', 'x (a\n\n  b)')).toBe(['   1 │ x (a', '     │    ~', '   2 │ ', '   3 │   b)', '     │   ~'].join('\n'));
  });
  test.each(['\r\n', '\r', '\n'])('know the line ending %j', (ending) => {
    expect(frame('b', `a${ending}b${ending}c`)).toBe('   1 │ a\n   2 │ b\n     │ ~');
  });
  test('keep the underline in place behind tabs and a byte order mark', () => {
    expect(frame('DROP', '\ufeff\t\tDROP x')).toBe('   1 │   DROP x\n     │   ~~~~');
  });
  test('clip long lines around what is meant', () => {
    const values = 'x'.repeat(200);
    const [line = '', mark = ''] = frame('HERE', `${values}HERE${values}`, 60).split('\n');
    expect(line).toHaveLength(60);
    expect(line.slice(mark.indexOf('~'), mark.lastIndexOf('~') + 1)).toBe('HERE');
    expect(line).toMatch(/…x+HEREx+…$/);
    expect(
      frame('x'.repeat(200), `${values}\n`, 60)
        .split('\n')
        .every((one) => one.length <= 60),
    ).toBe(true);
  });
  test('are empty for what is about a file', () => {
    expect(frame('')).toBe('');
  });
});
