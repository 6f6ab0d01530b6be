// A window of the last N numbers and its percentiles. Pure; the caller says when.

/** Percentile by nearest rank, `share` 0..1, of unsorted values; null of none. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? null;
}

/** Keeps the last `size` samples; ignores NaN, infinite and negative ones (a clock that jumped). */
export class SampleWindow {
  readonly #size: number;
  #samples: number[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  add(sample: number): void {
    if (!Number.isFinite(sample) || sample < 0) return;
    this.#samples.push(sample);
    if (this.#samples.length > this.#size) this.#samples.shift();
  }

  percentile(share: number): number | null {
    return percentile(this.#samples, share);
  }

  get count(): number {
    return this.#samples.length;
  }

  clear(): void {
    this.#samples = [];
  }
}
