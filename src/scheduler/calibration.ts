// How quick this machine is: what a frame costs it at its best, from the frames that it makes anyway. A load makes frames dearer and
// never cheaper, so the quickest quarter of a short while counts, and the best such while. Pure.
import { percentile } from '../base/percentile';
import type { Rung } from './ladder';

/** A frame at 1280 x 720 on the rung `high`, ms. */
export interface Speed {
  /** The net, whose input is of one size. */
  readonly modelMs: number;
  /** All else, which grows with the picture. */
  readonly restMs: number;
}

export interface TimedFrame {
  readonly workMs: number;
  readonly stages: Readonly<Partial<Record<'model', number>>>;
}

const REFERENCE_PIXELS = 1280 * 720;
/** A second at 30 a second, four where one frame of four asks the net; the first frames pay for shaders and caches. */
const WINDOW = 30;
const WARM_UP = 8;
/** What is expected of the work beside the net on a rung whose effects are plain. */
const PLAIN_SHARE = 0.79;

export class Calibration {
  readonly #scale: number;
  #best: Speed | null;
  #toSkip = WARM_UP;
  #window: Speed[] = [];

  /** `pixels` of the program; `before`: what an earlier visit found. */
  constructor(pixels: number, before: Speed | null) {
    this.#scale = REFERENCE_PIXELS / pixels;
    this.#best = before;
  }

  get speed(): Speed | null {
    return this.#best;
  }

  /** Answers true when it has found the machine quicker than it was thought to be. */
  add(frame: TimedFrame, rung: Pick<Rung, 'effects' | 'modelTier'>): boolean {
    const modelMs = frame.stages.model;
    const isTimed = modelMs !== undefined && modelMs >= 0 && Number.isFinite(frame.workMs) && frame.workMs >= modelMs;
    // What the net takes for a smaller picture says nothing of the usual one.
    if (!isTimed || rung.modelTier === 'light') return false;
    if (this.#toSkip > 0) {
      this.#toSkip -= 1;
      return false;
    }
    const share = rung.effects === 'plain' ? PLAIN_SHARE : 1;
    this.#window.push({ modelMs, restMs: ((frame.workMs - modelMs) * this.#scale) / share });
    if (this.#window.length < WINDOW) return false;
    const quick = (part: keyof Speed) =>
      percentile(
        this.#window.map((one) => one[part]),
        0.25,
      ) ?? 0;
    const found = { modelMs: quick('modelMs'), restMs: quick('restMs') };
    this.#window = [];
    const total = found.modelMs + found.restMs;
    // Less than a tenth is noise.
    if (this.#best && total > 0.9 * (this.#best.modelMs + this.#best.restMs)) return false;
    this.#best = found;
    return true;
  }

  /** What follows is of another kind: a fresh worker, another rung. */
  unsettle(): void {
    this.#toSkip = WARM_UP;
    this.#window = [];
  }
}

/** What a frame of another size would cost on `high`, ms. */
export const expectedMs = ({ modelMs, restMs }: Speed, pixels: number): number =>
  modelMs + (restMs * pixels) / REFERENCE_PIXELS;
