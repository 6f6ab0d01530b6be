// The loop maker's state, which outlives its view: the clip, what was found in it, which loop is chosen and what has been
// made of it. It asks for work and gives it up; pictures are not its business, but for the small ones of the list.
import { SvelteMap } from 'svelte/reactivity';
import { askForFile, saveFile, VIDEO_TYPES } from '../files';
import type { StudioState } from '../studio-state.svelte';
import { analyseLoops, renderLoop, takePictures, type ClipAnalysis, type ClipLoop } from '../../app/clip-loops';

const THUMB_WIDTH = 144;

export class LoopMaker {
  file = $state.raw<File | null>(null);
  /** The share that is compared; null when nothing is. */
  comparing = $state<number | null>(null);
  analysis = $state.raw<ClipAnalysis | null>(null);
  error = $state.raw<unknown>(null);
  chosen = $state(0);
  /** The share of the chosen loop that is written; null when none is being. */
  writing = $state<number | null>(null);
  /** The chosen loop is being put among what stands in. */
  adding = $state(false);
  /** Loops as clips of their own, by their place in the list. */
  readonly written = new SvelteMap<number, Blob>();
  /** First and last picture of each loop, two by two. */
  readonly pictures = new SvelteMap<number, ImageBitmap>();
  readonly loop = $derived<ClipLoop | null>(this.analysis?.loops[this.chosen] ?? null);
  readonly clip = $derived<Blob | null>(this.written.get(this.chosen) ?? null);

  readonly #app: StudioState;
  #job = new AbortController();
  #writing = new AbortController();

  constructor(app: StudioState) {
    this.#app = app;
  }

  /** Gives up what is under way, and forgets the clip. */
  clear(): void {
    this.#job.abort();
    this.#writing.abort();
    this.file = this.analysis = this.error = this.comparing = this.writing = null;
    for (const picture of this.pictures.values()) picture.close();
    this.pictures.clear();
    this.written.clear();
  }

  async ask(): Promise<void> {
    const file = await askForFile(VIDEO_TYPES);
    if (file !== null) await this.open(file);
  }

  async open(file: File): Promise<void> {
    this.clear();
    const { signal } = (this.#job = new AbortController());
    this.file = file;
    this.comparing = 0;
    try {
      const tell = (share: number) => {
        // One that comes after the answer, by a port of its own, is late.
        if (!signal.aborted && this.comparing !== null) this.comparing = share;
      };
      const analysis = await analyseLoops(file, tell, signal);
      this.analysis = analysis;
      this.comparing = null;
      void this.#takePictures(file, analysis, signal);
      await this.choose(0);
    } catch (error) {
      if (signal.aborted) return;
      this.comparing = null;
      this.error = error;
    }
  }

  async #takePictures(file: File, { loops }: ClipAnalysis, signal: AbortSignal): Promise<void> {
    const times = loops.flatMap(({ startMs, endMs }) => [startMs, endMs - 1]);
    const take = (n: number, picture: ImageBitmap) => {
      if (signal.aborted) picture.close();
      else this.pictures.set(n, picture);
    };
    // The list can be read without them.
    await takePictures(file, times, THUMB_WIDTH, take, signal).catch(() => undefined);
  }

  /** Writes that loop if it is not there yet, for the preview and all that can be done with it. */
  async choose(index: number): Promise<void> {
    const { file } = this;
    const loop = this.analysis?.loops[index];
    if (!file || !loop) return;
    this.chosen = index;
    this.#writing.abort();
    this.writing = null;
    this.error = null;
    if (this.written.has(index)) return;
    const { signal } = (this.#writing = new AbortController());
    this.writing = 0;
    try {
      const tell = (share: number) => {
        if (!signal.aborted && this.writing !== null) this.writing = share;
      };
      this.written.set(index, await renderLoop(file, loop, tell, signal));
      this.writing = null;
    } catch (error) {
      if (signal.aborted) return;
      this.writing = null;
      this.error = error;
    }
  }

  save(): void {
    if (this.clip) saveFile(this.clip, this.#name);
  }

  /** The chosen loop is put among what stands in. */
  async use(): Promise<void> {
    const app = this.#app;
    const { clip } = this;
    if (!clip || this.adding) return;
    const name = this.#name;
    this.adding = true;
    if (await app.addFallback({ kind: 'clip', source: new File([clip], name, { type: clip.type }) }))
      app.toasts.show(`${name} is among what stands in. Its place there is chosen in the studio.`, 'done');
    else app.repeatError('fallback');
    this.adding = false;
  }

  /** "sway, 5.8 s loop.mp4" */
  get #name(): string {
    const { file, loop } = this;
    const length = loop ? ((loop.endMs - loop.startMs) / 1000).toFixed(1) : '';
    return `${file?.name.replace(/\.[^.]+$/, '') ?? ''}, ${length} s loop.mp4`;
  }
}
