// Blends, masks, memory: kernels against plain arithmetic.
import { describe, expect, it } from 'vitest';
import { createMask } from '../../src/compositor/cpu/mask';
import { place } from '../../src/compositor/cpu/placement';
import { fillPlanes, takePlanes } from '../../src/compositor/cpu/planes';
import { takeStretchTables } from '../../src/compositor/cpu/stretch-tables';
import type { ModelContract } from '../../src/protocol/model-contract';
import { builtKernels } from './built-kernels';

const CONTRACT: ModelContract = {
  id: 'drawn',
  task: 'person-segmentation',
  title: '',
  file: '',
  bytes: 0,
  sha256: '',
  licence: '',
  input: { name: 'in', layout: 'nchw', width: 64, height: 36, channels: 'rgb', range: [0, 1], fit: 'stretch' },
  output: { name: 'out', layout: 'nchw', width: 64, height: 36, kind: 'probability', channel: 0 },
};

/** A plane with nobody in it that the net knows of, before another plane or one value. */
async function before(width: number, height: number) {
  const { kernels, arena, put } = await builtKernels();
  const low = { width: 2, height: 2 };
  const tables = takeStretchTables(arena, low, { x: width / 2, y: height / 2 }, { width, height });
  const nobody = put([0, 0, 0, 0]);
  return (front: readonly number[], alpha: readonly number[], behind: readonly number[] | number) => {
    const plane = put(front);
    const [under, value] = typeof behind === 'number' ? [0, behind] : [put(behind), 0];
    const { xStarts, xFractions, yStarts, yFractions } = tables;
    kernels.putBefore(
      plane,
      put(alpha),
      width,
      height,
      under,
      value,
      0,
      nobody,
      nobody,
      nobody,
      nobody,
      0,
      0,
      low.width,
      xStarts,
      xFractions,
      yStarts,
      yFractions,
      put(new Uint8Array(256)),
    );
    return [...arena.u8(plane, front.length)];
  };
}

describe('blending', () => {
  it('is (a * front + (255 - a) * behind) / 255, rounded, for every alpha', async () => {
    const values = [0, 1, 16, 77, 128, 200, 235, 254, 255];
    const cases = values.flatMap((front) =>
      values.flatMap((behind) => Array.from({ length: 256 }, (_, a) => ({ front, behind, a }))),
    );
    const blend = await before(256, cases.length / 256);
    const got = blend(
      cases.map((c) => c.front),
      cases.map((c) => c.a),
      cases.map((c) => c.behind),
    );
    expect(got).toEqual(cases.map((c) => Math.round((c.front * c.a + c.behind * (255 - c.a)) / 255)));
  });

  it('touches nothing beyond its end', async () => {
    const blend = await before(37, 3);
    const all = Array.from({ length: 160 }, () => 100);
    expect(
      blend(
        all,
        all.map(() => 0),
        7,
      ),
    ).toEqual(all.map((_, i) => (i < 111 ? 7 : 100)));
  });
});

async function masked(draw: (x: number, y: number) => number, luma: (x: number, y: number) => number = () => 120) {
  const { kernels, arena } = await builtKernels();
  const planes = takePlanes(arena, 320, 180, true);
  fillPlanes(arena, planes, [120, 128, 128]);
  const y = arena.u8(planes.y, 320 * 180);
  for (let i = 0; i < y.length; i++) y[i] = luma(i % 320, Math.floor(i / 320));
  const mask = createMask(kernels, arena, CONTRACT, planes);
  const run = (shape: (x: number, y: number) => number) => {
    mask.see(planes);
    mask.input({ kr: 0.299, kb: 0.114, fullRange: false, tag: {} });
    mask.apply(
      Float32Array.from({ length: 64 * 36 }, (_, i) => shape(i % 64, Math.floor(i / 64))),
      planes,
      0,
    );
    return arena.u8(planes.alpha, 320 * 180).slice();
  };
  return { alpha: run(draw), run, mask };
}

describe('masks', () => {
  it('are 0 and 255 where the net is sure', async () => {
    const { alpha } = await masked((x) => (x < 32 ? 1 : 0));
    for (let i = 0; i < alpha.length; i++) {
      const x = i % 320;
      if (x < 130) expect(alpha[i]).toBe(255);
      if (x > 190) expect(alpha[i]).toBe(0);
    }
  });

  it('follow an edge of the picture that the net puts 4 pixels off', async () => {
    const edge = 164;
    const { alpha } = await masked(
      (x) => (x < 32 ? 1 : 0),
      (x) => (x < edge ? 200 : 40),
    );
    const row = alpha.subarray(90 * 320, 91 * 320);
    const crossing = row.findIndex((a) => a < 128);
    expect(Math.abs(crossing - edge)).toBeLessThanOrEqual(2);
  });

  it('take small changes slowly but wholly, and follow large ones at once', async () => {
    const { run, mask } = await masked(() => 0.5);
    const middle = 90 * 320 + 160;
    const resting = run(() => 0.5)[middle] ?? 0;
    const flicker = run(() => 0.55)[middle] ?? 0;
    let later = flicker;
    for (let frame = 0; frame < 40; frame++) later = run(() => 0.55)[middle] ?? 0;
    mask.reset();
    const unsteadied = run(() => 0.55)[middle] ?? 0;
    expect(unsteadied - resting).toBeGreaterThan(15);
    expect(flicker - resting).toBeLessThan((unsteadied - resting) * 0.2);
    expect(Math.abs(unsteadied - later)).toBeLessThanOrEqual(4);
    expect(run(() => 0)[middle]).toBe(0);
    expect(run(() => 1)[middle]).toBe(255);
  });
});

describe('memory', () => {
  it('reuses what was given back and never overlaps', async () => {
    const { arena } = await builtKernels();
    const a = arena.take(1000);
    const b = arena.take(1000);
    arena.u8(a, 1000).fill(1);
    arena.u8(b, 1000).fill(2);
    const before = arena.bytes();
    for (let i = 0; i < 1000; i++) arena.give(arena.take(60_000));
    expect(arena.bytes() - before).toBeLessThanOrEqual(65536);
    expect(arena.u8(a, 1000).every((x) => x === 1) && arena.u8(b, 1000).every((x) => x === 2)).toBe(true);
    arena.give(a);
    expect(arena.take(900)).toBe(a);
    expect(arena.u8(a, 900).every((x) => x === 0)).toBe(true);
  });
});

describe('placement', () => {
  const program = { width: 1280, height: 720 };

  it('crops to cover and keeps everything to contain', () => {
    const cover = place({ width: 640, height: 480 }, program, 'cover');
    expect(cover.part).toMatchObject({ x: 0, width: 1, height: 0.75 });
    expect(cover.target).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
    const contain = place({ width: 640, height: 480 }, program, 'contain');
    expect(contain.part).toEqual({ x: 0, y: 0, width: 1, height: 1 });
    expect(contain.target).toEqual({ x: 160, y: 0, width: 960, height: 720 });
    expect(place({ width: 720, height: 1280 }, program, 'contain').target).toEqual({
      x: 436,
      y: 0,
      width: 406,
      height: 720,
    });
  });

  it('takes nothing but a size from the program', () => {
    const planes = { width: 64, height: 36, x: 7, y: 4096 };
    expect(place({ width: 64, height: 48 }, planes, 'cover').target).toEqual({ x: 0, y: 0, width: 64, height: 36 });
  });

  it('neither crops nor bars what has the same shape but for a rounding', () => {
    const placed = place({ width: 1919, height: 1080 }, program, 'cover');
    expect(placed.part.width * placed.part.height).toBe(1);
  });
});
