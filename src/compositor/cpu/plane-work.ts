// What the program worker does to planes, and nothing of an engine: pictures of another size are laid into the program's, and what
// the canvas shows becomes pixels. By kernels, on its own thread, which viewers wait for: the browser's own conversions are
// shared out to a pool whose threads wait behind everything else that computes.
import type { RemapBytes } from '../../frames/picture-bytes';
import { createArena } from '../../kernels/arena';
import kernelsUrl from '../../kernels/build/kernels.wasm?url';
import { loadKernels } from '../../kernels/kernels';
import { createPlaneFitter, type PlaneFitter } from './plane-fitter';
import { createPlanePixels, type PlanePixels } from './plane-pixels';
import { planesBytes, takePlanes } from './planes';

export interface PlaneWork {
  readonly fit: PlaneFitter;
  /** Of pictures of the program's size, at once. */
  readonly remap: RemapBytes;
  /** Gives the pixels to `use`, which borrows them until it resolves. Null where its planes cannot be read. */
  readonly withPixels: <T>(frame: VideoFrame, use: (pixels: ImageData) => Promise<T>) => Promise<T | null>;
  memoryBytes(): number;
}

/**
 * Rejects when the kernels cannot be loaded.
 * @param width of the program, pixels, as `height`; both even
 */
export async function openPlaneWork(width: number, height: number): Promise<PlaneWork> {
  const kernels = await loadKernels(new URL(kernelsUrl, location.href));
  const arena = createArena(kernels);
  const fit = createPlaneFitter(kernels, arena, width, height);
  const pixelsOf: PlanePixels = createPlanePixels(kernels, arena);
  // Taken now: what grows the memory takes it away from under a copy.
  const planes = takePlanes(arena, width, height, false);
  const coefficients = arena.take(48);
  let tail: Promise<unknown> = Promise.resolve();
  /** All of it shares the memory. */
  function inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn = tail.then(job);
    tail = turn.catch(() => undefined);
    return turn;
  }
  return {
    remap(bytes, numbers) {
      const { y, u, v } = planes;
      if (bytes.length !== planesBytes(width, height)) return false;
      const inside = () => arena.u8(y, bytes.length);
      inside().set(bytes);
      arena.f32(coefficients, numbers.length).set(numbers);
      kernels.remapPlanes(y, u, v, width, height, y, u, v, coefficients);
      bytes.set(inside());
      return true;
    },
    fit: (...job) => inTurn(() => fit(...job)),
    withPixels: (frame, use) =>
      inTurn(async () => {
        const pixels = await pixelsOf(frame);
        return pixels && use(pixels);
      }),
    memoryBytes: () => arena.bytes(),
  };
}
