// Planes as RGBA in memory, on the caller's own thread: what `copyTo({ format: 'RGBA' })` gives, which shares the work out to the
// browser's pool and waits for it.
import { planesColour } from '../../frames/colour';
import type { Arena } from '../../kernels/arena';
import type { Kernels } from '../../kernels/kernels';
import { rgbaNumbers } from './colour';
import { copiedSize, CopyRefused, copyOut, createReserve } from './copy-out';

/**
 * The pixels of a picture, sRGB with straight alpha, until the next call; borrows the frame. Null where its planes cannot be
 * read. One at a time, and nothing else may use the memory meanwhile.
 */
export type PlanePixels = (frame: VideoFrame) => Promise<ImageData | null>;

export function createPlanePixels(kernels: Kernels, arena: Arena): PlanePixels {
  const raw = createReserve(arena);
  const pixels = createReserve(arena);
  const coefficients = arena.take(16);
  return async (frame) => {
    const isPlanar = frame.format === 'I420' || frame.format === 'I420A';
    const colour = isPlanar ? planesColour(frame.colorSpace) : null;
    if (!colour) return null;
    const { width, height } = copiedSize(frame);
    const bytes = width * height * 4;
    // Before anything is copied: what grows the memory takes it away from under a copy.
    const to = pixels.atLeast(bytes);
    const planes = await copyOut(frame, arena, raw).catch((error: unknown) => {
      if (error instanceof CopyRefused) return [];
      throw error;
    });
    const [y, u, v, alpha] = planes;
    if (!y || !u || !v) return null;
    arena.i16(coefficients, 6).set(rgbaNumbers(colour));
    const [alphaAt, alphaStride] = alpha ? [alpha.at, alpha.stride] : [0, 0];
    kernels.planesToRgba(y.at, y.stride, u.at, v.at, u.stride, alphaAt, alphaStride, width, height, to, coefficients);
    return new ImageData(new Uint8ClampedArray(arena.u8(to, bytes).buffer, to, bytes), width, height);
  };
}
