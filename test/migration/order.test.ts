import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/migration/folder.ts';

// Names are sorted as `localeCompare` sorts them, mostly without asking it.

const { compare } = new Intl.Collator('en');
const name = fc.string({ unit: fc.constantFrom(...'_-019azbAZé .~'), maxLength: 6 });

test('by the collation of English', () => {
  fc.assert(
    fc.property(name, name, (a, b) => {
      const expected = compare(a, b) || (a < b ? -1 : 1);
      if (a !== b) expect(Math.sign(inOrder(a, b))).toBe(Math.sign(expected));
    }),
    { numRuns: 5_000 },
  );
});
