// The mask over time: still where the picture is still, at once where it moves.
import { describe, expect, it } from 'vitest';
import { createSteadying } from '../../src/compositor/cpu/steadying';
import { builtKernels, random } from './built-kernels';

const SIZE = { width: 32, height: 20 };
const COUNT = SIZE.width * SIZE.height;

async function steadied() {
  const { arena, kernels, put } = await builtKernels();
  const level = (value: number) => new Uint8Array(COUNT).fill(value);
  const picture = { ...SIZE, y: put(level(100)), u: put(level(128)), v: put(level(128)) };
  const steadying = createSteadying(kernels, arena, picture);
  const fresh = arena.take(COUNT * 4);
  return {
    show: (luma: (i: number) => number) => {
      arena.u8(picture.y, COUNT).set(Uint8Array.from({ length: COUNT }, (_, i) => Math.round(luma(i))));
    },
    answer: (value: (i: number) => number) => {
      arena.f32(fresh, COUNT).set(Float32Array.from({ length: COUNT }, (_, i) => value(i)));
      steadying.steady(fresh);
      return arena.f32(steadying.state, COUNT).slice();
    },
    reset: () => steadying.reset(),
  };
}

describe('steadying', () => {
  it('takes a sixth of an answer that wavers over a still picture', async () => {
    const { answer } = await steadied();
    answer(() => 0.5);
    const state = answer(() => 0.55);
    for (const value of state) expect(value).toBeCloseTo(0.5 + 0.05 * 0.16, 3);
  });

  it('takes all of an answer that changes much, though the picture does not: a dark sleeve before a dark wall', async () => {
    const { answer } = await steadied();
    answer(() => 0.9);
    expect(answer(() => 0.4).every((value) => Math.abs(value - 0.4) < 1e-6)).toBe(true);
  });

  it('takes all of a small change where the picture moves, and around it, and nowhere else', async () => {
    const { show, answer } = await steadied();
    const isHand = (i: number) => i % SIZE.width < 6;
    answer(() => 0.5);
    show((i) => (isHand(i) ? 130 : 100));
    const state = answer(() => 0.55);
    for (const [i, value] of state.entries()) {
      const x = i % SIZE.width;
      if (x > 0 && x < 7) expect(value).toBeCloseTo(0.55, 5);
      if (x > 8 && x < 31) expect(value).toBeLessThan(0.51);
    }
  });

  it('does not take a noisy camera for movement', async () => {
    const { show, answer } = await steadied();
    const next = random(5);
    const noise = () => 100 + (next() + next() + next() - 1.5) * 4;
    show(noise);
    answer(() => 0.5);
    show(noise);
    const state = answer(() => 0.55);
    expect(state.reduce((sum, value) => sum + value, 0) / COUNT).toBeLessThan(0.515);
  });

  it('forgets on reset', async () => {
    const { answer, reset } = await steadied();
    answer(() => 0.5);
    reset();
    expect(answer(() => 0.55)[40]).toBeCloseTo(0.55, 6);
  });
});
