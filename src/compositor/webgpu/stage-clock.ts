// How long each stage of one frame took. Where the GPU keeps time, stages are GPU time and `handover` is the rest of the
// wall time (map, copy, waiting); elsewhere they are what the calls took, and the GPU's work shows up in `handover`.
// Either way the stages add up to the length of the frame.
import type { GpuTimer } from '../../gpu/timing';
import type { StageName } from '../engine';

type OnStage = (stage: StageName, ms: number) => void;

/** What there was to do for a frame. */
export interface Done {
  readonly net: boolean;
  readonly mask: boolean;
}

export class StageClock {
  /** Begin and end of ingest (0, 1), mask (2, 3) and compose (4, 5). */
  static readonly MARKS = 6;
  readonly #hasGpuTime: boolean;
  readonly #onStage: OnStage;
  readonly #start = performance.now();
  #looked: number | null = null;
  #prepared = this.#start;
  #sent = this.#start;
  #ran = this.#start;
  #submitted = this.#start;

  constructor(timer: GpuTimer, onStage: OnStage) {
    this.#hasGpuTime = timer.tailBytes > 0;
    this.#onStage = onStage;
  }

  /** What a frame took of the graphics card, from its first pass to its last. */
  static gpuMs({ net, mask }: Done, between: (from: number, to: number) => number): number {
    return between(0, 1) + (net ? between(1, 2) : 0) + (mask ? between(2, 3) : 0) + between(4, 5);
  }

  /** The frame was copied as it is: nothing else happens to it. */
  copied(): void {
    this.#onStage('ingest', performance.now() - this.#start);
  }

  /** It was looked at, whether the last mask may serve it: before anything else, and part of `mask`. */
  looked(): void {
    this.#looked = performance.now();
  }

  prepared(): void {
    this.#prepared = this.#sent = this.#ran = performance.now();
  }

  sent(): void {
    this.#sent = performance.now();
  }

  ran(): void {
    this.#ran = performance.now();
  }

  submitted(): void {
    this.#submitted = performance.now();
  }

  /** Gives the cost of getting the frame into the source texture, in ms. */
  finish({ net, mask }: Done, between: (from: number, to: number) => number): number {
    const wallMs = performance.now() - this.#start;
    const began = this.#looked ?? this.#start;
    const stages: [StageName, number][] = this.#hasGpuTime
      ? [['ingest', this.#prepared - began + between(0, 1)]]
      : [['ingest', this.#sent - began]];
    if (net) stages.push(['model', this.#hasGpuTime ? between(1, 2) : this.#ran - this.#sent]);
    // One pass over a small mask: too short for a clock on the CPU, which sees it as part of `compose`.
    const passMs = mask && this.#hasGpuTime ? between(2, 3) : 0;
    if (mask || this.#looked !== null) stages.push(['mask', began - this.#start + passMs]);
    stages.push(['compose', this.#hasGpuTime ? between(4, 5) : this.#submitted - this.#ran]);
    const soFarMs = stages.reduce((sum, [, ms]) => sum + ms, 0);
    stages.push(['handover', Math.max(0, wallMs - soFarMs)]);
    for (const [stage, ms] of stages) this.#onStage(stage, ms);
    return stages[0]?.[1] ?? 0;
  }
}
