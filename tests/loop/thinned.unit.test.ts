import { describe, expect, test } from 'vitest';
import { THUMB_HEIGHT, THUMB_WIDTH } from '../../src/loop/features';
import { similarityOf } from '../../src/loop/similarity';
import { createThinned } from '../../src/loop/thinned';

describe('a list with a bound', () => {
  test('keeps all while there is room, then every other one, at even distances', () => {
    const kept = createThinned<number>(8);
    for (let n = 0; n < 1000; n++) {
      if (kept.next()) kept.add(n);
      expect(kept.items.length).toBeLessThan(8);
      expect(kept.items).toEqual(kept.items.map((_, at) => at * kept.every));
    }
    expect(kept.every).toBe(256);
  });
});

describe('how alike moments are', () => {
  const frames = (lights: readonly number[]) =>
    lights.map((light, n) => ({
      timestampUs: n * 33_333,
      features: { thumb: new Float32Array(THUMB_WIDTH * THUMB_HEIGHT).fill(light), light: 0 },
    }));

  test('the same picture is 255, the most different is 0, and it is symmetrical', () => {
    const { side, values } = similarityOf(frames([0, 1, 0, 1]));
    expect(side).toBe(4);
    expect([...values]).toEqual([255, 0, 255, 0, 0, 255, 0, 255, 255, 0, 255, 0, 0, 255, 0, 255]);
  });

  test('a clip that hardly changes is alike all over, and a long one is a small picture', () => {
    const { side, values } = similarityOf(frames(Array.from({ length: 700 }, (_, n) => 0.01 * (n % 2))));
    expect(side).toBe(256);
    expect(Math.min(...values)).toBeGreaterThan(240);
  });
});
