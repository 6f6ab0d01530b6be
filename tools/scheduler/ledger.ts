// What happened in one life, frame by frame, with what was true at the time: for the judge, after the life is over.
import { LADDER } from '../../src/scheduler/ladder';
import type { Machine } from './machine';
import type { Factors, Weather } from './weather';

export interface LedgerFrame {
  readonly outMs: number;
  readonly rung: number;
  /** Frames of the camera that were wanted since the one before. */
  readonly offered: number;
  /** Best rung that could be held; -1: none. */
  readonly best: number;
  /** True cost on the rung in use, as a share of the interval wanted; and of one with an inference. */
  readonly use: number;
  readonly peakUse: number;
  /** Some rung could hold the lowest rate. */
  readonly couldHoldMin: boolean;
  /** Interval between pictures that camera and target ask for, ms. */
  readonly intervalMs: number;
  readonly heat: number;
}

export class Ledger {
  readonly frames: LedgerFrame[] = [];
  readonly changes: { readonly atMs: number; readonly from: number; readonly to: number }[] = [];
  readonly machine: Machine;
  readonly wantedFps: number;
  #rung: number;
  #factors: Factors | null = null;
  #best = -1;
  #couldHoldMin = false;

  constructor(machine: Machine, start: number) {
    this.machine = machine;
    // A camera that gives less than the target is a limit; one that is slow for a while is not: it may be back any moment.
    this.wantedFps = Math.min(machine.targetFps, machine.cameraFps);
    this.#rung = start;
  }

  changed(to: number, atMs: number): void {
    this.changes.push({ atMs, from: this.#rung, to });
    this.#rung = to;
  }

  frame(outMs: number, rung: number, offered: number, factors: Factors, weather: Weather): void {
    const { mean, peak } = weather.costOf(rung, factors);
    if (factors !== this.#factors) {
      const minIntervalMs = 1000 / Math.min(this.machine.minFps, this.wantedFps);
      this.#factors = factors;
      this.#best = weather.best(this.wantedFps, factors);
      this.#couldHoldMin = LADDER.some((_, index) => weather.costOf(index, factors).mean <= minIntervalMs);
    }
    this.frames.push({
      outMs,
      rung,
      offered,
      best: this.#best,
      use: (mean * this.wantedFps) / 1000,
      peakUse: (peak * this.wantedFps) / 1000,
      couldHoldMin: this.#couldHoldMin,
      intervalMs: Math.max(1000 / this.wantedFps, 1000 / weather.cameraFps(outMs)),
      heat: weather.heat,
    });
  }
}
