import { expect, it } from 'vitest';
import { createSpareTime } from '../../src/loop/spare-time';

/** Looks whenever there is time, for so long; answers when. */
function look(spare: ReturnType<typeof createSpareTime>, fromMs: number, toMs: number, tookMs: number): number[] {
  const times: number[] = [];
  for (let nowMs = fromMs; nowMs < toMs; nowMs += 33) {
    if (!spare.hasTime(nowMs)) continue;
    times.push(nowMs);
    spare.looked(nowMs + tookMs, tookMs);
  }
  return times;
}

it('a machine with time to spare is looked with five times a second, a slower one less often', () => {
  const fast = createSpareTime(8);
  expect(look(fast, 0, 10_000, 8).length).toBeGreaterThan(40);
  expect(look(fast, 10_000, 20_000, 8).length).toBeLessThanOrEqual(50);
  expect(fast.isLooking).toBe(true);
  const slower = createSpareTime(8);
  const times = look(slower, 0, 10_000, 20);
  expect(times.length).toBeLessThan(33);
  expect(times.length).toBeGreaterThan(20);
});

it('one look that takes long changes nothing: the first is slow on every machine', () => {
  const spare = createSpareTime(8);
  look(spare, 0, 100, 400);
  expect(look(spare, 600, 10_000, 8).length).toBeGreaterThan(35);
  expect(spare.isLooking).toBe(true);
});

it('looks too far apart to be of use are given up, tried again after a minute, and later each time', () => {
  const spare = createSpareTime(8);
  const times = look(spare, 0, 400_000, 60);
  expect(spare.isLooking).toBe(false);
  const rests = times
    .slice(1)
    .map((time, n) => time - (times[n] ?? 0))
    .filter((gap) => gap > 5000);
  expect(rests.map((gap) => Math.round(gap / 1000))).toEqual([60, 120]);
});

it('a picture was left out: nobody looks for two seconds', () => {
  const spare = createSpareTime(8);
  look(spare, 0, 3000, 8);
  spare.leftOut(3000);
  const [first = 0] = look(spare, 3000, 10_000, 8);
  expect(first).toBeGreaterThanOrEqual(5000);
});

it('on few cores looks may take half as much: what is looked with in time there is half as slow', () => {
  const few = createSpareTime(2);
  expect(look(few, 0, 10_000, 5).length).toBeGreaterThan(40);
  const slower = createSpareTime(2);
  look(slower, 0, 10_000, 20);
  expect(slower.isLooking).toBe(false);
});
