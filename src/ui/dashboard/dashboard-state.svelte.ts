// What the dashboard shows, taken from the monitors once a second, and when its charts are drawn. Lives as long as the view: a
// dashboard that is closed costs nothing, and one in a hidden tab draws nothing.
import type { CheckResult } from '../../app/self-test';
import type { Monitors } from '../../app/monitors';
import type { MemoryItem } from '../../app/memory-list';
import type { QualityDecision, StudioSnapshot } from '../../app/studio-snapshot';
import type { Second } from '../../telemetry/minutes';
import type { Warning } from '../../telemetry/warnings';
import { toCsv, toJson } from '../../telemetry/export';
import { fileStamp, saveFile } from '../files';
import type { StudioState } from '../studio-state.svelte';
import { size } from '../words/numbers';

/** A chart of two minutes moves by a pixel in a quarter of a second. */
const STEP_MS = 250;
/** With less motion charts step once a second. */
const CALM_STEP_MS = 1000;
/** What is read out may change that often. */
const SUMMARY_MS = 10_000;

export const RANGES = [
  { value: '60000', label: 'Last 1 min' },
  { value: '120000', label: 'Last 2 min' },
  { value: '600000', label: 'Last 10 min' },
] as const;

export class DashboardState {
  readonly app: StudioState;
  /** The studio as it was when the last second ended: what is shown here changes with that, and no oftener. */
  snapshot = $state.raw<StudioSnapshot>() as StudioSnapshot;
  rangeMs = $state(120_000);
  /** Everything that is kept, the oldest first. */
  all = $state.raw<readonly Second[]>([]);
  warnings = $state.raw<readonly Warning[]>([]);
  memory = $state.raw<readonly MemoryItem[]>([]);
  decisions = $state.raw<readonly QualityDecision[]>([]);
  /** Of the rows in range. */
  readonly rows = $derived(this.all.filter(({ atMs }) => atMs > (this.all.at(-1)?.atMs ?? 0) - this.rangeMs));
  /** Changes when what is read out may change. */
  readout = $state(0);
  copying = $state(false);
  /** The report in text, where this browser does not let the page copy. */
  report = $state<string | null>(null);
  testing = $state(false);
  checks = $state.raw<readonly CheckResult[] | null>(null);
  freeing = $state(false);
  readonly unready = $derived(this.all.length === 0 ? 'There are no figures yet.' : '');
  gives = $state.raw<Monitors['gives']>({ pressure: false, heap: false, longFrames: false });
  #draws: ((nowMs: number) => void)[] = [];
  #readoutMs = 0;

  constructor(app: StudioState) {
    this.app = app;
    this.snapshot = app.snapshot;
  }

  /** Follows the monitors; answers the stopper. */
  follow(): () => void {
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    let drawnMs = 0;
    const step = () => {
      if (document.hidden) return;
      const isNews = this.#take();
      const nowMs = Date.now();
      if (!isNews && nowMs - drawnMs < (calm.matches ? CALM_STEP_MS : STEP_MS)) return;
      drawnMs = nowMs;
      for (const draw of this.#draws) draw(nowMs);
    };
    const timer = setInterval(step, STEP_MS);
    document.addEventListener('visibilitychange', step);
    step();
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', step);
    };
  }

  /** Calls back whenever charts are to be drawn; answers the unsubscriber. */
  onDraw(draw: (nowMs: number) => void): () => void {
    this.#draws.push(draw);
    return () => {
      this.#draws = this.#draws.filter((one) => one !== draw);
    };
  }

  /** All that is kept, not only the time shown. */
  save(format: 'csv' | 'json'): void {
    const name = `Everframe figures ${fileStamp(Date.now())}.${format}`;
    const about = { savedAtMs: Date.now(), browser: navigator.userAgent };
    const text = format === 'csv' ? toCsv(this.all) : toJson(this.all, about, this.app.studio.decisions());
    saveFile(new Blob([text], { type: format === 'csv' ? 'text/csv' : 'application/json' }), name);
    this.app.toasts.show(`Saved ${name}.`, 'done');
  }

  async runTest(): Promise<void> {
    this.testing = true;
    try {
      const { runSelfTest } = await import('../../app/self-test');
      this.checks = await runSelfTest();
    } catch {
      this.app.toasts.show('The self-test could not be loaded. The studio goes on; reload it later.', 'error');
    } finally {
      this.testing = false;
    }
  }

  async copyReport(): Promise<void> {
    this.copying = true;
    this.report = null;
    try {
      const { reportText } = await import('../../app/report');
      if (this.checks === null) await this.runTest();
      const monitors = this.app.studio.monitors();
      const text = reportText({
        version: await versionOf(),
        atMs: Date.now(),
        browser: navigator.userAgent,
        cores: navigator.hardwareConcurrency,
        snapshot: this.app.studio.snapshot(),
        rows: monitors?.rows() ?? [],
        decisions: this.app.studio.decisions(),
        warnings: monitors?.warnings() ?? [],
        memory: monitors?.memory() ?? [],
        selfTest: this.checks ?? [],
      });
      try {
        await navigator.clipboard.writeText(text);
        this.app.toasts.show('The report is copied. There is no picture and no name in it.', 'done');
      } catch {
        this.report = text;
      }
    } catch {
      this.app.toasts.show('The report could not be made. The studio goes on; reload it later.', 'error');
    } finally {
      this.copying = false;
    }
  }

  async freeMemory(): Promise<void> {
    this.freeing = true;
    try {
      if (this.app.view !== 'loops') this.app.maker?.clear();
      const freed = (await this.app.studio.monitors()?.freeMemory()) ?? 0;
      this.app.toasts.show(freed > 0 ? `Freed ${size(freed)}.` : 'Everything that is held is in use.', 'done');
    } finally {
      this.freeing = false;
    }
  }

  #take(): boolean {
    const monitors = this.app.studio.monitors();
    const rows = monitors?.rows();
    if (!monitors || !rows || rows === this.all) return false;
    this.all = rows;
    this.snapshot = this.app.snapshot;
    this.warnings = monitors.warnings();
    this.memory = monitors.memory();
    this.decisions = this.app.studio.decisions();
    const { pressure, heap, longFrames } = monitors.gives;
    if (pressure !== this.gives.pressure || heap !== this.gives.heap || longFrames !== this.gives.longFrames)
      this.gives = { pressure, heap, longFrames };
    const nowMs = Date.now();
    if (nowMs - this.#readoutMs >= SUMMARY_MS) {
      this.#readoutMs = nowMs;
      this.readout += 1;
    }
    return true;
  }
}

/** Of the server that gave this page; a hosted build says none. */
async function versionOf(): Promise<string> {
  try {
    const answer = await fetch('everframe.json');
    const { version } = (await answer.json()) as { version?: string };
    return version ?? 'not known';
  } catch {
    return 'not known';
  }
}
