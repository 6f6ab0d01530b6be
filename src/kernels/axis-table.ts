// Tables that tell the kernels which samples make up each output sample along one axis. Pure arithmetic on numbers;
// the kernels never work out a position themselves.

/** Weighted sums of `taps` neighbouring samples; the weights of one output sum to 256. */
export interface SumTable {
  readonly taps: number;
  readonly starts: Int32Array;
  readonly weights: Uint16Array;
}

/** Between two neighbouring samples, `fractions` in 1/32768 towards the second. */
export interface LerpTable {
  readonly starts: Int32Array;
  readonly fractions: Int16Array;
}

/** From this ratio on samples are averaged over what an output sample covers; below it bilinear aliases little. */
const AVERAGE_FROM_RATIO = 2;
const WEIGHT_SUM = 256;

/**
 * Samples `start` to `start + extent` (fractions allowed) of a row of `length` to `count` outputs: bilinear, or the
 * mean of the covered stretch when it shrinks by more than 2.
 */
export function sumTable(length: number, start: number, extent: number, count: number, mirror = false): SumTable {
  const ratio = extent / count;
  const averages = ratio > AVERAGE_FROM_RATIO;
  const parts: Map<number, number>[] = [];
  for (let i = 0; i < count; i++) {
    const at = mirror ? count - 1 - i : i;
    parts.push(
      averages ? covered(start + at * ratio, ratio, length) : between(start + (at + 0.5) * ratio - 0.5, length),
    );
  }
  const taps = Math.max(...parts.map((part) => Math.max(...part.keys()) - Math.min(...part.keys()) + 1));
  const starts = new Int32Array(count);
  const weights = new Uint16Array(count * taps);
  for (const [i, part] of parts.entries()) {
    const from = Math.max(0, Math.min(Math.min(...part.keys()), length - taps));
    starts[i] = from;
    const exact = Array.from({ length: taps }, (_, t) => part.get(from + t) ?? 0);
    weights.set(wholeWeights(exact), i * taps);
  }
  return { taps, starts, weights };
}

/** `count` outputs between `length` samples that stand `spacing` outputs apart, the first in the middle of its stretch. */
export function lerpTable(length: number, spacing: number, count: number): LerpTable {
  const starts = new Int32Array(count);
  const fractions = new Int16Array(count);
  for (let i = 0; i < count; i++) {
    const at = Math.max(0, Math.min((i + 0.5) / spacing - 0.5, length - 1));
    const start = Math.min(Math.floor(at), length - 2);
    starts[i] = start;
    fractions[i] = Math.min(Math.round((at - start) * 32768), 32767);
  }
  return { starts, fractions };
}

function between(position: number, length: number): Map<number, number> {
  const at = Math.max(0, Math.min(position, length - 1));
  const left = Math.floor(at);
  const share = at - left;
  // A share that rounds to nothing is left out, so that a copy stays a copy with one tap.
  if (share < 1 / (2 * WEIGHT_SUM)) return new Map([[left, 1]]);
  if (share > 1 - 1 / (2 * WEIGHT_SUM)) return new Map([[left + 1, 1]]);
  return new Map([
    [left, 1 - share],
    [left + 1, share],
  ]);
}

function covered(from: number, extent: number, length: number): Map<number, number> {
  const part = new Map<number, number>();
  const to = from + extent;
  for (let i = Math.floor(from); i < to; i++) {
    const overlap = Math.min(i + 1, to) - Math.max(i, from);
    if (overlap <= 1e-6) continue;
    const at = Math.max(0, Math.min(i, length - 1));
    part.set(at, (part.get(at) ?? 0) + overlap / extent);
  }
  return part;
}

/** Rounds down and hands the rest to the largest remainders: the sum stays exact, so flat areas stay flat. */
function wholeWeights(exact: readonly number[]): number[] {
  const total = exact.reduce((sum, weight) => sum + weight, 0);
  const scaled = exact.map((weight) => (weight / total) * WEIGHT_SUM);
  const whole = scaled.map(Math.floor);
  const byRemainder = scaled
    .map((weight, i) => ({ i, rest: weight - Math.floor(weight) }))
    .sort((a, b) => b.rest - a.rest);
  const missing = WEIGHT_SUM - whole.reduce((sum, weight) => sum + weight, 0);
  for (const { i } of byRemainder.slice(0, missing)) whole[i] = (whole[i] ?? 0) + 1;
  return whole;
}
