// At which size the ring keeps the program.
import { expect, test } from 'vitest';
import { ringFormat } from '../../src/loop/codec';

test('with few cores a large program is kept smaller, in its shape; with more, or a small program, as it is', () => {
  const hd = { width: 1280, height: 720, fps: 30 };
  expect(ringFormat(hd, 2)).toEqual({ width: 800, height: 450, fps: 30 });
  expect(ringFormat({ ...hd, width: 1920, height: 1080 }, 4)).toEqual({ width: 800, height: 450, fps: 30 });
  expect(ringFormat(hd, 8)).toEqual(hd);
  const small = { width: 640, height: 480, fps: 60 };
  expect(ringFormat(small, 1)).toEqual(small);
});

test('whatever the program, sides are even, pixels no more than asked for, and the shape off by less than a pixel or two', () => {
  for (let width = 160; width <= 3840; width += 94)
    for (let height = 120; height <= 2160; height += 86) {
      const kept = ringFormat({ width, height, fps: 30 }, 2);
      expect([kept.width % 2, kept.height % 2]).toEqual([0, 0]);
      expect(kept.width * kept.height).toBeLessThan(1.01 * 800 * 450);
      const scale = Math.min(width / kept.width, height / kept.height);
      if (width > height) expect((width - kept.width * scale) / scale).toBeLessThan(1 + width / height);
    }
});
