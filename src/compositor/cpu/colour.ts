// Colour as the kernels want it: numbers in their own order and scale. What they mean is frames/colour.ts.
import { fromRgb, toRgb, type PlanesColour } from '../../frames/colour';
import type { ModelContract } from '../../protocol/model-contract';

/** Bytes that the kernel `rgbaToPlanes` takes: 12 i16 and 3 i32, in 1/32768, rounding included. */
export function pixelNumbers(to: PlanesColour, order: 'rgba' | 'bgra'): Uint8Array {
  const bytes = new Uint8Array(36);
  const factors = new Int16Array(bytes.buffer, 0, 12);
  const offsets = new Int32Array(bytes.buffer, 24, 3);
  for (const [i, [r, g, b, offset]] of fromRgb(to).entries()) {
    const scaled = (order === 'rgba' ? [r, g, b] : [b, g, r]).map((factor) => Math.round(factor * 32768));
    factors.set(scaled, i * 4);
    offsets[i] = offset * 32768 + 16384;
  }
  return bytes;
}

/** Numbers that the kernel `planesToRgba` takes. */
export function rgbaNumbers(from: PlanesColour): Int16Array {
  const [[luma, , redV] = [], [, greenU, greenV] = [], [, blueU] = []] = toRgb(from);
  const factors = [luma, redV, greenU, greenV, blueU].map((factor = 0) => Math.round(factor * 8192));
  return Int16Array.from([from.fullRange ? 0 : 16, ...factors]);
}

/** Numbers that the kernel `planesToTensor` takes: channel rows in the net's order, then its factors and offsets. */
export function tensorNumbers(from: PlanesColour, input: ModelContract['input']): Float32Array {
  const [low, high] = input.range;
  const mean = input.mean ?? [0, 0, 0];
  const std = input.std ?? [1, 1, 1];
  const rows = input.channels === 'rgb' ? toRgb(from) : [...toRgb(from)].reverse();
  const factors = std.map((deviation) => (high - low) / 255 / deviation);
  const offsets = std.map((deviation, i) => (low - (mean[i] ?? 0)) / deviation);
  return Float32Array.from([...rows.flat(), ...factors, ...offsets]);
}
