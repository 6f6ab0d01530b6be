import { describe, expect, test } from 'vitest';
import type { ClipLoop } from '../../src/app/clip-loops';
import { GAP } from '../../src/ui/words/numbers';
import { seamWords, spanWords, ticks } from '../../src/ui/words/loops';

const parts = { appearance: 0, motion: 0, light: 0, face: 0, length: 0, pose: 0 };
const loop = (startMs: number, endMs: number, given: Partial<ClipLoop['parts']> = {}): ClipLoop => ({
  startMs,
  endMs,
  score: 1,
  seam: 1,
  parts: { ...parts, ...given },
});

describe('what is said of a loop', () => {
  test('where it lies, with tenths', () => {
    expect(spanWords(loop(11_400, 17_234))).toBe(`11.4 to 17.2${GAP}s`);
  });
  test('what a viewer would notice first; nothing where there is nothing', () => {
    expect(seamWords(loop(0, 7000))).toBe('Same pose, same movement');
    expect(seamWords(loop(0, 3500, { length: 0.4 }))).toBe('Short: viewers may notice the repeat');
    expect(seamWords(loop(0, 3500, { length: 0.4, light: 9 }))).toBe('The light changes at the seam');
  });
  test('an axis has a few round times, from an instant to hours', () => {
    expect(ticks(25_400)).toEqual([0, 5, 10, 15, 20, 25]);
    for (const ms of [40, 900, 5000, 60_000, 600_000, 7_200_000]) expect(ticks(ms).length).toBeLessThanOrEqual(8);
  });
});
