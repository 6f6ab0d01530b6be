// How often the source gives a frame, and which of its frames went by. Both are told from the frames that came, so it has to
// tell a source that is slow from a worker that is: only a frame that was waited for says how long the source takes. Pure;
// time is an argument.
import { SampleWindow } from '../base/percentile';

const WINDOW = 60;
/** Frames that were waited for, before they alone are believed. */
const ENOUGH = 8;
/** So much of the time between two frames has to be waiting: then none came while the worker was at work. */
const WAITED_SHARE = 0.2;
/** A longer gap is a stall or another source, not frames that the worker was too slow for. */
const STALL_MS = 1000;

export class SourceRhythm {
  readonly #waitedFor = new SampleWindow(WINDOW);
  readonly #all = new SampleWindow(WINDOW);
  #lastUs: number | null = null;

  /** The source's own interval, whatever becomes of its frames; null while it is not known. */
  get usualMs(): number | null {
    // A worker that is late from the start on sees some of the short gaps, and more of the long ones.
    return this.#waitedFor.count >= ENOUGH ? this.#waitedFor.percentile(0.5) : this.#all.percentile(0.25);
  }

  /** A frame came, for which the worker had nothing else to do for so long. Answers how many went by before it. */
  arrived(timestampUs: number, waitedMs: number): number {
    const usual = this.usualMs;
    const gapMs = this.#lastUs === null ? null : (timestampUs - this.#lastUs) / 1000;
    this.#lastUs = timestampUs;
    if (gapMs === null || gapMs <= 0) return 0;
    this.#all.add(gapMs);
    // What came sooner than it ever does is the source's doing, too.
    if (waitedMs >= WAITED_SHARE * gapMs || (usual !== null && gapMs < 0.75 * usual)) this.#waitedFor.add(gapMs);
    return usual !== null && gapMs > 1.5 * usual && gapMs < STALL_MS ? Math.round(gapMs / usual) - 1 : 0;
  }

  /** Another source. */
  reset(): void {
    this.#waitedFor.clear();
    this.#all.clear();
    this.#lastUs = null;
  }
}
