// The judge of the privacy tests is judged itself: on logs made by hand.
import { expect, test } from 'vitest';
import { findRaw, isAlive, longestGapMs, type Mark, type Place, type Sight } from './sights';

const see = (place: Place, atMs: number, stripes: number, counter: number | null = null): Sight => ({
  place,
  atMs,
  stripes,
  counter,
  dark: false,
  timestampUs: 0,
  print: 0,
});
const mark = (what: Mark['mark'], atMs: number): Mark => ({ mark: what, atMs });

test('one raw picture among hidden ones is found, wherever it left', () => {
  const raw = see('canvas', 2, 95);
  expect(findRaw([see('track', 1, 3), raw, see('track', 3, 2)])).toEqual([raw]);
  expect(findRaw([see('track', 1, 14)])).toHaveLength(1);
});

test('while the room may be seen nothing is raw; once it is hidden again, the first hidden picture is the last chance', () => {
  const before = [mark('show', 0), see('track', 1, 95), see('canvas', 1, 95), mark('hide', 2)];
  expect(findRaw([...before, see('track', 3, 95), see('track', 4, 2)])).toEqual([]);
  expect(findRaw([...before, see('track', 3, 2), see('track', 4, 95)])).toHaveLength(1);
  expect(findRaw([...before, see('canvas', 3, 95)]), 'the canvas is ours: nothing older after the mark').toHaveLength(
    1,
  );
});

test('what left while the room was to be seen may be looked at after it was hidden, behind a hidden picture from before', () => {
  const late = [mark('show', 1), mark('hide', 4), see('track', 0, 2), see('track', 2, 95), see('track', 5, 2)];
  expect(findRaw(late)).toEqual([]);
  expect(findRaw(late, 2), 'marks from before count').toEqual([]);
  expect(findRaw([...late, see('track', 6, 95)], 2)).toHaveLength(1);
});

test('a presenter is alive when the numbers on the chest go on, in both places, with the room hidden', () => {
  const alive = [1, 2, 3].flatMap((n) => [see('track', n, 2, n), see('canvas', n, 2, n)]);
  expect(isAlive(alive, 0, 3)).toBe(true);
  expect(isAlive(alive, 1, 3)).toBe(false);
  const held = [1, 2, 3].flatMap((n) => [see('track', n, 2, 7), see('canvas', n, 2, 7)]);
  expect(isAlive(held, 0, 3)).toBe(false);
  const raw = alive.map((sight) => ({ ...sight, stripes: 90 }));
  expect(isAlive(raw, 0, 3)).toBe(false);
});

test('the longest gap is that of one place, from a time on', () => {
  const log = [see('track', 0, 0), see('canvas', 10, 0), see('track', 100, 0), see('track', 130, 0)];
  expect(longestGapMs(log, 'track', -1)).toBe(100);
  expect(longestGapMs(log, 'track', 0)).toBe(30);
});
