// Planes to other sizes: against the same filters written plainly in f64.
import { describe, expect, it } from 'vitest';
import { createScaler } from '../../src/compositor/cpu/plane-scaler';
import { sumTable } from '../../src/kernels/axis-table';
import { builtKernels, furthest, randomBytes } from './built-kernels';

interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Bilinear, or the mean of the covered area beyond a ratio of 2; edges repeat. */
function reference(
  src: Uint8Array,
  width: number,
  height: number,
  crop: Crop,
  toWidth: number,
  toHeight: number,
): number[] {
  const axis = (length: number, from: number, extent: number, count: number, i: number): [number, number][] => {
    const ratio = extent / count;
    const clamp = (at: number) => Math.max(0, Math.min(at, length - 1));
    if (ratio <= 2) {
      const at = clamp(from + (i + 0.5) * ratio - 0.5);
      const left = Math.floor(at);
      return [
        [left, 1 - at + left],
        [clamp(left + 1), at - left],
      ];
    }
    const [a, b] = [from + i * ratio, from + (i + 1) * ratio];
    const parts: [number, number][] = [];
    for (let k = Math.floor(a); k < b; k++) parts.push([clamp(k), (Math.min(k + 1, b) - Math.max(k, a)) / ratio]);
    return parts;
  };
  const out: number[] = [];
  for (let y = 0; y < toHeight; y++) {
    const rows = axis(height, crop.y, crop.height, toHeight, y);
    for (let x = 0; x < toWidth; x++) {
      const columns = axis(width, crop.x, crop.width, toWidth, x);
      let sum = 0;
      for (const [row, a] of rows) for (const [column, b] of columns) sum += a * b * (src[row * width + column] ?? 0);
      out.push(sum);
    }
  }
  return out;
}

async function scaled(size: [number, number], crop: Crop, to: [number, number], mirror = false) {
  const { kernels, arena, put } = await builtKernels();
  const [width, height] = size;
  const src = randomBytes(width * height, 7);
  const at = put(src);
  const out = arena.take(to[0] * to[1]);
  const part = { x: crop.x / width, y: crop.y / height, width: crop.width / width, height: crop.height / height };
  const target = { x: 0, y: 0, width: to[0], height: to[1] };
  createScaler(kernels, arena).scale(
    { at, stride: width, width, height },
    { width, height },
    { part, target },
    1,
    mirror,
    out,
    to[0],
  );
  return { got: arena.u8(out, to[0] * to[1]), want: reference(src, width, height, crop, ...to), src };
}

describe('scaling a plane', () => {
  // 8-bit weights on two axes and one rounding each: up to 1.5 steps of 255 on noise.
  it.each([
    { name: 'up, uneven', size: [64, 48], crop: [0, 0, 64, 48], to: [107, 81] },
    { name: 'down a little', size: [96, 54], crop: [0, 0, 96, 54], to: [64, 36] },
    { name: 'down by 5', size: [160, 90], crop: [0, 0, 160, 90], to: [32, 18] },
    { name: 'down by 2.6, cropped', size: [100, 70], crop: [11, 3.5, 78, 63], to: [30, 24] },
    { name: 'odd sizes', size: [63, 37], crop: [0, 0, 63, 37], to: [64, 36] },
  ] as const)('$name', async ({ size, crop: [x, y, width, height], to }) => {
    const { got, want } = await scaled([...size], { x, y, width, height }, [...to]);
    expect(furthest(got, want)).toBeLessThan(1.6);
  });

  it('copies and mirrors bit exact where nothing is scaled', async () => {
    const whole = { x: 0, y: 0, width: 50, height: 20 };
    const { got, src } = await scaled([50, 20], whole, [50, 20]);
    expect([...got]).toEqual([...src]);
    const mirrored = await scaled([50, 20], whole, [50, 20], true);
    expect([...mirrored.got]).toEqual([...src.keys()].map((i) => src[i - (i % 50) + 49 - (i % 50)]));
  });

  it('mirrors what it scales', async () => {
    const whole = { x: 0, y: 0, width: 64, height: 48 };
    const plain = await scaled([64, 48], whole, [80, 60]);
    const mirrored = await scaled([64, 48], whole, [80, 60], true);
    expect([...mirrored.got]).toEqual([...plain.got].map((_, i) => plain.got[i - (i % 80) + 79 - (i % 80)]));
  });

  it.each([
    [64, 107],
    [107, 64],
    [100, 51],
    [31, 11],
    [9, 7],
  ])('sums whole numbers to the last bit from %i to %i, and writes nothing beside them', async (from, to) => {
    const { kernels, arena, put } = await builtKernels();
    const [height, toHeight, stride, left] = [20, 27, to + 40, 20];
    const src = randomBytes(from * height, 3);
    const out = put(new Uint8Array(stride * (toHeight + 2)).fill(99));
    const placement = {
      part: { x: 0, y: 0, width: 1, height: 1 },
      target: { x: left, y: 1, width: to, height: toHeight },
    };
    const size = { width: from, height };
    for (const mirror of [false, true]) {
      createScaler(kernels, arena).scale(
        { at: put(src), stride: from, ...size },
        size,
        placement,
        1,
        mirror,
        out,
        stride,
      );
      const [columns, rows] = [sumTable(from, 0, from, to, mirror), sumTable(height, 0, height, toHeight)];
      const want = new Uint8Array(stride * (toHeight + 2)).fill(99);
      for (let y = 0; y < toHeight; y++) {
        for (let x = 0; x < to; x++) {
          let sum = 0x8000;
          for (let i = 0; i < rows.taps; i++)
            for (let k = 0; k < columns.taps; k++)
              sum +=
                (rows.weights[y * rows.taps + i] ?? 0) *
                (columns.weights[x * columns.taps + k] ?? 0) *
                (src[((rows.starts[y] ?? 0) + i) * from + (columns.starts[x] ?? 0) + k] ?? 0);
          want[(y + 1) * stride + left + x] = sum >> 16;
        }
      }
      expect([...arena.u8(out, want.length)]).toEqual([...want]);
    }
  });

  it('keeps flat areas flat: weights sum to 256', () => {
    for (const [length, count] of [
      [1280, 256],
      [1920, 1280],
      [640, 1280],
      [333, 77],
    ] as const) {
      const { weights, taps } = sumTable(length, 0, length, count);
      for (let i = 0; i < count; i++)
        expect(weights.subarray(i * taps, (i + 1) * taps).reduce((a, b) => a + b)).toBe(256);
    }
  });

  it('takes interleaved chroma apart, scaled or not, mirrored or not', async () => {
    const { kernels, arena, put } = await builtKernels();
    const scaler = createScaler(kernels, arena);
    const [width, height] = [36, 20];
    const u = randomBytes(width * height, 1);
    const v = randomBytes(width * height, 2);
    const pairs = put(Array.from({ length: width * height * 2 }, (_, i) => (i % 2 ? v : u)[i >> 1] ?? 0));
    const planes = [put(u), put(v)];
    for (const mirror of [false, true]) {
      for (const [w, h] of [
        [36, 20],
        [50, 30],
      ] as const) {
        const target = { x: 0, y: 0, width: w * 2, height: h * 2 };
        const placement = { part: { x: 0, y: 0, width: 1, height: 1 }, target };
        const size = { width, height };
        const out = [0, 1, 2, 3].map(() => arena.take(w * h)) as [number, number, number, number];
        scaler.scalePairs({ at: pairs, stride: width * 2, ...size }, size, placement, mirror, out[0], out[1], w);
        for (const [i, at] of planes.entries()) {
          scaler.scale({ at, stride: width, ...size }, size, placement, 2, mirror, out[i + 2] ?? 0, w);
          expect([...arena.u8(out[i] ?? 0, w * h)]).toEqual([...arena.u8(out[i + 2] ?? 0, w * h)]);
        }
      }
    }
  });

  it.each([
    { quarters: 1, at: (x: number, y: number) => [70 - 1 - y, x] },
    { quarters: 2, at: (x: number, y: number) => [45 - 1 - x, 70 - 1 - y] },
    { quarters: 3, at: (x: number, y: number) => [y, 45 - 1 - x] },
  ] as const)('turns clockwise by $quarters quarters, pairs too', async ({ quarters, at }) => {
    const { kernels, arena, put } = await builtKernels();
    const [width, height, stride] = [45, 70, quarters === 2 ? 45 : 70];
    const pairs = randomBytes(width * height * 2, 11);
    const out = arena.take(width * height);
    kernels.turnPlane(put(pairs) + 1, width * 2, 2, width, height, out, stride, quarters);
    const want = new Uint8Array(width * height);
    for (let i = 0; i < width * height; i++) {
      const [x = 0, y = 0] = at(i % width, Math.floor(i / width));
      want[y * stride + x] = pairs[i * 2 + 1] ?? 0;
    }
    expect([...arena.u8(out, want.length)]).toEqual([...want]);
  });
});
