// One stay on one rung: what was measured since it began. Pure.
import { CostMeter } from './cost-meter';
import type { FrameEvent } from './events';
import type { Rung } from './ladder';
import { MissedFrames } from './missed-frames';

/** So much is measured at a time for the book of costs. */
const LESSON_MS = 300;
const LESSON_FRAMES = 4;

export interface Arrival {
  readonly sinceMs: number;
  readonly isTrial: boolean;
}

/** Mean time of each stage lately, and which is the largest. */
class Stages {
  readonly #means = new Map<string, number>();

  add(stages: Readonly<Record<string, number>>): void {
    for (const [stage, ms] of Object.entries(stages)) {
      if (!Number.isFinite(ms) || ms < 0) continue;
      const before = this.#means.get(stage) ?? ms;
      this.#means.set(stage, before + 0.1 * (ms - before));
    }
  }

  get dearest(): { stage: string; ms: number } | null {
    let dearest: { stage: string; ms: number } | null = null;
    for (const [stage, ms] of this.#means) if (!dearest || ms > dearest.ms) dearest = { stage, ms };
    return dearest;
  }
}

export class Stay {
  readonly #rung: Rung;
  readonly #arrival: Arrival;
  readonly missed = new MissedFrames();
  readonly stages = new Stages();
  meter: CostMeter;
  sinceMs: number;
  lastFrameMs = -Infinity;
  #lessonMs = -Infinity;

  constructor(rung: Rung, arrival: Arrival) {
    this.#rung = rung;
    this.#arrival = arrival;
    this.meter = new CostMeter(rung.cadence);
    this.sinceMs = arrival.sinceMs;
  }

  get isTrial(): boolean {
    return this.#arrival.isTrial;
  }

  add(frame: FrameEvent, nowMs: number): void {
    this.lastFrameMs = nowMs;
    this.meter.add(frame.workMs, frame.inferred, nowMs);
    this.missed.add(Number.isFinite(frame.missed) && frame.missed > 0 ? frame.missed : 0, nowMs);
    if (frame.stages) this.stages.add(frame.stages);
  }

  /** What a frame cost lately and how far that may be off, now and then. */
  lesson(nowMs: number): { costMs: number; spread: number } | null {
    if (nowMs - this.#lessonMs < LESSON_MS) return null;
    const costMs = this.meter.takeRecentMs(LESSON_FRAMES);
    if (costMs === null) return null;
    this.#lessonMs = nowMs;
    // Frames close to each other are off together.
    return { costMs, spread: 0.03 + 0.8 * this.meter.noise };
  }

  /** After a gap nothing measured before it counts. */
  clear(nowMs: number): void {
    this.meter = new CostMeter(this.#rung.cadence);
    this.missed.clear();
    this.sinceMs = nowMs;
  }
}
