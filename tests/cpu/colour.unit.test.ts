// Colours: matrices against the standards and against what Chromium draws, kernels against the matrices in f64.
import { describe, expect, it } from 'vitest';
import { pixelNumbers, rgbaNumbers, tensorNumbers } from '../../src/compositor/cpu/colour';
import { BT709_LIMITED, fromRgb, remapNumbers, toRgb, yuvOf, type PlanesColour } from '../../src/frames/colour';
import type { ModelContract } from '../../src/protocol/model-contract';
import { builtKernels, furthest, random, randomBytes } from './built-kernels';

const BT601: PlanesColour = { kr: 0.299, kb: 0.114, fullRange: false, tag: {} };
const FULL601: PlanesColour = { ...BT601, fullRange: true };
const FULL709: PlanesColour = { ...BT709_LIMITED, fullRange: true };

function apply(matrix: ReturnType<typeof toRgb>, [a, b, c]: readonly [number, number, number]): number[] {
  return matrix.map((row) => Math.max(0, Math.min(255, row[0] * a + row[1] * b + row[2] * c + row[3])));
}

describe('matrices', () => {
  // Read off a 2D canvas in Chromium 156 after drawing flat I420 frames.
  it.each([
    { colour: BT709_LIMITED, yuv: [120, 90, 170], drawn: [197, 107, 45], blueOff: 4.5 },
    { colour: BT709_LIMITED, yuv: [100, 100, 60], drawn: [0, 140, 42], blueOff: 4.5 },
    { colour: BT601, yuv: [120, 90, 170], drawn: [188, 102, 45], blueOff: 1 },
    { colour: FULL709, yuv: [120, 90, 170], drawn: [186, 107, 49], blueOff: 1 },
    { colour: FULL601, yuv: [100, 100, 60], drawn: [4, 158, 51], blueOff: 1 },
  ] as const)('reads $yuv as Chromium does', ({ colour, yuv, drawn, blueOff }) => {
    const rgb = apply(toRgb(colour), yuv);
    expect(furthest(rgb.slice(0, 2), drawn.slice(0, 2))).toBeLessThan(1);
    // libyuv cuts the blue factor of bt709 limited range (2.11) to 2.0.
    expect(furthest(rgb.slice(2), drawn.slice(2))).toBeLessThan(blueOff);
  });

  it('gives the coded values of the standards', () => {
    expect(yuvOf([255, 255, 255], BT709_LIMITED)).toEqual([235, 128, 128]);
    expect(yuvOf([0, 0, 0], BT601)).toEqual([16, 128, 128]);
    expect(yuvOf([255, 0, 0], BT601)).toEqual([81, 90, 240]);
    expect(yuvOf([0, 0, 255], BT709_LIMITED)).toEqual([32, 240, 118]);
  });

  it.each([BT601, FULL601, BT709_LIMITED, FULL709])('goes there and back', (colour) => {
    const there = apply(fromRgb(colour), [30, 200, 90]) as [number, number, number];
    expect(furthest(apply(toRgb(colour), there), [30, 200, 90])).toBeLessThan(1e-6);
  });
});

describe('kernels of colour', () => {
  it.each(['rgba', 'bgra'] as const)('%s to planes, odd size included', async (order) => {
    const { kernels, arena, put } = await builtKernels();
    const [width, height] = [37, 23];
    const [halfWidth, halfHeight] = [19, 12];
    const pixels = randomBytes(width * height * 4, 3);
    const y = arena.take(width * height);
    const u = arena.take(halfWidth * halfHeight);
    const v = arena.take(halfWidth * halfHeight);
    kernels.rgbaToPlanes(
      put(pixels),
      width * 4,
      width,
      height,
      y,
      width,
      u,
      v,
      halfWidth,
      put(pixelNumbers(BT709_LIMITED, order)),
    );
    const matrix = fromRgb(BT709_LIMITED);
    const rgb = (px: number, py: number): [number, number, number] => {
      const at = (Math.min(py, height - 1) * width + Math.min(px, width - 1)) * 4;
      const [a, b, c] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
      return order === 'rgba' ? [a, b, c] : [c, b, a];
    };
    const luma = Array.from(
      { length: width * height },
      (_, i) => apply(matrix, rgb(i % width, Math.floor(i / width)))[0] ?? 0,
    );
    expect(furthest(arena.u8(y, width * height), luma)).toBeLessThan(0.52);
    const chroma = Array.from({ length: halfWidth * halfHeight }, (_, i) => {
      const [px, py] = [(i % halfWidth) * 2, Math.floor(i / halfWidth) * 2];
      const four = [rgb(px, py), rgb(px + 1, py), rgb(px, py + 1), rgb(px + 1, py + 1)];
      const mean = [0, 1, 2].map((c) => four.reduce((sum, one) => sum + (one[c] ?? 0) / 4, 0));
      return apply(matrix, mean as [number, number, number]);
    });
    expect(
      furthest(
        arena.u8(u, chroma.length),
        chroma.map((c) => c[1] ?? 0),
      ),
    ).toBeLessThan(1);
    expect(
      furthest(
        arena.u8(v, chroma.length),
        chroma.map((c) => c[2] ?? 0),
      ),
    ).toBeLessThan(1);
  });

  it.each([
    ['opaque', BT601],
    ['opaque', FULL601],
    ['opaque', BT709_LIMITED],
    ['opaque', FULL709],
    ['cut out', BT709_LIMITED],
  ] as const)('planes to pixels, %s, whatever the row ends on', async (kind, colour) => {
    for (const [width, height] of [
      [64, 6],
      [38, 22],
      [50, 10],
    ] as const) {
      const { kernels, arena, put } = await builtKernels();
      const [stride, half] = [width + 6, width / 2 + 3];
      const [y, alpha] = [randomBytes(stride * height, 3), randomBytes(stride * height, 4)];
      const [u, v] = [randomBytes((half * height) / 2, 5), randomBytes((half * height) / 2, 6)];
      const dst = arena.take(width * height * 4);
      const alphaAt = kind === 'opaque' ? 0 : put(alpha);
      const numbers = put(new Uint8Array(rgbaNumbers(colour).buffer));
      kernels.planesToRgba(put(y), stride, put(u), put(v), half, alphaAt, stride, width, height, dst, numbers);
      const matrix = toRgb(colour);
      const wanted = Array.from({ length: width * height }, (_, i) => {
        const [px, py] = [i % width, Math.floor(i / width)];
        const at = (py >> 1) * half + (px >> 1);
        const rgb = apply(matrix, [y[py * stride + px] ?? 0, u[at] ?? 0, v[at] ?? 0]);
        const clamped = rgb.map((level) => Math.max(0, Math.min(255, level)));
        return [...clamped, kind === 'opaque' ? 255 : (alpha[py * stride + px] ?? 0)];
      });
      // Half a level of rounding, and what 1/32 and 1/8192 cannot say.
      expect(furthest(arena.u8(dst, width * height * 4), wanted.flat())).toBeLessThan(0.6);
    }
  });

  it('puts transparent pixels on black and leaves opaque ones alone', async () => {
    const { kernels, arena, put } = await builtKernels();
    const at = put([200, 100, 50, 255, 200, 100, 50, 0, 200, 100, 50, 128, 7, 8, 9, 255]);
    kernels.flattenOnBlack(at, 4);
    expect([...arena.u8(at, 16)]).toEqual([200, 100, 50, 255, 0, 0, 0, 255, 100, 50, 25, 255, 7, 8, 9, 255]);
  });

  it.each(['nchw', 'nhwc'] as const)("planes to a net's input, %s", async (layout) => {
    const { kernels, arena, put } = await builtKernels();
    const count = 46;
    const planes = [5, 6, 7].map((seed) => randomBytes(count, seed)) as [Uint8Array, Uint8Array, Uint8Array];
    const input: ModelContract['input'] = {
      name: 'x',
      layout,
      width: 23,
      height: 2,
      channels: 'bgr',
      range: [0, 1],
      mean: [0.4, 0.5, 0.6],
      std: [0.2, 0.25, 0.3],
      fit: 'stretch',
    };
    const out = arena.take(count * 12 + 48);
    const numbers = put(new Uint8Array(tensorNumbers(BT601, input).buffer));
    kernels.planesToTensor(
      put(planes[0]),
      put(planes[1]),
      put(planes[2]),
      count,
      out,
      Number(layout === 'nhwc'),
      numbers,
    );
    const want = Array.from({ length: count * 3 }, (_, i) => {
      const [c, k] = layout === 'nchw' ? [Math.floor(i / count), i % count] : [i % 3, Math.floor(i / 3)];
      const rgb = apply(toRgb(BT601), [planes[0][k] ?? 0, planes[1][k] ?? 0, planes[2][k] ?? 0]);
      return ((rgb[2 - c] ?? 0) / 255 - (input.mean?.[c] ?? 0)) / (input.std?.[c] ?? 1);
    });
    expect(furthest(arena.f32(out, count * 3), want)).toBeLessThan(1e-4);
  });

  it('planes of one matrix to another: the same colours', async () => {
    const { kernels, arena, put } = await builtKernels();
    const next = random(9);
    const [width, height] = [18, 6];
    const half = (width / 2) * (height / 2);
    const colours = Array.from(
      { length: half },
      () => [next(), next(), next()].map((c) => 40 + c * 170) as [number, number, number],
    );
    const coded = colours.map((rgb) => yuvOf(rgb, BT709_LIMITED));
    const spread = Array.from(
      { length: width * height },
      (_, i) => coded[Math.floor(i / width / 2) * 9 + ((i % width) >> 1)]?.[0] ?? 0,
    );
    const [y, u, v] = [arena.take(width * height), arena.take(half), arena.take(half)];
    const numbers = put(new Uint8Array(remapNumbers(BT709_LIMITED, FULL601).buffer));
    kernels.remapPlanes(
      put(spread),
      put(coded.map((c) => c[1])),
      put(coded.map((c) => c[2])),
      width,
      height,
      y,
      u,
      v,
      numbers,
    );
    for (const [i, rgb] of colours.entries()) {
      const at = Math.floor(i / 9) * 2 * width + (i % 9) * 2;
      const yuv = [arena.u8(y, width * height)[at] ?? 0, arena.u8(u, half)[i] ?? 0, arena.u8(v, half)[i] ?? 0] as const;
      expect(furthest(apply(toRgb(FULL601), yuv), rgb)).toBeLessThan(3);
    }
  });
});
