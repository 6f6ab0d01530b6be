import { expect, it } from 'vitest';
import type { FaceMeasures } from '../../src/faces/face-reader';
import { distance, readFeatures, THUMB_HEIGHT, THUMB_WIDTH } from '../../src/loop/features';
import { findLoops } from '../../src/loop/finder';
import { scoreTransitions, type TimedFeatures } from '../../src/loop/seam';
import { seeded } from '../../src/sources/demo/layer';

const FPS = 30;
const WIDTH = 64;
const HEIGHT = 36;

/** A luma plane with a bright disc at `x`, `y` (shares of the picture) before a slope, with a sensor's noise. */
function plane(x: number, y: number, random: () => number, gain = 1): Uint8Array {
  const bytes = new Uint8Array(WIDTH * HEIGHT);
  for (let row = 0; row < HEIGHT; row++)
    for (let column = 0; column < WIDTH; column++) {
      const away = Math.hypot(column - x * WIDTH, row - y * HEIGHT);
      const disc = Math.max(0, Math.min(1, 7 - away));
      bytes[row * WIDTH + column] = gain * (50 + column / 2 + 120 * disc) + 4 * (random() - 0.5);
    }
  return bytes;
}
const CALM: FaceMeasures = {
  presence: 1,
  box: { x: 0.4, y: 0.4, width: 0.2, height: 0.2 },
  leftEye: 0.26,
  rightEye: 0.26,
  mouth: 0.05,
  yaw: 0.1,
  pitch: -0.2,
  roll: 0,
};
/** A face is looked at in every `readEvery`th picture. */
function clip(
  seconds: number,
  at: (t: number) => readonly [x: number, y: number],
  face?: (t: number) => FaceMeasures | null,
  readEvery = 1,
): TimedFeatures[] {
  const random = seeded(7);
  return Array.from({ length: seconds * FPS }, (_, n) => {
    const [x, y] = at(n / FPS);
    const features = readFeatures({ bytes: plane(x, y, random), stride: WIDTH, width: WIDTH, height: HEIGHT });
    const isRead = face && n % readEvery === 0;
    return {
      timestampUs: Math.round((n * 1e6) / FPS),
      features: isRead ? { ...features, face: face(n / FPS) } : features,
    };
  });
}

it('a thumbnail does not change with the light, and the light is told beside it', () => {
  const random = () => 0.5;
  const read = (gain: number) =>
    readFeatures({ bytes: plane(0.5, 0.5, random, gain), stride: WIDTH, width: WIDTH, height: HEIGHT });
  const [dim, bright] = [read(0.6), read(1.2)];
  expect(dim.thumb).toHaveLength(THUMB_WIDTH * THUMB_HEIGHT);
  expect(distance(dim, bright)).toBeLessThan(0.05);
  expect(bright.light / dim.light).toBeCloseTo(2, 1);
});

it('reads a plane that has a stride, and one that is a single grey', () => {
  const wide = new Uint8Array(100 * HEIGHT).fill(255);
  const random = () => 0.5;
  const narrow = plane(0.3, 0.6, random);
  for (let row = 0; row < HEIGHT; row++) wide.set(narrow.subarray(row * WIDTH, (row + 1) * WIDTH), row * 100);
  const size = { width: WIDTH, height: HEIGHT };
  expect(readFeatures({ bytes: wide, stride: 100, ...size })).toEqual(
    readFeatures({ bytes: narrow, stride: WIDTH, ...size }),
  );
  const grey = readFeatures({ bytes: new Uint8Array(WIDTH * HEIGHT).fill(90), stride: WIDTH, ...size });
  expect(grey.light).toBe(90);
  expect([...grey.thumb].every((value) => value === 0)).toBe(true);
});

it('somebody who sways: the loop is whole sways, and goes on in the direction in which it went', () => {
  const period = 3.7;
  const found = findLoops(clip(16, (t) => [0.5 + 0.25 * Math.sin((2 * Math.PI * t) / period), 0.5]));
  const [best] = found;
  expect(best).toBeDefined();
  if (!best) return;
  // Where the disc passes the same place on its way back, half a sway apart, the picture is the same and the motion is not.
  const sways = best.lengthMs / 1000 / period;
  expect(Math.abs(sways - Math.round(sways))).toBeLessThan(0.03);
  expect(best.way).toBe('forwards');
  expect(best.score).toBeGreaterThan(0.9);
  expect(best.lengthMs).toBeGreaterThan(6000);
  expect(found.map(({ cost }) => cost)).toEqual(found.map(({ cost }) => cost).sort((a, b) => a - b));
});

it('somebody who wanders off: the one moment in which they came back is found', () => {
  // A path that never meets itself, but for 2 s and 9 s.
  const at = (t: number): [number, number] => {
    const u = t < 9 ? t : 2 + (t - 9) * (1 + (t - 9) / 30);
    return [0.15 + 0.055 * u, 0.5 + 0.3 * Math.sin(u * 0.9)];
  };
  const [best] = findLoops(clip(11, at));
  expect(best?.lengthMs).toBeGreaterThan(6800);
  expect(best?.lengthMs).toBeLessThan(7200);
  expect(best?.score).toBeGreaterThan(0.8);
});

it('somebody who never comes back, but stands still twice: there and back between the two', () => {
  const rests = [3, 8];
  const at = (t: number): [number, number] => {
    // Time stands still for half a second at each.
    const moved = rests.reduce((sum, rest) => sum - Math.min(0.5, Math.max(0, t - rest)), t);
    return [0.1 + 0.07 * moved, 0.5 + 0.3 * Math.sin(moved * 0.9)];
  };
  const [best] = findLoops(clip(11, at));
  expect(best).toMatchObject({ way: 'ping-pong' });
  if (!best) return;
  const [turnedAt, turnsAt] = [best.start / FPS, best.end / FPS];
  for (const [n, time] of [turnedAt, turnsAt].entries()) {
    expect(time).toBeGreaterThan((rests[n] ?? 0) - 0.05);
    expect(time).toBeLessThan((rests[n] ?? 0) + 0.55);
  }
  // There and back is no longer than any loop may be.
  expect(2 * best.lengthMs).toBeLessThanOrEqual(12_000);
});

it('a seam is scored: what would have come anyway, the way back, and something else altogether', () => {
  const frames = clip(8, (t) => [0.5 + 0.25 * Math.sin((2 * Math.PI * t) / 4), 0.5]);
  const second = FPS;
  const [natural, round, backwards, elsewhere] = scoreTransitions(frames, [
    [2 * second, 2 * second + 1],
    [5 * second + second / 2, second + second / 2 + 1],
    [second / 2, second + second / 2],
    [second, 3 * second],
  ]) as [number, number, number, number];
  expect(natural).toBeGreaterThan(0.9);
  expect(round).toBeGreaterThan(0.9);
  expect(backwards).toBeLessThan(round - 0.2);
  expect(elsewhere).toBeLessThan(natural - 0.5);
});

const sway = (t: number): [number, number] => [0.5 + 0.25 * Math.sin((2 * Math.PI * t) / 3.5), 0.5];

it.each([
  ['closed eyes', { ...CALM, leftEye: 0.2, rightEye: 0.2 }],
  ['an open mouth', { ...CALM, mouth: 0.5 }],
  ['a turned head', { ...CALM, yaw: 0.9 }],
])('%s at the seam: avoided where somebody has looked, five times a second', (_, bad) => {
  const [plain] = findLoops(clip(12, sway));
  if (!plain) throw new Error('no loop');
  const ends = [plain.start, plain.end].map((n) => n / FPS);
  const isBad = (t: number) => ends.some((end) => Math.abs(t - end) < 0.4);
  const [best] = findLoops(clip(12, sway, (t) => (isBad(t) ? bad : CALM), 6));
  if (!best) throw new Error('no loop');
  expect(isBad(best.start / FPS) || isBad(best.end / FPS)).toBe(false);
  expect(best.parts.face).toBe(0);
});

it('what is usual for this person costs nothing, however narrow the eyes and whichever way the camera stands', () => {
  const narrow = { ...CALM, leftEye: 0.19, rightEye: 0.2, yaw: -0.5, pitch: 0.4 };
  expect(findLoops(clip(12, sway, () => narrow, 6))).toEqual(findLoops(clip(12, sway)));
});

it('two faces that differ cost something, each of which would be good alone', () => {
  const turn = (t: number) => ({ ...CALM, yaw: CALM.yaw + (t < 6 ? -0.1 : 0.1) });
  const within = (seen: readonly { start: number; end: number }[]) =>
    seen.filter(({ start, end }) => start / FPS >= 6 || end / FPS < 6).length;
  expect(within(findLoops(clip(12, sway, turn)))).toBeGreaterThan(within(findLoops(clip(12, sway))));
});

it('few or no faces read: as if nobody had looked; nobody in the picture is no face either', () => {
  const plain = findLoops(clip(12, sway));
  expect(findLoops(clip(12, sway, () => null))).toEqual(plain);
  expect(findLoops(clip(12, sway, () => ({ ...CALM, mouth: Math.PI }), 60))).toEqual(plain);
});

it('too short a clip has no loop, and nothing at all has none either', () => {
  expect(findLoops([])).toEqual([]);
  expect(findLoops(clip(1.4, () => [0.5, 0.5]))).toEqual([]);
});
