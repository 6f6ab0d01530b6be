// The benchmark as its view sees it: what the desk says, a second result beside it, a file that was refused.
import { benchmarkDesk, type BenchmarkDesk, type BenchmarkState } from '../../app/benchmark/benchmark-desk';
import { compareResults, type Comparison } from '../../benchmark/compare-results';
import { readResult, writeResult } from '../../benchmark/read-result';
import type { BenchmarkResult } from '../../benchmark/result';
import type { Shape } from '../../benchmark/shapes';
import { resultTable } from '../../benchmark/table';
import { askForFile, fileStamp, saveFile } from '../files';
import type { StudioState } from '../studio-state.svelte';
import { damagedWords, ENGINE_WORDS } from '../words/benchmark';
import { LEVEL_WORDS } from '../words/quality';

export class BenchmarkView {
  readonly #app: StudioState;
  readonly #desk: BenchmarkDesk;
  state = $state.raw<BenchmarkState>({ kind: 'idle' });
  compared = $state.raw<{ readonly name: string; readonly comparison: Comparison } | null>(null);
  refused = $state.raw<ReturnType<typeof damagedWords> | null>(null);
  /** The table, where it could not be copied. */
  table = $state.raw<string | null>(null);
  using = $state(false);

  constructor(app: StudioState) {
    this.#app = app;
    this.#desk = benchmarkDesk(app.studio);
    this.state = this.#desk.state;
  }

  /** Answers the stopper. */
  follow(): () => void {
    this.state = this.#desk.state;
    return this.#desk.subscribe((state) => {
      // What stood beside another result.
      if (state.kind !== this.state.kind) this.compared = this.table = null;
      this.state = state;
    });
  }

  /** What is there to look at: whole, or part of one that is under way or was given up. */
  get result(): BenchmarkResult | null {
    const { state } = this;
    if (state.kind === 'done') return state.result;
    return state.kind === 'idle' ? null : (state.progress?.draft ?? null);
  }

  start(shape: Shape['kind']): void {
    this.refused = null;
    // What becomes of it is in the state.
    this.#desk.run(shape).catch(() => undefined);
  }

  cancel(): void {
    this.#desk.cancel();
  }

  again(): void {
    this.#desk.clear();
  }

  save(result: BenchmarkResult): void {
    const file = new Blob([writeResult(result)], { type: 'application/json' });
    saveFile(file, `Everframe benchmark ${fileStamp(result.machine.atMs)}.json`);
  }

  async copy(result: BenchmarkResult): Promise<void> {
    const text = resultTable(result);
    try {
      await navigator.clipboard.writeText(text);
      this.table = null;
      this.#app.toasts.show('The table is copied.', 'done');
    } catch {
      this.table = text;
    }
  }

  async open(): Promise<void> {
    const read = await this.#ask();
    if (read) this.#desk.show(read.result);
  }

  async compareWith(result: BenchmarkResult): Promise<void> {
    const read = await this.#ask();
    if (read) this.compared = { name: read.name, comparison: compareResults(result, read.result) };
  }

  async use(result: BenchmarkResult): Promise<void> {
    const { plan } = result;
    if (!plan) return;
    this.using = true;
    try {
      const { afterReload } = await this.#desk.use(result);
      const engine = afterReload ? ` The ${ENGINE_WORDS[plan.engine]} takes over when the page is loaded again.` : '';
      this.#app.toasts.show(`Quality is automatic now, up to ${LEVEL_WORDS[plan.level]}.${engine}`, 'done');
    } catch (error) {
      this.#app.toasts.show(this.#app.words(error).what, 'error');
    } finally {
      this.using = false;
    }
  }

  async #ask(): Promise<{ name: string; result: BenchmarkResult } | null> {
    const file = await askForFile('application/json,.json');
    if (file === null) return null;
    this.refused = null;
    const read = readResult(await file.text());
    if (read.ok) return { name: file.name, result: read.result };
    this.refused = damagedWords(file.name, read.problems);
    return null;
  }
}
