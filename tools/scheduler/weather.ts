// What holds on a machine at a moment: its load, its heat, what every rung truly costs, and which is the best that can be held. Only the
// simulator knows it.
import { LADDER, LEVEL_VALUES } from '../../src/scheduler/ladder';
import type { Load, Machine } from './machine';

/** A picture goes out once an interval, and none takes longer than one and a half, or viewers see it limp. */
const EVEN = 1.5;

export interface Factors {
  readonly inference: number;
  readonly drawing: number;
}

/** Heat in steps this small is the same heat: what follows from it need not be found out again. */
const HEAT_STEP = 0.002;

export class Weather {
  readonly #machine: Machine;
  #load = 0;
  #camera = 0;
  #factors: Factors | null = null;
  #present: Load | null = null;
  #warmth = 0;
  /** 0 cold, 1 as hot as a machine gets that never rests. */
  heat = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Factors at a moment; moments do not go back. The same object as long as nothing changes. */
  factors(atMs: number): Factors {
    const { loads, heat } = this.#machine;
    while ((loads[this.#load]?.toMs ?? Infinity) <= atMs) this.#load += 1;
    const load = loads[this.#load];
    const present = load !== undefined && load.fromMs <= atMs ? load : null;
    const warmth = Math.round(this.heat / HEAT_STEP);
    if (this.#factors && this.#present === present && this.#warmth === warmth) return this.#factors;
    const hot = heat ? 1 + heat.gain * warmth * HEAT_STEP : 1;
    this.#present = present;
    this.#warmth = warmth;
    this.#factors = { inference: hot * (present?.inference ?? 1), drawing: hot * (present?.drawing ?? 1) };
    return this.#factors;
  }

  cameraFps(atMs: number): number {
    const { slowCamera, cameraFps } = this.#machine;
    while ((slowCamera[this.#camera]?.toMs ?? Infinity) <= atMs) this.#camera += 1;
    const slow = slowCamera[this.#camera];
    return slow !== undefined && slow.fromMs <= atMs ? slow.fps : cameraFps;
  }

  /** The machine was busy for `busyMs` of `forMs`. */
  warm(busyMs: number, forMs: number): void {
    if (!this.#machine.heat) return;
    const busy = Math.min(1, busyMs / Math.max(forMs, 0.001));
    const share = 1 - Math.exp(-forMs / this.#machine.heat.tauMs);
    // Warm from two fifths of its time on, hot at nine tenths.
    this.heat += share * (Math.min(1, Math.max(0, (busy - 0.4) / 0.5)) - this.heat);
  }

  /** True mean of a frame, and what one with an inference takes, ms, without chance. */
  costOf(rung: number, { inference, drawing }: Factors): { mean: number; peak: number } {
    const cadence = LADDER[rung]?.cadence ?? 1;
    const peak = this.frameMs(rung, true, { inference, drawing });
    const carried = this.frameMs(rung, false, { inference, drawing });
    return { mean: (peak + (cadence - 1) * carried) / cadence, peak };
  }

  /** One frame of it, without chance. */
  frameMs(rung: number, inferred: boolean, { inference, drawing }: Factors): number {
    const parts = this.#machine.parts[rung];
    if (!parts) throw new RangeError(`there is no rung ${rung}`);
    return (inferred ? parts.inference : parts.carrying) * inference + parts.drawing * drawing;
  }

  holds(rung: number, fps: number, factors: Factors): boolean {
    const { mean, peak } = this.costOf(rung, factors);
    return mean <= 1000 / fps && peak <= (EVEN * 1000) / fps && fps <= (LADDER[rung]?.fpsMax ?? 0);
  }

  /** The best rung that holds `fps` now; -1: none does. */
  best(fps: number, factors: Factors): number {
    for (let rung = LADDER.length - 1; rung >= 0; rung--) if (this.holds(rung, fps, factors)) return rung;
    return -1;
  }
}

/** What a rung is worth. */
export const worthOf = (rung: number): number => {
  const level = LADDER[Math.max(0, rung)]?.level;
  return level === undefined ? 0 : LEVEL_VALUES[level];
};
