// The blur of the room: that it looks like a lens, hides what it has to, and leaves the person's colours out.
import { describe, expect, it } from 'vitest';
import { createBlur } from '../../src/compositor/cpu/blur';
import { takePlanes, type Planes } from '../../src/compositor/cpu/planes';
import { discRows } from '../../src/compositor/disc';
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

/** Luma of the whole picture blurred. */
async function blurred(
  width: number,
  height: number,
  sigma: number,
  luma: (x: number, y: number) => number,
  coarse = false,
) {
  const { arena, planes, halfAlpha, blur } = await studio(width, height);
  paint(arena, planes, (x, y) => [luma(x, y), 128, 128]);
  blur.apply(planes, halfAlpha, sigma, false, 16, coarse);
  return arena.u8(planes.y, width * height).slice();
}

/** A square of light in the middle, on a dark wall. */
const lamp = (width: number, height: number, half: number, level: number) => (x: number, y: number) =>
  Math.max(Math.abs(x + 0.5 - width / 2), Math.abs(y + 0.5 - height / 2)) < half ? level : 40;

describe('blur', () => {
  it('worked out coarsely leaves no more of the room than is asked for: lines of any width', async () => {
    const [width, height] = [320, 192];
    for (const sigma of [6, 9, 12, 16]) {
      for (const period of [4, 8, 16, 32, 64]) {
        const lines = (x: number) => (x % period < period / 2 ? 40 : 220);
        const contrast = (picture: Uint8Array) => {
          const row = picture.subarray(96 * width + 80, 96 * width + 240);
          return Math.max(...row) - Math.min(...row);
        };
        const fine = contrast(await blurred(width, height, sigma, lines));
        // A disc takes lines of some widths away altogether; what was asked for is what a Gaussian leaves of them.
        const gaussian = 180 * (4 / Math.PI) * Math.exp(-2 * (Math.PI * (sigma / period)) ** 2);
        const coarse = contrast(await blurred(width, height, sigma, lines, true));
        expect(coarse, `sigma ${sigma}, lines of ${period}`).toBeLessThanOrEqual(
          Math.max(1.1 * fine, 1.1 * gaussian, 8),
        );
      }
    }
  });

  it('shows a lamp as a disc: even inside, nothing of it outside', async () => {
    const [width, height, radius] = [400, 304, 24];
    const got = await blurred(width, height, radius / 2, lamp(width, height, 4, 235));
    const [inside, outside]: number[][] = [[], []];
    for (let i = 0; i < got.length; i++) {
      const away = Math.hypot((i % width) + 0.5 - width / 2, Math.floor(i / width) + 0.5 - height / 2);
      if (away < radius * 0.7) inside?.push((got[i] ?? 0) - 40);
      if (away > radius * 1.45) outside?.push((got[i] ?? 0) - 40);
    }
    // A gaussian of that spread is 2.7 times as bright in its middle as there.
    expect(Math.max(...(inside ?? []))).toBeLessThan(1.25 * Math.min(...(inside ?? [])));
    expect(Math.max(...(outside ?? []))).toBeLessThanOrEqual(1);
  });

  it.each([6, 9, 12, 16, 24])('spreads as a gaussian of sigma %i does', async (sigma) => {
    const [width, height] = [400, 304];
    // Dim, so that it counts for no more than it is.
    const [half, level] = [8, 146];
    const got = await blurred(width, height, sigma, lamp(width, height, half, level));
    let [sum, squares] = [0, 0];
    for (let i = 0; i < got.length; i++) {
      const light = (got[i] ?? 0) - 40;
      sum += light;
      squares += light * ((i % width) + 0.5 - width / 2) ** 2;
    }
    const own = (2 * half) ** 2 / 12;
    expect(Math.sqrt(squares / sum - own) / sigma).toBeGreaterThan(0.88);
    expect(Math.sqrt(squares / sum - own) / sigma).toBeLessThan(1.12);
  });

  it('looks the same at every size of the picture', async () => {
    const scene = (height: number) => (x: number, y: number) => {
      const [u, v] = [x / height, y / height];
      if (Math.hypot(u - 0.4, v - 0.4) < 0.02) return 235;
      return u > 1.2 ? 200 : Math.floor(v * 9) % 2 ? 60 : 100;
    };
    const at = async (height: number) => {
      const width = (height * 16) / 9;
      const got = await blurred(width, height, height / 60, scene(height));
      return (u: number, v: number) => got[Math.floor(v * height) * width + Math.floor(u * height)] ?? 0;
    };
    const [small, middle, large] = [await at(360), await at(720), await at(1080)];
    let [off, count] = [0, 0];
    for (let v = 0.05; v < 0.95; v += 0.02) {
      for (let u = 0.05; u < 1.7; u += 0.02, count++) {
        off += Math.abs(small(u, v) - middle(u, v)) + Math.abs(large(u, v) - middle(u, v));
      }
    }
    expect(off / count / 2).toBeLessThan(3);
  });

  it('lets a lamp glow: it counts for more than a mean would give it', async () => {
    const [width, height, sigma] = [400, 304, 12];
    const got = await blurred(width, height, sigma, lamp(width, height, 4, 235));
    const mean = ((235 - 40) * 8 ** 2) / (Math.PI * (2 * sigma) ** 2);
    const middle = (got[(height / 2) * width + width / 2] ?? 0) - 40;
    expect(middle).toBeGreaterThan(2 * mean);
    expect(middle).toBeLessThan(5 * mean);
  });

  it.each([4, 8, 12])('leaves nothing of stripes %i pixels apart, at its weakest', async (period) => {
    const got = await blurred(640, 360, 6, (x) => (x % period < period / 2 ? 40 : 146));
    const row = [...got.subarray(180 * 640 + 100, 180 * 640 + 540)];
    expect(Math.max(...row) - Math.min(...row)).toBeLessThan(12);
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

  it('takes discs that lose no size to the grid', () => {
    for (const [sigma, factor] of [
      [6, 4],
      [12, 4],
      [24, 8],
    ] as const) {
      const rows = discRows(sigma, factor, 60);
      expect(rows[0]).toBe(rows.length - 1);
      expect(Math.abs((rows.length - 0.5) * factor - 2 * sigma)).toBeLessThan(1.5 * factor);
    }
    expect(discRows(0.1, 2, 60)).toEqual([0]);
    expect(discRows(1000, 4, 20).length).toBe(21);
  });
});
