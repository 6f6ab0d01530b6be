// Edges of the mask: the kernels against the filter as the paper states it, and what is remembered from frame to frame.
import { describe, expect, it } from 'vitest';
import { createEdges } from '../../src/compositor/cpu/edges';
import { takePlanes } from '../../src/compositor/cpu/planes';
import { builtKernels, random } from './built-kernels';
import { plainAlpha, plainModels } from './plain-guided';

const SMALL = { width: 40, height: 24 };
const LARGE = { width: 202, height: 118 };
const CURVE = [180 / 1024, 844 / 1024] as const;

/** A soft-edged person of one colour before a wall of another, with texture and noise; the mask is off by a little. */
async function scene() {
  const { kernels, arena } = await builtKernels();
  const next = random(7);
  const paint = (width: number, height: number, [person, wall]: readonly [number, number], noise: number) =>
    Uint8Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [(i % width) / width, Math.floor(i / width) / height];
      const share = Math.max(0, Math.min(1, (0.3 - Math.hypot(x - 0.5, (y - 0.6) * 0.8)) * 30 + 0.5));
      return share * person + (1 - share) * wall + 12 * Math.sin(x * 40) * Math.sin(y * 31) + (next() - 0.5) * noise;
    });
  const colours = { y: [150, 110], u: [110, 134], v: [150, 124] } as const;
  const planes = takePlanes(arena, LARGE.width, LARGE.height, true);
  const [halfWidth, halfHeight] = [LARGE.width / 2, LARGE.height / 2];
  const large = {
    ...LARGE,
    y: paint(LARGE.width, LARGE.height, colours.y, 6),
    u: paint(halfWidth, halfHeight, colours.u, 3),
    v: paint(halfWidth, halfHeight, colours.v, 3),
  };
  const guide = {
    ...SMALL,
    y: paint(SMALL.width, SMALL.height, colours.y, 2),
    u: paint(SMALL.width, SMALL.height, colours.u, 1),
    v: paint(SMALL.width, SMALL.height, colours.v, 1),
  };
  for (const name of ['y', 'u', 'v'] as const) arena.u8(planes[name], large[name].length).set(large[name]);
  const size = SMALL.width * SMALL.height;
  const put = (bytes: Uint8Array) => {
    const at = arena.take(bytes.length);
    arena.u8(at, bytes.length).set(bytes);
    return at;
  };
  const small = { ...SMALL, y: put(guide.y), u: put(guide.u), v: put(guide.v) };
  const mask = Float32Array.from({ length: size }, (_, i) => {
    const [x, y] = [(i % SMALL.width) / SMALL.width, Math.floor(i / SMALL.width) / SMALL.height];
    return Math.max(0, Math.min(1, (0.32 - Math.hypot(x - 0.51, (y - 0.6) * 0.8)) * 12 + 0.5));
  });
  const state = arena.take(size * 4);
  arena.f32(state, size).set(mask);
  const share = put(new Uint8Array(size).fill(255));
  const edges = createEdges(kernels, arena, small, planes);
  const draw = (taken = 255) => {
    arena.u8(share, size).fill(taken);
    edges.draw({ state, share }, planes);
    return arena.u8(planes.alpha, LARGE.width * LARGE.height).slice();
  };
  return { arena, planes, state, size, mask, guide, large, draw };
}

describe('edges', () => {
  it('are those of the guided filter with a colour guide, within 4 of 255', async () => {
    const { draw, guide, large, mask } = await scene();
    const alpha = draw();
    const models = plainModels(guide, mask, 2, 0.0003);
    let worst = 0;
    let soft = 0;
    for (let y = 0; y < LARGE.height; y++) {
      for (let x = 0; x < LARGE.width; x++) {
        const want = plainAlpha(models, guide, large, x, y, CURVE);
        if (want > 20 && want < 235) soft++;
        worst = Math.max(worst, Math.abs((alpha[y * LARGE.width + x] ?? 0) - want));
      }
    }
    expect(soft).toBeGreaterThan(200);
    expect(worst).toBeLessThanOrEqual(4);
  });

  it('where nothing changed, noise in the picture moves alpha by a fifth of what it would', async () => {
    const { arena, planes, large, draw } = await scene();
    const change = (taken: number): number => {
      const first = draw(255);
      const next = random(3);
      arena.u8(planes.y, large.y.length).set(large.y.map((value) => value + Math.round((next() - 0.5) * 14)));
      const second = draw(taken);
      arena.u8(planes.y, large.y.length).set(large.y);
      return second.reduce((sum, value, i) => sum + Math.abs(value - (first[i] ?? 0)), 0);
    };
    expect(change(41)).toBeLessThan(change(255) * 0.2);
  });

  it('a person who has gone leaves nothing behind, however little of the new is taken', async () => {
    const { arena, state, size, draw } = await scene();
    draw();
    arena.f32(state, size).fill(0);
    expect(draw(41).every((value) => value === 0)).toBe(true);
  });
});
