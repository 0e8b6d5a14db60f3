import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PersistentMap } from '../../src/catalog/index.ts';

const steps = fc.array(fc.record({ key: fc.string({ maxLength: 2 }), value: fc.option(fc.nat(3), { nil: null }) }), { maxLength: 60 });
type Step = { readonly key: string; readonly value: number | null };

const change = (map: PersistentMap<number>, { key, value }: Step): PersistentMap<number> => (value === null ? map.delete(key) : map.set(key, value));
const asMap = (map: PersistentMap<number>): Map<string, number> => new Map(map.entries());

test('behaves as a Map, and earlier versions stay what they were', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const plain = new Map<string, number>();
      let map = PersistentMap.empty<number>();
      const versions = list.map((step) => {
        map = change(map, step);
        if (step.value === null) plain.delete(step.key);
        else plain.set(step.key, step.value);
        return { map, plain: new Map(plain) };
      });
      for (const version of versions) {
        expect(asMap(version.map)).toEqual(version.plain);
        expect(version.map.size).toBe(version.plain.size);
      }
    }),
  );
});

test('tells what changed since an earlier version', () => {
  fc.assert(
    fc.property(steps, steps, (first, second) => {
      const before = first.reduce(change, PersistentMap.empty<number>());
      const after = second.reduce(change, before);
      const expected = [...after.entries()].filter(([key, value]) => before.get(key) !== value);
      expect(new Map(after.changedSince(before))).toEqual(new Map(expected));
    }),
  );
});

test('a change that changes nothing gives the same map', () => {
  const map = PersistentMap.empty<number>().set('a', 1);
  expect(map.set('a', 1)).toBe(map);
  expect(map.delete('b')).toBe(map);
});
