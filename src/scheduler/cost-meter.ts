// What a frame costs on the rung in use: a fast average that follows a load at once, a slow one that no lull deceives.
// The larger counts. Belongs to one stay on one rung: it starts empty after every switch. Pure; time is an argument.
import { percentile } from '../base/percentile';

const FAST_HALF_LIFE_MS = 150;
const FAST_HALF_LIFE_FRAMES = 2;
const SLOW_HALF_LIFE_MS = 4000;
const NOISE_HALF_LIFE_MS = 5000;
const NOISE_MAX = 0.5;
/** Shaders compile and caches fill lazily: so many inferences, or frames, after a switch say nothing. */
const FIRST_INFERENCES = 3;
const FIRST_FRAMES = 8;
/** A single frame counts for so many times the average at most: a pause of the whole machine is no cost of the rung. */
const CLIP = 2.5;
/** A picture that takes longer than so many times what a frame may take on average makes the rest limp. */
const EVEN = 1.5;
/** The fast average by that share above the slow one for that long is another load, and the slow one starts anew there. */
const ROSE = 0.15;
/** By so many mean deviations of a frame, where that is more: noise that comes in waves is no load. */
const ROSE_STRAYS = 1.5;
const ROSE_AFTER_MS = 150;
/** That far below takes longer to be believed. */
const FELL = 0.85;
const FELL_AFTER_MS = 1000;
const LONGEST_STEP_MS = 200;
const RECENT = 30;
/** So many rounds of the cadence stray together by a mean deviation of one frame. */
const YOUNG_ROUNDS = 2;

const keptShare = (stepMs: number, halfLifeMs: number) => 0.5 ** (stepMs / halfLifeMs);

/** The last three; of three the median, which one spike alone does not move. */
class LastThree {
  readonly #values: number[] = [];

  add(value: number): void {
    this.#values.push(value);
    if (this.#values.length > 3) this.#values.shift();
  }

  get last(): number | null {
    return this.#values.at(-1) ?? null;
  }

  get median(): number | null {
    const [a, b, c] = this.#values;
    if (a === undefined) return null;
    if (b === undefined) return a;
    if (c === undefined) return Math.min(a, b);
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}

export class CostMeter {
  readonly #cadence: number;
  #inferred = new LastThree();
  #carried = new LastThree();
  #skippedFrames = 0;
  #skippedInferences = 0;
  /** Frames after the first ones, and those of them that gave a figure. */
  #seen = 0;
  #frames = 0;
  #evidenceMs = 0;
  #lastMs: number | null = null;
  #fast = 0;
  #slow = 0;
  /** Weight of what the slow average holds, ms: below its half-life it is a plain mean. */
  #slowWeightMs = 0;
  #slowFrames = 0;
  /** Usual time from frame to frame, ms. */
  #usualMs = 0;
  #roseMs = 0;
  #fellMs = 0;
  #noise = 0.1;
  #recent: number[] = [];
  #taken = 0;

  constructor(cadence: number) {
    this.#cadence = cadence;
  }

  /** `workMs` from taking a frame until the next could be taken; it has to be a number, and not below nought. */
  add(workMs: number, inferred: boolean, nowMs: number): void {
    const since = this.#lastMs === null ? workMs : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (this.#skippedInferences < FIRST_INFERENCES && this.#skippedFrames < FIRST_FRAMES) {
      this.#skippedFrames += 1;
      if (inferred) this.#skippedInferences += 1;
      return;
    }
    this.#seen += 1;
    (inferred ? this.#inferred : this.#carried).add(workMs);
    const cycle = this.#roundMs(this.#inferred.median, this.#carried.median);
    const plain = this.#roundMs(this.#inferred.last, this.#carried.last);
    if (cycle === null || plain === null) return;
    const stepMs = Math.min(Math.max(since, 1), LONGEST_STEP_MS);
    this.#frames += 1;
    this.#evidenceMs += stepMs;
    this.#recent.push(cycle);
    if (this.#recent.length > RECENT) this.#recent.shift();
    if (this.#frames === 1) {
      this.#fast = cycle;
      this.#slow = cycle;
      this.#slowWeightMs = stepMs;
      this.#slowFrames = 1;
      this.#usualMs = stepMs;
      return;
    }
    // Against the fast average: a load that comes is no noise.
    const off = Math.abs(cycle - this.#fast) / Math.max(this.#fast, 0.01);
    const noiseKept = keptShare(stepMs, NOISE_HALF_LIFE_MS);
    this.#noise = noiseKept * this.#noise + (1 - noiseKept) * Math.min(off, NOISE_MAX);
    this.#addFast(cycle, stepMs);
    this.#addSlow(plain, stepMs);
  }

  #addFast(cycle: number, stepMs: number): void {
    // While there is little, a plain mean; it must not hang on its first value.
    const halfLifeMs = Math.max(FAST_HALF_LIFE_MS, FAST_HALF_LIFE_FRAMES * this.#usualMs);
    const kept = Math.min(keptShare(stepMs, halfLifeMs), 1 - 1 / (this.#frames + 1));
    this.#fast = kept * this.#fast + (1 - kept) * Math.min(cycle, CLIP * this.#fast);
  }

  /** Plain work, not medians: many small pauses are a cost as well. */
  #addSlow(plain: number, tookMs: number): void {
    const value = Math.min(plain, CLIP * this.#slow);
    // A pause weighs no more than the frame that it came upon.
    const stepMs = Math.min(tookMs, 2 * this.#usualMs);
    this.#usualMs += 0.1 * (stepMs - this.#usualMs);
    this.#slowWeightMs += stepMs;
    this.#slowFrames += 1;
    const taken = Math.max(1 - keptShare(stepMs, SLOW_HALF_LIFE_MS), stepMs / this.#slowWeightMs);
    this.#slow += taken * (value - this.#slow);
    const rise = 1 + Math.max(ROSE, ROSE_STRAYS * this.#noise);
    this.#roseMs = this.#fast > rise * this.#slow ? this.#roseMs + tookMs : 0;
    this.#fellMs = this.#fast < FELL * this.#slow ? this.#fellMs + tookMs : 0;
    if (this.#roseMs >= ROSE_AFTER_MS || this.#fellMs >= FELL_AFTER_MS) {
      this.#slow = this.#fast;
      this.#slowWeightMs = stepMs;
      this.#slowFrames = 1;
      this.#roseMs = 0;
      this.#fellMs = 0;
    }
  }

  /** Mean of one round of the cadence, and more where the frame with the inference in it would make it limp. */
  #roundMs(inferred: number | null, carried: number | null): number | null {
    if (this.#cadence === 1) return inferred ?? carried;
    // Nothing on the picture may need a net.
    if (inferred === null) return this.#seen > 2 * this.#cadence ? carried : null;
    // Every frame may be asked for one.
    if (carried === null) return this.#seen > 2 * this.#cadence ? inferred : null;
    return Math.max((inferred + (this.#cadence - 1) * carried) / this.#cadence, inferred / EVEN);
  }

  /** Time that the figures rest on, ms. */
  get evidenceMs(): number {
    return this.#evidenceMs;
  }
  get frames(): number {
    return this.#frames;
  }
  get fastMs(): number {
    return this.#fast;
  }
  get slowMs(): number {
    return this.#slow;
  }
  /** The pessimistic one of the two. */
  get costMs(): number {
    return Math.max(this.#fast, this.#slow);
  }
  /** What the last frames cost, where a load has just come and the averages are under way. */
  get latestMs(): number {
    return Math.max(this.#fast, percentile(this.#recent.slice(-3), 0.5) ?? 0);
  }
  get p95Ms(): number {
    return percentile(this.#recent, 0.95) ?? 0;
  }
  /** Time that the slow average rests on, ms. */
  get slowWeightMs(): number {
    return this.#slowWeightMs;
  }
  /** How far the slow average may well stray as long as it rests on little, as a share. */
  get slowStray(): number {
    return this.#noise * Math.max(0, Math.sqrt((YOUNG_ROUNDS * this.#cadence) / this.#slowFrames) - 0.2);
  }
  /** Mean deviation of a frame by chance, as a share. */
  get noise(): number {
    return this.#noise;
  }
  /** Median of the frames since it was asked last, ms; null while there is not enough. */
  takeRecentMs(framesMin: number): number | null {
    const count = this.#frames - this.#taken;
    if (count < framesMin) return null;
    this.#taken = this.#frames;
    return percentile(this.#recent.slice(-count), 0.5);
  }
}
