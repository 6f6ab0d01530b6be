// What the finder knows of a picture without any net (the `cpu` tier): a grey thumbnail with light and contrast taken out,
// and the light itself. Motion is the difference of neighbouring thumbnails. Pure; reads a luma plane, keeps nothing of it.
import type { FaceMeasures } from '../faces/face-reader';

export const THUMB_WIDTH = 32;
export const THUMB_HEIGHT = 18;
const CELLS = THUMB_WIDTH * THUMB_HEIGHT;
/** Points looked at in each cell, a side: a hundred even out a sensor's noise, and cost a tenth of all of them. */
const POINTS = 10;
/** Grey levels: less contrast than this is noise, and is not blown up. */
const MIN_CONTRAST = 8;

export interface FrameFeatures {
  /** Rows of {@link THUMB_WIDTH}; mean 0, deviation 1 (less where there is hardly any contrast). */
  readonly thumb: Float32Array;
  /** Mean luma, 0 to 255. */
  readonly light: number;
  /** Null where nobody was found; left out while nobody has looked (the `cpu` tier never does). */
  face?: FaceMeasures | null;
}

export interface LumaPlane {
  /** From the first pixel on. */
  readonly bytes: Uint8Array;
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

export function readFeatures({ bytes, stride, width, height }: LumaPlane): FrameFeatures {
  const thumb = new Float32Array(CELLS);
  const columns = positions(width, THUMB_WIDTH);
  const rows = positions(height, THUMB_HEIGHT);
  let total = 0;
  for (let row = 0; row < rows.length; row++) {
    const from = (rows[row] ?? 0) * stride;
    const cells = Math.floor(row / POINTS) * THUMB_WIDTH;
    for (let cell = 0; cell < THUMB_WIDTH; cell++) {
      let sum = 0;
      for (let point = 0; point < POINTS; point++) sum += bytes[from + (columns[cell * POINTS + point] ?? 0)] ?? 0;
      thumb[cells + cell] = (thumb[cells + cell] ?? 0) + sum;
      total += sum;
    }
  }
  const samples = POINTS * POINTS;
  const light = total / (CELLS * samples);
  let squares = 0;
  for (let n = 0; n < CELLS; n++) {
    const value = (thumb[n] ?? 0) / samples - light;
    thumb[n] = value;
    squares += value * value;
  }
  const contrast = Math.max(MIN_CONTRAST, Math.sqrt(squares / CELLS));
  for (let n = 0; n < CELLS; n++) thumb[n] = (thumb[n] ?? 0) / contrast;
  return { thumb, light };
}

/** Where the points of each cell lie along one side. */
function positions(size: number, cells: number): number[] {
  const count = cells * POINTS;
  return Array.from({ length: count }, (_, n) => Math.min(size - 1, Math.floor(((n + 0.5) * size) / count)));
}

/** Root mean square of the difference: 0 for the same picture, 1.4 for two that have nothing in common. */
export function distance(one: FrameFeatures, other: FrameFeatures): number {
  const a = one.thumb;
  const b = other.thumb;
  let sum = 0;
  for (let n = 0; n < CELLS; n++) {
    const d = (a[n] ?? 0) - (b[n] ?? 0);
    sum += d * d;
  }
  return Math.sqrt(sum / CELLS);
}

/** How unlike two changes are, each from `before` to `after`: 0 alike or both still, 1 unrelated or more. */
export function motionDifference(
  one: readonly [FrameFeatures, FrameFeatures],
  other: readonly [FrameFeatures, FrameFeatures],
  still: number,
): number {
  const [a0, a1, b0, b1] = [one[0].thumb, one[1].thumb, other[0].thumb, other[1].thumb];
  let apart = 0;
  let first = 0;
  let second = 0;
  for (let n = 0; n < CELLS; n++) {
    const a = (a1[n] ?? 0) - (a0[n] ?? 0);
    const b = (b1[n] ?? 0) - (b0[n] ?? 0);
    apart += (a - b) * (a - b);
    first += a * a;
    second += b * b;
  }
  const size = Math.sqrt(first / CELLS) + Math.sqrt(second / CELLS);
  return Math.sqrt(apart / CELLS) / (size + still);
}
