// What every part of a benchmark is given.
import type { Shape } from '../../benchmark/shapes';
import type { BenchmarkResult } from '../../benchmark/result';
import type { ProgramFormat } from '../../config/program';
import type { AdapterFacts } from '../engine-choice';

export interface BenchContext {
  readonly shape: Shape;
  readonly program: ProgramFormat;
  readonly adapter: AdapterFacts;
  readonly signal: AbortSignal;
  /** Filled part by part. */
  readonly draft: BenchmarkResult;
  /**
   * One measurement, under that title; `share` of its part is done by then. Waits while the tab is hidden, and measures again what was
   * measured while it was.
   */
  measure<T>(title: string, share: number, job: () => Promise<T>): Promise<T>;
}
