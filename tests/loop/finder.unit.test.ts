import { expect, it } from 'vitest';
import { distance, readFeatures, THUMB_HEIGHT, THUMB_WIDTH, type FaceMeasures } from '../../src/loop/features';
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
function clip(
  seconds: number,
  at: (t: number) => readonly [x: number, y: number],
  face: (t: number) => FaceMeasures | null = () => null,
): TimedFeatures[] {
  const random = seeded(7);
  return Array.from({ length: seconds * FPS }, (_, n) => {
    const [x, y] = at(n / FPS);
    const features = readFeatures({ bytes: plane(x, y, random), stride: WIDTH, width: WIDTH, height: HEIGHT });
    return { timestampUs: Math.round((n * 1e6) / FPS), features: { ...features, face: face(n / FPS) } };
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

it('closed eyes, an open mouth and a turned head at the seam are avoided where they are known', () => {
  const at = (t: number): [number, number] => [0.5 + 0.25 * Math.sin((2 * Math.PI * t) / 3.5), 0.5];
  const plain = findLoops(clip(12, at))[0];
  expect(plain).toBeDefined();
  if (!plain) return;
  const badAt = [plain.start, plain.end].map((n) => n / FPS);
  const isBad = (t: number) => badAt.some((bad) => Math.abs(t - bad) < 0.4);
  for (const bad of [{ eyesOpen: 0 }, { mouthOpen: 1 }, { yawDegrees: 50 }]) {
    const [best] = findLoops(clip(12, at, (t) => (isBad(t) ? bad : { eyesOpen: 1, mouthOpen: 0, yawDegrees: 0 })));
    expect(best && (isBad(best.start / FPS) || isBad(best.end / FPS))).toBe(false);
    expect(best?.parts.face).toBe(0);
  }
});

it('too short a clip has no loop, and nothing at all has none either', () => {
  expect(findLoops([])).toEqual([]);
  expect(findLoops(clip(3, () => [0.5, 0.5]))).toEqual([]);
});
