// How good a mask is, as numbers. Pure: masks are bytes 0..255, row by row. In charge of definitions only; what is
// compared with what is said in eval.ts.

/** From here on a pixel counts as person. */
const PERSON_FROM = 128;
/** Width of the band of the boundary IoU, in pixels. */
const BAND_PX = 4;
/** A pixel whose neighbourhood changed by more than this (of 255 luma) is not still. */
const STILL_MAX_CHANGE = 6;
const STILL_RADIUS_PX = 4;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Mean of the IoU of the person and of the rest. */
export function meanIou(mask: Uint8Array, truth: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < truth.length; i++) {
    const a = (mask[i] ?? 0) >= PERSON_FROM;
    const b = (truth[i] ?? 0) >= PERSON_FROM;
    if (a && b) both++;
    if (a || b) either++;
  }
  const neither = truth.length - either;
  return (share(both, either) + share(neither, truth.length - both)) / 2;
}

/** Share of the picture that counts as person in `mask` and not in `other`. */
export function shareBeyond(mask: Uint8Array, other: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) if ((mask[i] ?? 0) >= PERSON_FROM && (other[i] ?? 0) < PERSON_FROM) count++;
  return share(count, mask.length, 0);
}

/**
 * IoU of the inner bands of two masks: the pixels of each that lie within 4 px (any direction) of what is not in it.
 * Cheng et al. 2021, "Boundary IoU". The picture's border is no boundary.
 */
export function boundaryIou(mask: Uint8Array, truth: Uint8Array, size: Size): number {
  const a = innerBand(mask, size);
  const b = innerBand(truth, size);
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] && b[i]) both++;
    if (a[i] || b[i]) either++;
  }
  return share(both, either);
}

/** Mean absolute difference within 8 px of the truth's edge, 0..255: what thresholded measures do not see. */
export function edgeError(mask: Uint8Array, truth: Uint8Array, size: Size): number {
  const low = slide(truth, size, 8, Math.min);
  const high = slide(truth, size, 8, Math.max);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < truth.length; i++) {
    if ((low[i] ?? 0) >= PERSON_FROM || (high[i] ?? 0) < PERSON_FROM) continue;
    sum += Math.abs((mask[i] ?? 0) - (truth[i] ?? 0));
    count++;
  }
  return share(sum, count, 0);
}

/** 1 where the picture did not change around a pixel. */
export function stillPixels(luma: Uint8Array, before: Uint8Array, size: Size): Uint8Array {
  const change = luma.map((value, i) => Math.abs(value - (before[i] ?? 0)));
  return slide(change, size, STILL_RADIUS_PX, Math.max).map((most) => Number(most <= STILL_MAX_CHANGE));
}

/** Sum of absolute changes of a mask over the pixels that are 1 in `where`. */
export function changeWithin(mask: Uint8Array, before: Uint8Array, where: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < mask.length; i++) if (where[i]) sum += Math.abs((mask[i] ?? 0) - (before[i] ?? 0));
  return sum;
}

/** Running sums of how far a mask stays behind one that remembers nothing. */
export interface Lag {
  behind: number;
  moved: number;
}

/**
 * `steadied` as `fresh` minus a share of its last step, least squares over pixels that moved by a quarter or more.
 * The share is the lag in frames: 0 follows at once, 1 shows the mask of one frame ago.
 */
export function addLag(lag: Lag, steadied: Uint8Array, fresh: Uint8Array, freshBefore: Uint8Array): void {
  for (let i = 0; i < fresh.length; i++) {
    const step = (fresh[i] ?? 0) - (freshBefore[i] ?? 0);
    if (Math.abs(step) < 64) continue;
    lag.behind += ((fresh[i] ?? 0) - (steadied[i] ?? 0)) * step;
    lag.moved += step * step;
  }
}

export function lagFrames({ behind, moved }: Lag): number | null {
  return moved > 0 ? behind / moved : null;
}

function innerBand(mask: Uint8Array, size: Size): Uint8Array {
  const person = mask.map((value) => Number(value >= PERSON_FROM));
  const inside = slide(person, size, BAND_PX, Math.min);
  return person.map((value, i) => value - (inside[i] ?? 0));
}

/** Least or greatest of a square window, cut off at the borders. */
function slide(
  values: Uint8Array,
  { width, height }: Size,
  radius: number,
  pick: (a: number, b: number) => number,
): Uint8Array {
  const along = (from: Uint8Array, step: number, length: number, position: (i: number) => number): Uint8Array => {
    const to = new Uint8Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const at = position(i);
      let best = from[i] ?? 0;
      for (let k = -Math.min(radius, at); k <= Math.min(radius, length - 1 - at); k++) {
        best = pick(best, from[i + k * step] ?? 0);
      }
      to[i] = best;
    }
    return to;
  };
  const rows = along(values, 1, width, (i) => i % width);
  return along(rows, width, height, (i) => Math.floor(i / width));
}

function share(part: number, whole: number, ofNothing = 1): number {
  return whole > 0 ? part / whole : ofNothing;
}
