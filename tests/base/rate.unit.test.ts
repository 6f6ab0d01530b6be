import { describe, expect, it } from 'vitest';
import { createRate } from '../../src/base/rate';

/** Times from `fromMs` on, `fps` a second, before `toMs`. */
const times = (fps: number, fromMs: number, toMs: number) =>
  Array.from({ length: Math.ceil(((toMs - fromMs) * fps) / 1000) }, (_, n) => fromMs + (n * 1000) / fps);

/** The rate at `nowMs`, looked at four times a second until then, as a page does. */
function rateAt(nowMs: number, given: readonly number[]): number | null {
  const rate = createRate();
  let next = 0;
  for (let lookMs = 0; lookMs < nowMs; lookMs += 250) {
    for (let time = given[next]; time !== undefined && time <= lookMs; time = given[++next]) rate.add(time);
    rate.at(lookMs);
  }
  for (const time of given.slice(next)) if (time <= nowMs) rate.add(time);
  return rate.at(nowMs);
}

describe('a rate over two seconds', () => {
  it('is that of what comes evenly, wherever the window begins', () => {
    for (const fps of [1, 7.5, 29.97, 60])
      for (const nowMs of [9000, 9011, 9500]) expect(rateAt(nowMs, times(fps, 100, 10_000))).toBeCloseTo(fps, 5);
  });

  it('is told from the third on, as soon as there is one', () => {
    expect(rateAt(40, times(30, 0, 40))).toBeNull();
    expect(rateAt(70, times(30, 0, 70))).toBeCloseTo(30);
    expect(rateAt(70, [])).toBeNull();
  });

  it('falls while nothing comes, and is none after two seconds without', () => {
    const stopped = times(30, 0, 5000);
    expect(rateAt(5500, stopped)).toBeCloseTo(22, 0);
    expect(rateAt(6500, stopped)).toBeCloseTo(7, 0);
    expect(rateAt(7100, stopped)).toBeNull();
  });

  it('is no peak where three come at once after a pause', () => {
    const paused = [...times(30, 0, 5000), 8000, 8010, 8020];
    expect(rateAt(8030, paused)).toBeLessThan(2);
    expect(rateAt(9000, [...paused, ...times(30, 8033, 9000)])).toBeLessThan(30);
    expect(rateAt(10_100, [...paused, ...times(30, 8033, 10_100)])).toBeCloseTo(30, 0);
  });

  it('counts a pause within the two seconds', () => {
    expect(rateAt(7000, [...times(30, 0, 5500), ...times(30, 6500, 7000)])).toBeCloseTo(15, 0);
  });

  it('is never above what came, whatever the order of pauses', () => {
    const bursts = Array.from({ length: 20 }, (_, n) => times(200, n * 900, n * 900 + 40)).flat();
    for (let nowMs = 2500; nowMs < 15_000; nowMs += 130) expect(rateAt(nowMs, bursts) ?? 0).toBeLessThan(14);
  });
});
