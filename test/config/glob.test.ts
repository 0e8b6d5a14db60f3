import { expect, test } from 'vitest';
import { fits } from '../../src/config/glob.ts';

test.each([
  ['*', 'a', true],
  ['*', 'a/b', false],
  ['**', 'a/b', true],
  ['**/b', 'b', true],
  ['**/b', 'a/c/b', true],
  ['a/**', 'a/b/c', true],
  ['a/**', 'b/a/c', false],
  ['a/**/c.sql', 'a/c.sql', true],
  ['2024*', '20240101_init', true],
  ['2024*', '120240101_init', false],
  ['?_x', '1_x', true],
  ['?_x', '11_x', false],
  ['{a,b*}/c', 'b1/c', true],
  ['{a,b}/c', 'c/c', false],
  ['a.b', 'axb', false],
  ['(a)+', '(a)+', true],
])('%s and %s: %s', (glob, path, expected) => {
  expect(fits(glob, path)).toBe(expected);
});
