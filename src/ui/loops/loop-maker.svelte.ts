// The loop maker's state, which outlives its view: the clip, what was found in it, which loop is chosen and what has been
// made of it. It asks for work and gives it up; pictures are not its business, but for the small ones of the list.
import { SvelteMap } from 'svelte/reactivity';
import {
  analyseClip,
  renderLoop,
  type AnalysedClip,
  type ClipAnalysis,
  type ClipLoop,
  type LoopSpan,
} from '../../app/clip-loops';
import { LOOP_FADE, LOOP_LENGTHS, type LoopLengths, type LoopWay } from '../../config/loops';
import { askForFile, saveFile, VIDEO_TYPES } from '../files';
import type { StudioState } from '../studio-state.svelte';
import { wholeMs } from '../words/loops';
import { LoopPictures } from './loop-pictures.svelte';

/** Ends that are being moved are written when they have stood still for so long. */
const SETTLE_MS = 400;
/** The place of the loop whose ends the person chose, beside those in the list. */
export const OWN = -1;

export class LoopMaker {
  file = $state.raw<File | null>(null);
  /** The share that is compared; null when nothing is. */
  comparing = $state<number | null>(null);
  analysis = $state.raw<ClipAnalysis | null>(null);
  /** How long the loops may be that are looked for; stays when another clip is opened. */
  lengths = $state.raw<LoopLengths>(LOOP_LENGTHS);
  /** The cross-fade at the seam, in seconds; stays too. */
  fade = $state<number>(LOOP_FADE.initial);
  error = $state.raw<unknown>(null);
  chosen = $state(0);
  /** The share of the chosen loop that is written; null when none is being. */
  writing = $state<number | null>(null);
  /** The chosen loop is being put among what stands in. */
  adding = $state(false);
  /** Loops as clips of their own, by their place in the list. */
  readonly written = new SvelteMap<number, Blob>();
  readonly pictures = new LoopPictures();
  /** Ends that the person chose; and what came of the judgement of these, or of those just before. */
  own = $state.raw<LoopSpan | null>(null);
  judged = $state.raw<ClipLoop | null>(null);
  readonly loop = $derived<LoopSpan | null>(this.#at(this.chosen));
  readonly isOwn = $derived(this.chosen === OWN);
  readonly clip = $derived<Blob | null>(this.written.get(this.chosen) ?? null);

  readonly #app: StudioState;
  #analysed: AnalysedClip | null = null;
  #job = new AbortController();
  #writing = new AbortController();

  #isJudging = false;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(app: StudioState) {
    this.#app = app;
  }

  /** Gives up what is under way, and forgets the clip. */
  clear(): void {
    this.#job.abort();
    this.#analysed = null;
    this.file = this.analysis = this.error = this.comparing = null;
    this.pictures.clear();
    this.#forgetLoops();
  }

  #at(index: number): LoopSpan | null {
    return (index === OWN ? this.own : this.analysis?.loops[index]) ?? null;
  }

  #forgetLoops(): void {
    this.#writing.abort();
    this.writing = null;
    clearTimeout(this.#settling);
    this.own = this.judged = null;
    this.written.clear();
  }

  /** The view is on show again: what was given up when it was left is taken up. */
  enter(): void {
    void this.choose(this.chosen);
    if (this.analysis && !this.pictures.areAll) void this.#look(this.analysis);
  }

  /** The view is left: what has been found stays, what is under way ends. */
  leave(): void {
    if (this.comparing !== null) this.clear();
    clearTimeout(this.#settling);
    this.pictures.stop();
    this.#writing.abort();
    this.writing = null;
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
      const analysed = await analyseClip(file, this.lengths, tell, signal);
      signal.throwIfAborted();
      this.#analysed = analysed;
      this.comparing = null;
      await this.#show(analysed.analysis);
    } catch (error) {
      if (signal.aborted) return;
      this.comparing = null;
      this.error = error;
    }
  }

  /** Looks for loops of other lengths in the same clip. */
  async setLengths(lengths: LoopLengths): Promise<void> {
    this.lengths = lengths;
    const { analysis } = this;
    const analysed = this.#analysed;
    if (!analysed || !analysis) return;
    try {
      const loops = await analysed.find(lengths);
      if (this.#analysed === analysed && this.lengths === lengths) await this.#show({ ...analysis, loops });
    } catch (error) {
      if (this.#analysed === analysed) this.error = error;
    }
  }

  setFade(seconds: number): void {
    this.fade = seconds;
    this.written.clear();
    void this.choose(this.chosen);
  }

  async #show(analysis: ClipAnalysis): Promise<void> {
    this.#forgetLoops();
    this.analysis = analysis;
    void this.#look(analysis);
    await this.choose(0);
  }

  async #look({ loops, durationMs }: ClipAnalysis): Promise<void> {
    if (this.file) await this.pictures.look(this.file, loops, durationMs);
  }

  /** The chosen loop goes round, or there and back: from then on it is the person's own. */
  setWay(way: LoopWay): void {
    if (this.loop) this.setOwn({ ...this.loop, way });
  }

  /** Ends that the person moves, the way of the chosen loop kept: judged at once, and written when they stand still. */
  setOwn({ startMs, endMs, way = this.loop?.way }: LoopSpan): void {
    const span: LoopSpan = { startMs, endMs, ...(way && { way }) };
    this.own = span;
    this.chosen = OWN;
    this.#writing.abort();
    this.writing = null;
    this.written.delete(OWN);
    void this.#judge();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      void this.choose(OWN);
      if (this.file) void this.pictures.lookAgain(this.file, OWN, span);
    }, SETTLE_MS);
  }

  /** One judgement at a time; the newest ends have the last. */
  async #judge(): Promise<void> {
    const analysed = this.#analysed;
    if (this.#isJudging || !analysed) return;
    this.#isJudging = true;
    try {
      for (let asked: LoopSpan | null = null; this.own && asked !== this.own;) {
        asked = this.own;
        const judged = await analysed.judge(asked);
        if (this.own && this.#analysed === analysed) this.judged = judged;
      }
    } catch (error) {
      if (this.#analysed === analysed) this.error = error;
    } finally {
      this.#isJudging = false;
    }
  }

  /** Writes that loop if it is not there yet, for the preview and all that can be done with it. */
  async choose(index: number): Promise<void> {
    const { file } = this;
    const loop = this.#at(index);
    if (!file || !loop) return;
    clearTimeout(this.#settling);
    this.chosen = index;
    void this.pictures.lookAtSeam(file, loop);
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
      this.written.set(index, await renderLoop(file, loop, this.fade * 1000, tell, signal));
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
    const length = loop ? (wholeMs(loop) / 1000).toFixed(1) : '';
    return `${file?.name.replace(/\.[^.]+$/, '') ?? ''}, ${length} s loop.mp4`;
  }
}
