// What `requestAnimationFrame` tells, and what it does not: it is of the page's own pictures, counts only while the page is in
// front, and an energy saver that halves it says nothing about the program. Pure; time is an argument.
import { percentile } from '../base/percentile';
import type { Surroundings } from './surroundings';

const WINDOW = 60;
/** After coming to the front the first intervals are of catching up. */
const SETTLES = 10;
/** Evidence before anything is said. */
const ENOUGH = 60;
/** A gap of more is no rhythm: a dialog, a sleep, a rest between two looks. */
const GAP_MS = 1000;
/** Share of late pictures that is more than a script now and then. */
const LATE_SHARE = 0.2;
/** Half of the quickest rhythm seen, give or take. */
const HALF = [1.8, 2.2] as const;

export class PageRhythm {
  #intervals: number[] = [];
  #lastMs: number | null = null;
  #skip = SETTLES;
  /** The display's own interval: the quickest steady one seen, ms. */
  #displayMs: number | null = null;

  /** The page came to the front or went behind another. */
  shown(isVisible: boolean): void {
    this.#intervals = [];
    this.#lastMs = null;
    this.#skip = isVisible ? SETTLES : Infinity;
  }

  /** One animation frame at `nowMs`. */
  frame(nowMs: number): void {
    if (!Number.isFinite(nowMs)) return;
    const interval = this.#lastMs === null ? null : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (interval === null || interval <= 0 || interval > GAP_MS) return;
    if (this.#skip > 0) {
      this.#skip -= 1;
      return;
    }
    this.#intervals.push(interval);
    if (this.#intervals.length > WINDOW) this.#intervals.shift();
    const usual = this.#intervals.length >= ENOUGH ? percentile(this.#intervals, 0.5) : null;
    if (usual !== null && (this.#displayMs === null || usual < this.#displayMs)) this.#displayMs = usual;
  }

  /** Pictures of the page a second; null while there is no telling. */
  get fps(): number | null {
    const usual = this.#intervals.length < ENOUGH ? null : percentile(this.#intervals, 0.5);
    return usual === null ? null : 1000 / usual;
  }

  get state(): Surroundings['page'] {
    const display = this.#displayMs;
    const usual = this.#intervals.length < ENOUGH ? null : percentile(this.#intervals, 0.5);
    if (display === null || usual === null) return 'unknown';
    const late = this.#intervals.filter((interval) => interval > 1.5 * usual).length / this.#intervals.length;
    const ratio = usual / display;
    // Every second picture left out, and evenly: that is a choice, not a shortage.
    if (ratio >= HALF[0] && ratio <= HALF[1] && late < 0.05) return 'halved';
    return late > LATE_SHARE || ratio > 1.5 ? 'late' : 'even';
  }
}
