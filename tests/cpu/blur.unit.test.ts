// The blur of the room: how close to a gaussian, and that the person's colours stay out of it.
import { describe, expect, it } from 'vitest';
import { createBlur } from '../../src/compositor/cpu/blur';
import { boxesFor } from '../../src/compositor/cpu/box-sizes';
import { takePlanes, type Planes } from '../../src/compositor/cpu/planes';
import type { Arena } from '../../src/kernels/arena';
import { builtKernels, randomBytes } from './built-kernels';

async function studio(width: number, height: number) {
  const { kernels, arena } = await builtKernels();
  const planes = takePlanes(arena, width, height, true);
  const halfAlpha = arena.take((width * height) / 4 + 16);
  return { kernels, arena, planes, halfAlpha, blur: createBlur(kernels, arena, planes) };
}

function paint(
  arena: Arena,
  { width, height, y, u, v }: Planes,
  colour: (x: number, y: number) => readonly [number, number, number],
) {
  const [py, pu, pv] = [
    arena.u8(y, width * height),
    arena.u8(u, (width * height) / 4),
    arena.u8(v, (width * height) / 4),
  ];
  for (let row = 0; row < height; row++) {
    for (let x = 0; x < width; x++) {
      const [a, b, c] = colour(x, row);
      py[row * width + x] = a;
      const at = (row >> 1) * (width / 2) + (x >> 1);
      pu[at] = b;
      pv[at] = c;
    }
  }
}

/** Separable, renormalised at the edges. */
function gaussian(src: ArrayLike<number>, width: number, height: number, sigma: number): Float64Array {
  const reach = Math.ceil(sigma * 4);
  const pass = (from: ArrayLike<number>, along: number, across: number, length: number, lines: number) => {
    const out = new Float64Array(width * height);
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < length; i++) {
        let [sum, weight] = [0, 0];
        for (let k = Math.max(0, i - reach); k <= Math.min(length - 1, i + reach); k++) {
          const w = Math.exp(-((k - i) ** 2) / (2 * sigma * sigma));
          sum += w * (from[line * across + k * along] ?? 0);
          weight += w;
        }
        out[line * across + i * along] = sum / weight;
      }
    }
    return out;
  };
  return pass(pass(src, 1, width, width, height), width, 1, height, width);
}

describe('blur', () => {
  it.each([6, 12, 24])('is a gaussian of sigma %i within 4 of 255 on hard edges', async (sigma) => {
    const [width, height] = [400, 304];
    const { arena, planes, halfAlpha, blur } = await studio(width, height);
    paint(arena, planes, (x, y) => [(Math.floor(x / 40) + Math.floor(y / 48)) % 2 ? 220 : 30, x < 160 ? 90 : 160, 128]);
    const want = gaussian(arena.u8(planes.y, width * height).slice(), width, height, sigma);
    blur.apply(planes, halfAlpha, sigma, false, 16);
    const got = arena.u8(planes.y, width * height);
    let [inside, edge] = [0, 0];
    for (let i = 0; i < got.length; i++) {
      const off = Math.abs((got[i] ?? 0) - (want[i] ?? 0));
      const [x, y] = [i % width, Math.floor(i / width)];
      const isInside = Math.min(x, y, width - 1 - x, height - 1 - y) > 3 * sigma;
      if (isInside) inside = Math.max(inside, off);
      else edge = Math.max(edge, off);
    }
    expect(inside).toBeLessThan(4);
    // Three boxes cut off at the border weigh its neighbourhood differently; no detail comes of it.
    expect(edge).toBeLessThan(24);
  });

  it('hides detail when the whole picture is blurred: noise comes out flat', async () => {
    const [width, height] = [640, 360];
    const { arena, planes, halfAlpha, blur } = await studio(width, height);
    arena.u8(planes.y, width * height).set(randomBytes(width * height, 4));
    blur.apply(planes, halfAlpha, 12, false, 16);
    const got = arena.u8(planes.y, width * height);
    const [least, most] = got.reduce<[number, number]>(
      ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
      [255, 0],
    );
    expect(most - least).toBeLessThan(24);
  });

  it.each([
    { width: 320, height: 192 },
    { width: 322, height: 186 },
  ])('has no colour of the person in the halo, $width x $height', async ({ width, height }) => {
    const { arena, planes, kernels, halfAlpha, blur } = await studio(width, height);
    const isPerson = (x: number, y: number) => (x - width / 2) ** 2 + (y - height / 2) ** 2 < 60 ** 2;
    // The person is bright and red, the room dark and grey. The mask is 3 pixels too small, as masks are.
    paint(arena, planes, (x, y) => (isPerson(x, y) ? [235, 90, 240] : [60, 128, 128]));
    const alpha = arena.u8(planes.alpha, width * height);
    for (let i = 0; i < alpha.length; i++) {
      const off = Math.hypot((i % width) - width / 2, Math.floor(i / width) - height / 2);
      alpha[i] = off < 57 ? 255 : 0;
    }
    kernels.halveAlpha(planes.alpha, width, height, halfAlpha);
    blur.apply(planes, halfAlpha, 12, true, 16);
    const [y, v] = [arena.u8(planes.y, width * height), arena.u8(planes.v, (width * height) / 4)];
    for (let i = 0; i < y.length; i++) {
      const off = Math.hypot((i % width) - width / 2, Math.floor(i / width) - height / 2);
      if (off > 58) expect(y[i]).toBeLessThanOrEqual(64);
      if (off < 56) expect(y[i]).toBe(235);
    }
    const off = Math.floor(height / 4) * (width / 2) + Math.floor(width / 4) + 33;
    expect(v[off]).toBeLessThanOrEqual(132);
  });

  it('fills what lies far behind the person with colours of the room', async () => {
    const [width, height] = [320, 192];
    const { arena, planes, kernels, halfAlpha, blur } = await studio(width, height);
    paint(arena, planes, (x) => (x > 24 ? [235, 90, 240] : [60, 100, 120]));
    const alpha = arena.u8(planes.alpha, width * height);
    // Nearly, but not quite, all person: what little shows through must be of the room.
    for (let i = 0; i < alpha.length; i++) alpha[i] = i % width > 24 ? 128 : 0;
    kernels.halveAlpha(planes.alpha, width, height, halfAlpha);
    blur.apply(planes, halfAlpha, 6, true, 16);
    const got = arena.u8(planes.y, width * height)[96 * width + 300] ?? 0;
    expect(Math.abs(got - (235 * 128 + 60 * 127) / 255)).toBeLessThan(4);
  });

  it('takes boxes whose variance is that of the gaussian', () => {
    for (const sigma of [1, 1.7, 3, 6]) {
      const { radius, ends } = boxesFor(sigma, 4, 3, 1000);
      let [sum, weight] = [2 * ends * (radius + 1) ** 2, 2 * ends + 2 * radius + 1];
      for (let i = -radius; i <= radius; i++) sum += i * i;
      weight = sum / weight;
      expect(weight * 3 + 1 / 6 + 15 / 192).toBeCloseTo(sigma * sigma, 6);
      expect(ends).toBeGreaterThanOrEqual(0);
      expect(ends).toBeLessThan(1);
    }
  });
});
