// The small pictures of the loop maker: the ends of the loops in the list, the seam of the chosen one, and the whole clip. All
// of it can be read without them, so that a picture that cannot be had is left out.
import { SvelteMap } from 'svelte/reactivity';
import { takePictures, type LoopSpan } from '../../app/clip-loops';

type Shelf = SvelteMap<number, ImageBitmap>;

const WIDTH = 144;
export const FILM_PICTURES = 12;
/** On either side of the seam, and how far apart. */
const SEAM_PICTURES = 3;
export const SEAM_STEP_MS = 200;

function empty(shelf: Shelf): void {
  for (const picture of shelf.values()) picture.close();
  shelf.clear();
}

export class LoopPictures {
  /** First and last picture of each loop, two by two, by its place in the list. */
  readonly ends: Shelf = new SvelteMap();
  /** The last pictures of the chosen loop and then its first ones, or those round its two turns, and when they are in the clip. */
  readonly seam: Shelf = new SvelteMap();
  seamMs = $state.raw<readonly number[]>([]);
  readonly film: Shelf = new SvelteMap();
  /** Nothing was left out because the look was ended. */
  areAll = false;
  #looking = new AbortController();
  #lookingAtSeam = new AbortController();

  /** Of another list in the same clip. */
  async look(file: File, loops: readonly LoopSpan[], durationMs: number): Promise<void> {
    this.stop();
    const { signal } = (this.#looking = new AbortController());
    empty(this.ends);
    this.areAll = false;
    await this.#take(file, this.ends, 0, loops.flatMap(endsOf), signal);
    const moments = Array.from({ length: FILM_PICTURES }, (_, n) => ((n + 0.5) * durationMs) / FILM_PICTURES);
    if (this.film.size < FILM_PICTURES) await this.#take(file, this.film, 0, moments, signal);
    this.areAll = !signal.aborted;
  }

  /** What viewers see round the seam of the chosen loop, but for the fade. */
  async lookAtSeam(file: File, { startMs, endMs, way }: LoopSpan): Promise<void> {
    this.#lookingAtSeam.abort();
    const { signal } = (this.#lookingAtSeam = new AbortController());
    const steps = Array.from({ length: SEAM_PICTURES }, (_, n) => n * SEAM_STEP_MS);
    const round = [...steps.map((ms) => endMs - 1 - ms).reverse(), ...steps.map((ms) => startMs + ms)];
    const turn = [SEAM_STEP_MS, 0, SEAM_STEP_MS];
    const turns = [...turn.map((ms) => endMs - 1 - ms), ...turn.map((ms) => startMs + ms)];
    empty(this.seam);
    this.seamMs = way === 'ping-pong' ? turns : round;
    await this.#take(file, this.seam, 0, this.seamMs, signal);
  }

  stop(): void {
    this.#looking.abort();
    this.#lookingAtSeam.abort();
  }

  /** Of one loop, whose ends have moved. */
  async lookAgain(file: File, place: number, loop: LoopSpan): Promise<void> {
    await this.#take(file, this.ends, 2 * place, endsOf(loop), this.#looking.signal);
  }

  clear(): void {
    this.stop();
    empty(this.ends);
    empty(this.film);
    empty(this.seam);
    this.seamMs = [];
  }

  async #take(file: File, shelf: Shelf, first: number, timesMs: readonly number[], signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const put = (n: number, picture: ImageBitmap) => {
      if (signal.aborted) picture.close();
      else {
        shelf.get(first + n)?.close();
        shelf.set(first + n, picture);
      }
    };
    await takePictures(file, timesMs, WIDTH, put, signal).catch(() => undefined);
  }
}

const endsOf = ({ startMs, endMs }: LoopSpan) => [startMs, endMs - 1];
