// Where is looked, and what of the picture a net then sees.
import { describe, expect, test } from 'vitest';
import { fillInput } from '../../src/faces/fill-input';
import { placesToLook, pointsInPicture, regionOfFace, type Region } from '../../src/faces/region';
import type { ModelInput } from '../../src/protocol/model-contract';
import { FINDER, MESH } from './node-reader';

const INPUT: ModelInput = {
  name: 'input',
  layout: 'nchw',
  width: 8,
  height: 8,
  channels: 'rgb',
  range: [0, 255],
  fit: 'stretch',
};

/** Red grows to the right, green downwards, blue is 7. */
function ramp(width: number, height: number) {
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgba.set([x, y, 7, 255], (y * width + x) * 4);
  return { rgba, width, height, left: 0, top: 0 };
}

describe('where is looked', () => {
  test('the whole picture on black, then the square in its middle', () => {
    const [whole, middle, ...others] = placesToLook({ width: 1280, height: 720 }, FINDER.input);
    expect(whole).toEqual({ x: 640, y: 360, width: 1280, height: 1280, angle: 0 });
    expect(middle).toEqual({ x: 640, y: 360, width: 720, height: 720, angle: 0 });
    expect(others).toEqual([]);
    expect(placesToLook({ width: 500, height: 500 }, FINDER.input)).toHaveLength(1);
  });

  test('a leaning face gets a leaning square, half as large again, its eyes level in it', () => {
    const angle = 0.4;
    const at = (away: number) => ({ x: 60 + away * Math.cos(angle), y: 50 + away * Math.sin(angle) });
    const box = { x: 62, y: 64, width: 40, height: 44 };
    const region = regionOfFace({ score: 1, box, points: [at(-10), at(10)] });
    expect(region).toEqual({ x: 62, y: 64, width: 66, height: 66, angle: expect.closeTo(angle, 6) as number });
  });
});

describe('what a net sees', () => {
  const where: Region = { x: 40, y: 30, width: 16, height: 16, angle: 0.5 };

  test('points that it lays on what it sees come back to where that was', () => {
    const input = { ...INPUT, width: 32, height: 32 };
    const seen = fillInput(ramp(80, 60), { ...where, width: 32, height: 32 }, input, 'rim');
    // The middles of four samples of the input, as its points.
    const places = [5, 3, 20, 9, 11, 28, 30, 30];
    const points = places.flatMap((place, i) => (i % 2 === 0 ? [place + 0.5, (places[i + 1] ?? 0) + 0.5, 4] : []));
    const found = pointsInPicture(Float32Array.from(points), { ...where, width: 32, height: 32 }, input);
    for (let n = 0; n < 4; n++) {
      const at = (places[2 * n + 1] ?? 0) * 32 + (places[2 * n] ?? 0);
      // The ramp says where each sample was taken; its own middle is half a sample further.
      expect((seen[at] ?? 0) + 0.5).toBeCloseTo(found[3 * n] ?? 0, 3);
      expect((seen[at + 32 * 32] ?? 0) + 0.5).toBeCloseTo(found[3 * n + 1] ?? 0, 3);
      expect(found[3 * n + 2]).toBeCloseTo(4, 5);
    }
  });

  test('a large picture is averaged, not picked at', () => {
    const checked = ramp(128, 128);
    for (let i = 0; i < 128 * 128; i++) checked.rgba[i * 4] = ((i % 128) + (i >> 7)) % 2 === 0 ? 255 : 0;
    const seen = fillInput(checked, { x: 64, y: 64, width: 128, height: 128, angle: 0 }, INPUT, 'rim');
    for (const red of seen.subarray(0, 64)) expect(Math.abs(red - 127.5)).toBeLessThan(20);
  });

  test('past the rim is black to the finder, and the rim itself to the mesh', () => {
    const outside = { ...where, x: -40, angle: 0 };
    const black = fillInput(ramp(80, 60), outside, { ...INPUT, range: [-1, 1] }, 'black');
    expect(new Set(black)).toEqual(new Set([-1]));
    const rim = fillInput(ramp(80, 60), outside, INPUT, 'rim');
    expect(new Set(rim.subarray(0, 64))).toEqual(new Set([0]));
    expect(rim[128]).toBe(7);
  });

  test('channels, order and range are the contract’s', () => {
    const whole = { x: 4, y: 4, width: 8, height: 8, angle: 0 };
    const seen = fillInput(ramp(8, 8), whole, { ...INPUT, layout: 'nhwc', channels: 'bgr', range: [0, 1] }, 'rim');
    expect(seen[0]).toBeCloseTo(7 / 255, 6);
    expect(seen[3 + 2]).toBeCloseTo(1 / 255, 6);
    const scaled = { ...INPUT, range: [0, 1] as const, mean: [0.5, 0, 0] as const, std: [0.25, 1, 1] as const };
    expect(fillInput(ramp(8, 8), whole, scaled, 'rim')[1]).toBeCloseTo((1 / 255 - 0.5) / 0.25, 5);
  });

  test('the nets that ship see 128 and 192 samples', () => {
    const picture = ramp(64, 64);
    expect(fillInput(picture, where, FINDER.input, 'black')).toHaveLength(3 * 128 * 128);
    expect(fillInput(picture, where, MESH.input, 'rim')).toHaveLength(3 * 192 * 192);
  });
});
