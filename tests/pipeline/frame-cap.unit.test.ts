// Which frames of a quicker source are taken: evenly, and never one less than there could be.
import { expect, it } from 'vitest';
import { createFrameCap } from '../../src/pipeline/frame-cap';

function taken(sourceFps: number, fpsMax: number, seconds: number, jitterMs = 0): number[] {
  const cap = createFrameCap();
  const times = Array.from({ length: sourceFps * seconds }, (_, n) => (n * 1000) / sourceFps + (n % 2) * jitterMs);
  return times.filter((ms) => cap.takes(ms * 1000, 1000 / sourceFps, fpsMax));
}

it('every second one of 60 for 30, however they jitter', () => {
  for (const jitterMs of [0, 3]) {
    const kept = taken(60, 30, 10, jitterMs);
    expect(kept).toHaveLength(300);
    const gaps = kept.slice(1).map((ms, n) => ms - (kept[n] ?? 0));
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(1);
  }
});

it('thirty of 50', () => {
  expect(taken(50, 30, 10).length).toBeGreaterThanOrEqual(298);
});

it('all of a source that is no quicker, whose clock is a little off', () => {
  expect(taken(31, 30, 60)).toHaveLength(31 * 60);
});

it('all while the source is not known, and at once again after a clip began anew', () => {
  const cap = createFrameCap();
  expect([0, 1, 2].map((ms) => cap.takes(ms * 1000, null, 30))).toEqual([true, true, true]);
  expect(cap.takes(900_000, 16.7, 30)).toBe(true);
  expect(cap.takes(0, 16.7, 30)).toBe(true);
  expect(cap.takes(16_700, 16.7, 30)).toBe(false);
  expect(cap.takes(33_400, 16.7, 30)).toBe(true);
});
