// One benchmark, from its first part to its last: the order, the time that is left, what was measured while the tab was hidden, and how
// steady the machine was. Gives a whole result or none.
import { EverframeError } from '../../base/errors';
import { choosePlan } from '../../benchmark/choose-plan';
import { figureOf, noiseOf } from '../../benchmark/figure';
import { checkResult } from '../../benchmark/read-result';
import { RESULT_NAME, RESULT_VERSION, type BenchmarkResult } from '../../benchmark/result';
import { secondsOf, SHAPES, type Shape } from '../../benchmark/shapes';
import { DEFAULT_PROGRAM } from '../../config/program';
import { readAdapter, type AdapterFacts } from '../engine-choice';
import { openBenchWorker, type BenchWorker } from './bench-worker';
import { BENCH_BACKGROUND } from './bench-studio';
import type { BenchContext } from './context';
import { measureLatency } from './latency-part';
import { enginesOf, measureEngines } from './live-part';
import { measureModels } from './models-part';
import { playScenario } from './scenario-part';
import { measureStartup } from './startup-part';
import { pause, waitUntil } from './waiting';

export const PARTS = ['machine', 'models', 'engines', 'latency', 'startup', 'scenario'] as const;
export type PartName = (typeof PARTS)[number];

export interface BenchmarkProgress {
  readonly part: PartName;
  readonly title: string;
  /** 0 to 1, of the time that all of it takes. */
  readonly share: number;
  readonly leftS: number;
  /** The tab is hidden: nothing is measured until it is seen. */
  readonly isWaiting: boolean;
  /** What there is so far; parts that are over are whole. */
  readonly draft: BenchmarkResult;
  readonly over: readonly PartName[];
}

export interface RunOptions {
  readonly shape: Shape['kind'];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BenchmarkProgress) => void;
  /** Whether the page's own studio goes on meanwhile. */
  readonly isOnAir: boolean;
}

/** A step that was measured in a hidden tab is measured again, so often at the most. */
const REPEATS = 5;
const PROBES = 5;
/** What a part has closed is at work for a moment still. */
const SETTLE_MS = 500;
const CLOCK_MS = 2000;

interface Part {
  readonly name: PartName;
  /** A guess to begin with. */
  readonly estimateS: number;
  run(context: BenchContext): Promise<void>;
}

function partsOf(shape: Shape, adapter: AdapterFacts, worker: BenchWorker): readonly Part[] {
  const engines = enginesOf({ adapter }).length;
  const visitS = shape.rungFrames / shape.rungVisits / DEFAULT_PROGRAM.fps + 2;
  const rungS = shape.rungVisits * visitS;
  const isTrial = shape.kind === 'trial';
  return [
    {
      name: 'machine',
      estimateS: 3,
      async run(context) {
        const late = await context.measure('How steady this machine is', 1, () =>
          worker.ask(worker.service.measureClock(isTrial ? CLOCK_MS / 8 : CLOCK_MS)),
        );
        context.draft.machine.jitterMs = figureOf(late);
      },
    },
    {
      name: 'models',
      estimateS: (isTrial ? 2 : 8 * (shape.netRuns * 0.015 + shape.netLaunches)) * engines,
      run: measureModels,
    },
    {
      name: 'engines',
      estimateS: engines * (4 + Math.min(4, shape.rungsMost) * rungS + Math.min(4, shape.busyRungs) * engines * visitS),
      async run(context) {
        await measureEngines(context);
        context.draft.plan = choosePlan(context.draft.engines, context.program.fps);
      },
    },
    { name: 'latency', estimateS: 5 + shape.latencyS, run: measureLatency },
    { name: 'startup', estimateS: shape.starts * 3 + 1, run: measureStartup },
    {
      name: 'scenario',
      estimateS: 2 * (secondsOf(shape.scenario) + 5) + shape.liveS + (isTrial ? 0 : 28),
      run: playScenario,
    },
  ];
}

function emptyResult({ shape, isOnAir }: RunOptions, adapter: AdapterFacts): BenchmarkResult {
  const { deviceMemory = null } = navigator as { readonly deviceMemory?: number | null };
  const { width, height, fps } = DEFAULT_PROGRAM;
  const { mode, strength } = BENCH_BACKGROUND;
  return {
    schema: { name: RESULT_NAME, version: RESULT_VERSION },
    machine: {
      atMs: Date.now(),
      tookS: 0,
      cores: navigator.hardwareConcurrency,
      memoryGiB: deviceMemory,
      adapter: adapter.name,
      isAdapterSoftware: adapter.isFallback,
      noise: null,
      jitterMs: null,
      interruptions: [],
    },
    browser: { userAgent: navigator.userAgent, isIsolated: globalThis.crossOriginIsolated },
    settings: {
      shape,
      width,
      height,
      targetFps: fps,
      background: `${mode} ${strength}`,
      studio: isOnAir ? 'on air' : 'stopped',
    },
    models: { runtimes: [], nets: [] },
    stages: { rungs: [], overhead: [], latency: null },
    engines: [],
    scenario: null,
    startup: {
      warm: { firstPictureMs: [], firstProcessedMs: [] },
      cold: null,
      bytes: [],
      memory: [],
      pageFps: null,
    },
    plan: null,
    samples: { probesMs: [], off: [], on: [] },
  };
}

/** Rejects with the signal's reason when it is given up. */
export async function runBenchmark(options: RunOptions): Promise<BenchmarkResult> {
  const { signal, onProgress } = options;
  signal.throwIfAborted();
  const shape = SHAPES[options.shape];
  const adapter = await readAdapter();
  const draft = emptyResult(options, adapter);
  const worker = openBenchWorker();
  const parts = partsOf(shape, adapter, worker);
  const wholeS = parts.reduce((sum, { estimateS }) => sum + estimateS, 0);
  const beganMs = performance.now();
  const elapsedS = () => (performance.now() - beganMs) / 1000;
  const over: PartName[] = [];
  let beforeS = 0;
  let done = 0;
  let title = '';
  const tell = (part: Part, isWaiting: boolean) => {
    const share = Math.min(1, (beforeS + done * part.estimateS) / wholeS);
    // The guess, corrected by how quick it has been so far.
    const pace = share > 0.05 ? Math.min(4, Math.max(0.5, elapsedS() / (share * wholeS))) : 1;
    onProgress({
      part: part.name,
      title,
      share,
      leftS: (1 - share) * wholeS * pace,
      isWaiting,
      draft: structuredClone(draft),
      over: [...over],
    });
  };
  const contextOf = (part: Part): BenchContext => ({
    shape,
    program: DEFAULT_PROGRAM,
    adapter,
    signal,
    draft,
    async measure(what, share, job) {
      title = what;
      for (let n = 0; ; n++) {
        signal.throwIfAborted();
        tell(part, document.hidden);
        await waitUntil(() => !document.hidden, signal, 200);
        tell(part, false);
        let wasHidden = false;
        const note = () => {
          wasHidden ||= document.hidden;
          tell(part, document.hidden);
        };
        document.addEventListener('visibilitychange', note);
        try {
          const answer = await job();
          if (!wasHidden || n === REPEATS) {
            done = share;
            tell(part, false);
            return answer;
          }
        } finally {
          document.removeEventListener('visibilitychange', note);
          if (wasHidden)
            draft.machine.interruptions.push({ atS: Math.round(elapsedS()), part: part.name, what: 'hidden' });
        }
      }
    },
  });
  const probe = async () => {
    await pause(SETTLE_MS, signal);
    draft.samples.probesMs.push(await worker.ask(worker.service.probe(PROBES)));
  };
  try {
    await probe();
    for (const part of parts) {
      done = 0;
      await part.run(contextOf(part));
      await probe();
      draft.machine.noise = noiseOf(draft.samples.probesMs);
      beforeS += part.estimateS;
      over.push(part.name);
    }
    signal.throwIfAborted();
    draft.machine.tookS = Math.round(elapsedS());
    const checked = checkResult(draft);
    if (!checked.ok) throw new EverframeError('internal', `the result is not whole: ${checked.problems.join(' ')}`);
    return checked.result;
  } finally {
    worker.end();
  }
}
