// The scheduler's own time, made of the times it is told: it never goes back, and it knows a gap when it sees one.

/** Longer than this without any event, the page or the machine was asleep. */
const GAP_MS = 3000;

export type ClockStep = 'on' | 'gap' | 'back';

export class SteadyClock {
  #toldMs: number;
  #nowMs = 0;

  constructor(atMs: number) {
    this.#toldMs = Number.isFinite(atMs) ? atMs : 0;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** A time that is none leaves the clock where it is. A clock set back goes on from where it was. */
  advance(atMs: number): ClockStep {
    if (!Number.isFinite(atMs)) return 'on';
    const stepMs = atMs - this.#toldMs;
    // Reports of a worker may overtake each other a little.
    if (stepMs < 0 && stepMs > -GAP_MS) return 'on';
    this.#toldMs = atMs;
    if (stepMs < 0) return 'back';
    this.#nowMs += stepMs;
    return stepMs > GAP_MS ? 'gap' : 'on';
  }
}
