// The kernels as `node tools/kernels/build.mjs` left them, for tests in Node.
import { readFileSync } from 'node:fs';
import { createArena } from '../../src/kernels/arena';
import { loadKernels } from '../../src/kernels/kernels';

export async function builtKernels() {
  const kernels = await loadKernels(new Uint8Array(readFileSync('src/kernels/build/kernels.wasm')));
  const arena = createArena(kernels);
  /** Bytes in the kernels' memory. */
  const put = (bytes: ArrayLike<number>) => {
    const address = arena.take(bytes.length);
    arena.u8(address, bytes.length).set(bytes);
    return address;
  };
  return { kernels, arena, put };
}

/** Repeatable numbers 0..1. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function randomBytes(count: number, seed: number): Uint8Array {
  const next = random(seed);
  return Uint8Array.from({ length: count }, () => Math.floor(next() * 256));
}

/** Largest absolute difference. */
export function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
  return most;
}
