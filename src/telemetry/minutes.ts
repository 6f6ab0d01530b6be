// The last ten minutes of figures, a row a second: what charts, exports and reports show. Where a second had many frames, the
// dearest one stands for it: no peak is smoothed away. A figure that cannot be had is null, never 0. Pure; time is an argument.

const KEPT = 600;

export type Pressure = 'unknown' | 'nominal' | 'fair' | 'serious' | 'critical';

/** What a frame tells of itself. */
export interface FrameCost {
  readonly workMs: number;
  /** Of the graphics card, ms; null where it is not timed. */
  readonly gpuMs: number | null;
  readonly stages: Readonly<Record<string, number>>;
}

/** What holds at the end of a second. Counters are since the start of the engine at work. */
export interface SecondFacts {
  readonly sourceFps: number | null;
  readonly programFps: number | null;
  readonly delayP50Ms: number | null;
  readonly delayP95Ms: number | null;
  readonly workP50Ms: number | null;
  readonly workP95Ms: number | null;
  readonly budgetMs: number | null;
  readonly missedTotal: number;
  readonly skippedTotal: number;
  /** Pictures held by the workers at this moment: being made, waiting to be handed over, kept. */
  readonly underWay: number;
  readonly level: string | null;
  readonly onAir: string;
  readonly pressure: Pressure;
  readonly engineBytes: number;
  readonly loopBytes: number;
  /** What scripts of the page hold; null where the browser does not say. */
  readonly heapBytes: number | null;
}

export interface Second extends Omit<SecondFacts, 'missedTotal' | 'skippedTotal'> {
  /** ms since 1970, at its end. */
  readonly atMs: number;
  readonly frames: number;
  /** Of its dearest frame, ms; null without a frame. */
  readonly workMs: number | null;
  readonly stages: Readonly<Record<string, number>> | null;
  /** Share of the second in which the graphics card was at work for us, 0 to 1; null where it is not timed. */
  readonly gpuBusy: number | null;
  /** Frames that the worker was too slow for, and those left out on purpose. */
  readonly missed: number;
  readonly skipped: number;
  /** Pictures of the page that took over 50 ms, and for how long they kept it from answering. */
  readonly longFrames: number;
  readonly blockedMs: number;
}

export class Minutes {
  #rows: Second[] = [];
  #frames: FrameCost[] = [];
  #long = { count: 0, blockedMs: 0 };
  #lastMs: number | null = null;
  #missedTotal = 0;
  #skippedTotal = 0;

  /** Oldest first, at most 600. A new list with every second. */
  get rows(): readonly Second[] {
    return this.#rows;
  }

  frames(costs: readonly FrameCost[]): void {
    this.#frames.push(...costs);
  }

  longFrame(blockedMs: number): void {
    this.#long.count += 1;
    this.#long.blockedMs += blockedMs;
  }

  /** Ends a second; it may have been a longer one. */
  end(atMs: number, { missedTotal, skippedTotal, ...facts }: SecondFacts): Second {
    const lengthMs = Math.max(1, atMs - (this.#lastMs ?? atMs - 1000));
    const dearest = this.#frames.reduce<FrameCost | null>(
      (most, frame) => (frame.workMs > (most?.workMs ?? -1) ? frame : most),
      null,
    );
    const timed = this.#frames.filter(({ gpuMs }) => gpuMs !== null);
    const gpuMs = timed.reduce((sum, frame) => sum + (frame.gpuMs ?? 0), 0);
    const row: Second = {
      ...facts,
      atMs,
      frames: this.#frames.length,
      workMs: dearest?.workMs ?? null,
      stages: dearest?.stages ?? null,
      gpuBusy: timed.length === 0 ? null : Math.min(1, gpuMs / lengthMs),
      missed: grown(missedTotal, this.#missedTotal),
      skipped: grown(skippedTotal, this.#skippedTotal),
      longFrames: this.#long.count,
      blockedMs: Math.round(this.#long.blockedMs),
    };
    this.#lastMs = atMs;
    this.#missedTotal = missedTotal;
    this.#skippedTotal = skippedTotal;
    this.#frames = [];
    this.#long = { count: 0, blockedMs: 0 };
    this.#rows = [...this.#rows.slice(1 - KEPT), row];
    return row;
  }
}

/** The counters of a fresh worker begin at nought. */
const grown = (now: number, before: number) => (now >= before ? now - before : now);
