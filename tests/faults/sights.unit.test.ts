// The judge of the privacy tests is judged itself: on logs made by hand.
import { expect, test } from 'vitest';
import { findRaw, isAlive, longestGapMs, type Mark, type Place, type Sight } from './sights';

const see = (place: Place, atMs: number, stripes: number, counter: number | null = null, print = 0): Sight => ({
  place,
  atMs,
  stripes,
  counter,
  dark: false,
  timestampUs: 0,
  print,
});
const mark = (what: Mark['mark'], atMs: number): Mark => ({ mark: what, atMs });
/** Pictures the track was given, by print. */
const give = (atMs: number, stripes: number, print: number) => see('given', atMs, stripes, null, print);
const read = (atMs: number, stripes: number, print: number) => see('track', atMs, stripes, null, print);

test('one raw picture among hidden ones is found, wherever it left', () => {
  const raw = see('canvas', 2, 95);
  expect(findRaw([see('track', 1, 3), raw, see('track', 3, 2)])).toEqual([raw]);
  expect(findRaw([see('track', 1, 14)])).toHaveLength(1);
});

test('while the room may be seen nothing is raw; once it is hidden again, nothing raw may leave', () => {
  const before = [mark('show', 0), give(1, 95, 1), see('canvas', 1, 95), mark('hide', 2)];
  expect(findRaw([...before, give(3, 2, 2)])).toEqual([]);
  expect(findRaw([...before, give(3, 95, 2)])).toHaveLength(1);
  expect(findRaw([...before, see('canvas', 3, 95)])).toHaveLength(1);
});

test('what left while the room was to be seen may be read after it was hidden, behind a hidden picture from before', () => {
  const left = [give(0, 2, 1), mark('show', 1), give(2, 95, 2), mark('hide', 4), give(5, 2, 3)];
  const late = [...left, read(5, 2, 1), read(6, 95, 2), read(7, 2, 3)];
  expect(findRaw(late)).toEqual([]);
  expect(findRaw(late, left.length), 'what was given before counts').toEqual([]);
});

test('a held picture is read as often as it was given, and not once more', () => {
  const left = [mark('show', 1), give(2, 95, 7), give(3, 95, 7), mark('hide', 4), give(5, 2, 8)];
  expect(findRaw([...left, read(6, 95, 7), read(7, 95, 7)])).toEqual([]);
  expect(findRaw([...left, read(6, 95, 7), read(7, 95, 7), read(8, 95, 7)])).toHaveLength(1);
  expect(findRaw([...left, read(6, 95, 7), read(7, 2, 8), read(8, 95, 7)]), 'out of order').toHaveLength(1);
});

test('what the page never gave is judged by when it was read', () => {
  const foreign = read(5, 95, 9);
  expect(findRaw([mark('show', 1), give(2, 95, 7), mark('hide', 4), foreign])).toEqual([foreign]);
});

test('a presenter is alive when the numbers on the chest go on, everywhere, with the room hidden', () => {
  const alive = [1, 2, 3].flatMap((n) => [see('given', n, 2, n), see('track', n, 2, n), see('canvas', n, 2, n)]);
  expect(isAlive(alive, 0, 3)).toBe(true);
  expect(isAlive(alive, 1, 3)).toBe(false);
  const held = [1, 2, 3].flatMap((n) => [see('given', n, 2, 7), see('track', n, 2, 7), see('canvas', n, 2, 7)]);
  expect(isAlive(held, 0, 3)).toBe(false);
  const raw = alive.map((sight) => ({ ...sight, stripes: 90 }));
  expect(isAlive(raw, 0, 3)).toBe(false);
});

test('the longest gap is that of one place, from a time on', () => {
  const log = [see('track', 0, 0), see('canvas', 10, 0), see('track', 100, 0), see('track', 130, 0)];
  expect(longestGapMs(log, 'track', -1)).toBe(100);
  expect(longestGapMs(log, 'track', 0)).toBe(30);
});
