// What many measured times come to: median, tails, and how far the parts of one run are from each other. The rule for "too noisy to
// say" is here, and nowhere else. Pure.
import { percentile } from '../base/percentile';

/** Of times in ms, warm-up left out. */
export interface Figure {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly mean: number;
  /** Half of the range of the medians of a run's four quarters, as a share of the median; null: too few to tell. */
  readonly spread: number | null;
}

const QUARTERS = 4;
/** Fewer say nothing about how much they vary. */
const LEAST = 8;
/** Two runs on one quiet machine are to agree within that. */
export const NOISY_FROM = 0.15;

const round = (value: number) => Math.round(value * 1000) / 1000;
const median = (values: readonly number[]) => percentile(values, 0.5) ?? 0;

/** Half of the range, as a share of the median; null of fewer than two values, or of nothing but noughts. */
export function spreadOf(values: readonly number[]): number | null {
  const middle = median(values);
  if (values.length < 2 || middle <= 0) return null;
  return round((Math.max(...values) - Math.min(...values)) / 2 / middle);
}

/** Null of none. Values that are no times (negative, not finite) are left out: a clock that jumped. */
export function figureOf(times: readonly number[]): Figure | null {
  const values = times.filter((time) => Number.isFinite(time) && time >= 0);
  if (values.length === 0) return null;
  const at = (share: number) => round(percentile(values, share) ?? 0);
  const quarter = Math.floor(values.length / QUARTERS);
  const medians = Array.from({ length: QUARTERS }, (_, n) => median(values.slice(n * quarter, (n + 1) * quarter)));
  return {
    count: values.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    mean: round(values.reduce((sum, value) => sum + value, 0) / values.length),
    spread: values.length < LEAST ? null : spreadOf(medians),
  };
}

/** Whether a figure is to be shown as "too noisy to say". */
export const isTooNoisy = ({ spread }: Pick<Figure, 'spread'>): boolean => spread === null || spread > NOISY_FROM;

/**
 * How steady the machine was: the same work, timed before, between and after the parts; a share of its own median. Null: it was not
 * timed twice.
 */
export const noiseOf = (probes: readonly (readonly number[])[]): number | null =>
  spreadOf(probes.filter(({ length }) => length > 0).map(median));
