// Soft edges before another background: a person with soft hair before a room of another colour, cut out.
import { describe, expect, it } from 'vitest';
import { createFringe } from '../../src/compositor/cpu/fringe';
import { takePlanes, type Planes } from '../../src/compositor/cpu/planes';
import { builtKernels } from './built-kernels';

const SMALL = { width: 64, height: 36 };
const LARGE = { width: 318, height: 178 };
const HALF = { width: LARGE.width / 2, height: LARGE.height / 2 };
const PERSON = [90, 100, 180] as const;
const ROOM = [170, 160, 90] as const;
const BLANK = [16, 128, 128] as const;

/** Share of the person at a place, 0..1 across and down: hair that thins out over a tenth of the picture. */
const shareAt = (x: number, y: number): number =>
  Math.max(0, Math.min(1, (0.35 - Math.hypot(x - 0.5, y - 0.5)) * 10 + 0.5));

async function scene() {
  const { kernels, arena } = await builtKernels();
  const paint = (at: number, { width, height }: typeof SMALL, value: (share: number) => number) => {
    const bytes = arena.u8(at, width * height);
    for (let i = 0; i < bytes.length; i++) {
      bytes[i] = Math.round(value(shareAt(((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height)));
    }
  };
  const mixed = (c: 0 | 1 | 2) => (share: number) => share * PERSON[c] + (1 - share) * ROOM[c];
  const planes = takePlanes(arena, LARGE.width, LARGE.height, true);
  const halfAlpha = arena.take(HALF.width * HALF.height);
  const size = SMALL.width * SMALL.height;
  const small = { ...SMALL, y: arena.take(size), u: arena.take(size), v: arena.take(size) };
  const light = { ...SMALL, y: arena.take(size), u: arena.take(size), v: arena.take(size) };
  for (const [c, name] of (['y', 'u', 'v'] as const).entries()) {
    paint(small[name], SMALL, mixed(c as 0 | 1 | 2));
    paint(planes[name], name === 'y' ? LARGE : HALF, mixed(c as 0 | 1 | 2));
    arena.u8(light[name], size).fill(name === 'y' ? 235 : 128);
  }
  paint(planes.alpha, LARGE, (share) => share * 255);
  paint(halfAlpha, HALF, (share) => share * 255);
  const mask = arena.take(size * 4);
  const values = arena.f32(mask, size);
  for (let i = 0; i < size; i++) {
    values[i] = shareAt(((i % SMALL.width) + 0.5) / SMALL.width, (Math.floor(i / SMALL.width) + 0.5) / SMALL.height);
  }
  const fringe = createFringe(kernels, arena, small, planes);
  /** A plane of the light's one value, at program size. */
  const lit = (of: number, { width, height }: typeof SMALL): number => {
    const at = arena.take(width * height);
    arena.u8(at, width * height).fill(arena.u8(of, 1)[0] ?? 0);
    return at;
  };
  const luma = () => arena.u8(planes.y, LARGE.width * LARGE.height).slice();
  const alpha = arena.u8(planes.alpha, LARGE.width * LARGE.height).slice();
  const before = luma();
  return {
    alpha,
    before,
    light: { ...LARGE, y: lit(light.y, LARGE), u: lit(light.u, HALF), v: lit(light.v, HALF), alpha: 0 },
    put: (picture: Planes | null = null, isCut = picture === null) => {
      if (picture) fringe.setLight(light);
      fringe.put(mask, planes, halfAlpha, { picture, value: BLANK, isCut });
      return luma();
    },
    chroma: () => ({
      alpha: arena.u8(halfAlpha, HALF.width * HALF.height).slice(),
      u: arena.u8(planes.u, HALF.width * HALF.height).slice(),
      v: arena.u8(planes.v, HALF.width * HALF.height).slice(),
    }),
  };
}

describe('cleaning the fringe', () => {
  it('leaves the person alone, gives soft samples her own colour, and nothing of the room anywhere', async () => {
    const { alpha, put, before } = await scene();
    const luma = put();
    let soft = 0;
    for (const [i, a] of alpha.entries()) {
      if (a === 255) expect(luma[i]).toBe(before[i]);
      // An eighth of the person is too little to tell her colour by.
      else if (a > 32) {
        soft++;
        expect(Math.abs((luma[i] ?? 0) - PERSON[0])).toBeLessThanOrEqual(6);
      } else if (a === 0 && luma[i] !== BLANK[0]) expect(Math.abs((luma[i] ?? 0) - PERSON[0])).toBeLessThanOrEqual(8);
    }
    expect(soft).toBeGreaterThan(3000);
    expect(luma[0]).toBe(BLANK[0]);
  });

  it('does so with colour as with light', async () => {
    const { put, chroma } = await scene();
    put();
    const { alpha, u, v } = chroma();
    for (const [i, a] of alpha.entries()) {
      if (a > 32) expect(Math.abs((u[i] ?? 0) - PERSON[1]) + Math.abs((v[i] ?? 0) - PERSON[2])).toBeLessThanOrEqual(15);
    }
    expect([u[0], v[0]]).toEqual([BLANK[1], BLANK[2]]);
  });

  it('puts her before a plain colour: cleaned samples mixed by their alpha, and that colour alone where she is not', async () => {
    const [straight, mixed] = [await scene(), await scene()];
    const cut = straight.put();
    const luma = mixed.put(null, false);
    for (const [i, a] of mixed.alpha.entries()) {
      if (a === 0) expect(luma[i]).toBe(BLANK[0]);
      else expect(luma[i]).toBe(Math.round(((cut[i] ?? 0) * a + BLANK[0] * (255 - a)) / 255));
    }
  });

  it('lets light from behind fall on her rim and not on her face', async () => {
    const { alpha, put, before, light } = await scene();
    const luma = put(light);
    const middle = (LARGE.height >> 1) * LARGE.width;
    const row = (i: number) => middle + i;
    expect(luma[row(LARGE.width >> 1)]).toBe(before[row(LARGE.width >> 1)]);
    const edge = Array.from({ length: LARGE.width }, (_, x) => row(x)).find((i) => alpha[i] === 255) ?? 0;
    const rise = (luma[edge] ?? 0) - PERSON[0];
    expect(rise).toBeGreaterThan(5);
    expect(rise).toBeLessThan((235 - PERSON[0]) * 0.25);
  });
});
