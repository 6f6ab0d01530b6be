// What is watched beside the pictures themselves: the machine's pressure, memory, long pictures of the page, and whether
// anybody sees the program. Keeps a row of figures a second, and tells the scheduler what is round the studio. Loaded after
// the first picture. A figure that this browser does not give is null or `unknown`, and says so.
import type { FrameNote, VisionReport } from '../protocol/vision-service';
import { memoryLevel, type MemoryLevel } from '../telemetry/memory-level';
import { Minutes, type Pressure, type Second } from '../telemetry/minutes';
import { warningsOf, type Warning } from '../telemetry/warnings';
import { Watched } from '../telemetry/watched';
import { memoryList, sumOf, type Held, type MemoryItem } from './memory-list';
import { createModelShelf, type ModelShelf, type ShelfFigures } from './model-shelf';
import type { Surroundings } from '../scheduler/surroundings';
import type { StudioSnapshot } from './studio-snapshot';

const SECOND_MS = 1000;
/** A message may be late; one that is a bit early ends the second too. */
const EARLY_MS = 50;
/** Until the worker has told what it holds. */
const TOLD_MS = 600;

/** What `everframe.memory()` answers. */
export interface MemoryReport {
  readonly level: MemoryLevel;
  /** Of what is known. */
  readonly bytes: number;
  readonly items: readonly MemoryItem[];
  /** Nets kept at hand, and how often one of them was wanted. */
  readonly models: ShelfFigures;
}

/** What monitors read of the studio. */
export interface MonitorSources {
  snapshot(): StudioSnapshot;
  report(): VisionReport | null;
  held(): Held;
  /** The program is shown, sent or recorded beyond this page. */
  isShownElsewhere(): boolean;
  /** Where the net in use came from; null before there is one. */
  modelUrl(): string | null;
  /** Lets the engine forget what no picture needs. */
  dropUnused(): Promise<void>;
  /** Hears every second what is round the studio. */
  tell(around: Pick<Surroundings, 'watched' | 'pressure' | 'memory'>): void;
}

export interface Monitors {
  /** Oldest first, at most ten minutes. A new list with every second. */
  rows(): readonly Second[];
  warnings(): readonly Warning[];
  memoryLevel(): MemoryLevel;
  memory(): readonly MemoryItem[];
  memoryReport(): MemoryReport;
  /** Gives back what is held and not in use; done by itself when memory gets scarce. Answers the bytes. */
  freeMemory(): Promise<number>;
  readonly models: ModelShelf;
  /** Which of these figures this browser gives. */
  readonly gives: { readonly pressure: boolean; readonly heap: boolean; readonly longFrames: boolean };
  frames(notes: readonly FrameNote[]): void;
  close(): void;
}

/** Of Chromium alone, so no lib declares them. */
interface HeapSize {
  readonly usedJSHeapSize: number;
  readonly jsHeapSizeLimit: number;
}
declare class PressureObserver {
  static readonly knownSources: readonly string[];
  constructor(changed: (records: readonly { readonly state: Pressure }[]) => void);
  observe(source: 'cpu', options: { readonly sampleInterval: number }): Promise<void>;
  disconnect(): void;
}

const heapNow = () => (performance as { memory?: HeapSize }).memory ?? null;
const machineGb = () => (navigator as { deviceMemory?: number }).deviceMemory ?? null;

export function openMonitors(sources: MonitorSources): Monitors {
  const minutes = new Minutes();
  const watched = new Watched();
  let endedMs = -Infinity;
  let pressure: Pressure = 'unknown';

  let givesPressure = 'PressureObserver' in globalThis;
  const pressureObserver = givesPressure
    ? new PressureObserver((records) => {
        pressure = records.at(-1)?.state ?? pressure;
      })
    : null;
  pressureObserver?.observe('cpu', { sampleInterval: SECOND_MS }).catch(() => {
    givesPressure = false;
  });
  const longFrames = PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')
    ? new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          minutes.longFrame((entry as PerformanceEntry & { blockingDuration: number }).blockingDuration);
      })
    : null;
  longFrames?.observe({ type: 'long-animation-frame' });

  const models = createModelShelf();
  const memory = () =>
    memoryList(sources.snapshot(), sources.report(), sources.held(), models.figures, heapNow()?.usedJSHeapSize);
  async function freeMemory(): Promise<number> {
    // What scripts hold comes and goes by itself.
    const held = () => sumOf(memory().filter(({ what }) => what !== 'scripts' && what !== 'pictures'));
    const before = held();
    models.free();
    await sources.dropUnused();
    await new Promise((resolve) => setTimeout(resolve, TOLD_MS));
    return Math.max(0, before - held());
  }
  let levelBefore: MemoryLevel = 'unknown';
  function levelNow(): MemoryLevel {
    const heap = heapNow();
    const gb = machineGb();
    return memoryLevel({
      heapBytes: heap?.usedJSHeapSize ?? null,
      heapLimitBytes: heap?.jsHeapSizeLimit ?? null,
      heldBytes: sumOf(memory()),
      machineBytes: gb === null ? null : gb * 2 ** 30,
    });
  }
  /** A page behind another one hears of pressure only while it has a camera; what it heard last is not news for ever. */
  const pressureNow = (source: StudioSnapshot['source']): Pressure =>
    document.hidden && source.kind !== 'camera' ? 'unknown' : pressure;

  function end(nowMs: number): void {
    endedMs = nowMs;
    const { figures, quality, onAir, source, fallback, model } = sources.snapshot();
    const report = sources.report();
    const row = minutes.end(nowMs, {
      sourceFps: figures.sourceFps,
      programFps: figures.programFps,
      delayP50Ms: figures.delayP50Ms,
      delayP95Ms: figures.delayP95Ms,
      workP50Ms: report?.workP50Ms ?? null,
      workP95Ms: report?.workP95Ms ?? null,
      budgetMs: quality?.budgetMs ?? figures.budgetMs,
      missedTotal: report?.framesMissed ?? 0,
      skippedTotal: report?.framesSkipped ?? 0,
      underWay: sources.held().openFrames,
      level: quality?.level ?? null,
      onAir,
      pressure: pressureNow(source),
      engineBytes: report?.memoryBytes ?? 0,
      loopBytes: fallback.sources.find(({ selfLoop }) => selfLoop)?.selfLoop?.bytes ?? 0,
      heapBytes: heapNow()?.usedJSHeapSize ?? null,
    });
    const url = sources.modelUrl();
    if (url !== null && model.state === 'ready') models.use(url, nowMs);
    const level = levelNow();
    const isScarce = level === 'tight' || level === 'short';
    // What cannot be given back now is tried again when it gets scarcer.
    if (isScarce && level !== levelBefore) void freeMemory().catch(() => undefined);
    levelBefore = level;
    sources.tell({
      pressure: row.pressure,
      memory: level,
      watched: watched.at(nowMs, !document.hidden || sources.isShownElsewhere()),
    });
  }
  /** To be called often; a second ends when it is over. */
  const tick = () => {
    const nowMs = performance.timeOrigin + performance.now();
    if (nowMs - endedMs >= SECOND_MS - EARLY_MS) end(nowMs);
  };
  const timer = window.setInterval(tick, SECOND_MS);
  document.addEventListener('visibilitychange', tick);

  return {
    rows: () => minutes.rows,
    warnings: () => warningsOf(minutes.rows, levelNow()),
    memoryLevel: levelNow,
    memory,
    memoryReport() {
      const items = memory();
      return { level: levelNow(), bytes: sumOf(items), items, models: models.figures };
    },
    freeMemory,
    models,
    get gives() {
      return { pressure: givesPressure, heap: heapNow() !== null, longFrames: longFrames !== null };
    },
    frames(notes) {
      minutes.frames(notes);
      // A page that is hidden for long has its timers once a minute; messages of frames come all the same.
      tick();
    },
    close() {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
      pressureObserver?.disconnect();
      longFrames?.disconnect();
      models.close();
    },
  };
}
