// Models in a cache that is bounded in bytes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteCache } from '../../src/base/byte-cache';

describe('a cache of ten bytes', () => {
  it('lets go of what was not asked for the longest', () => {
    const gone: string[] = [];
    const cache = new ByteCache<string>(10, (value) => gone.push(value));
    cache.put('a', 'A', 4);
    cache.put('b', 'B', 4);
    expect(cache.get('a')).toBe('A');
    cache.put('c', 'C', 4);
    expect(gone).toEqual(['B']);
    expect([cache.has('a'), cache.has('c'), cache.bytes]).toEqual([true, true, 8]);
  });

  it('keeps what is in use, however long nobody asked', () => {
    const cache = new ByteCache<string>(10);
    cache.put('in use', 'A', 4, 1);
    for (const name of ['b', 'c', 'd']) cache.put(name, name, 5);
    expect(cache.get('in use')).toBe('A');
    expect(cache.dropBelow(1)).toBe(5);
    expect(cache.count).toBe(1);
    cache.prefer('another', 1);
    expect(cache.dropBelow(1)).toBe(4);
  });

  it('takes nothing that does not fit, and then loses nothing', () => {
    const cache = new ByteCache<string>(10);
    cache.put('in use', 'A', 4, 1);
    cache.put('b', 'B', 4);
    expect(cache.put('large', 'L', 7)).toBe(false);
    expect(cache.put('huge', 'H', 70, 5)).toBe(false);
    expect(cache.count).toBe(2);
  });

  it('says how often it had what was asked for', () => {
    const cache = new ByteCache<string>(10);
    expect(cache.get('a')).toBeNull();
    cache.put('a', 'A', 4);
    cache.get('a');
    cache.get('a');
    expect([cache.hits, cache.misses]).toEqual([2, 1]);
  });
});

it('whatever is put into it, it never holds more than it may, and tells of each that leaves', () => {
  const puts = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 2 })),
  );
  fc.assert(
    fc.property(puts, (steps) => {
      let left = 0;
      let taken = 0;
      const cache = new ByteCache<number>(50, () => (left += 1));
      for (const [key, bytes, priority] of steps) {
        if (cache.put(String(key), key, bytes, priority)) taken += 1;
        expect(cache.bytes).toBeLessThanOrEqual(50);
      }
      expect(taken - left).toBe(cache.count);
    }),
  );
});
