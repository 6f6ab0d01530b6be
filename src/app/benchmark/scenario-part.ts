// A minute with trouble, twice: quality held at the top and nothing standing in, then both at work. A load on the processor, then a camera
// that falls silent and comes back.
import type { EngineName, Moment, ScenarioRun } from '../../benchmark/result';
import { burnersFor, summarise, type Tried } from '../../benchmark/scenario';
import { secondsOf } from '../../benchmark/shapes';
import { openBenchStudio, type BenchStudio } from './bench-studio';
import type { BenchContext } from './context';
import { createLoad, type Load } from './load';
import { limited, notMeasured, pause } from './waiting';

const POLL_MS = 250;
/** The load brings the first run to that share of its rate. */
const BUSY_SHARE = 0.5;
/** A try: until the rate is that beside the load, and looks at it, one a second. */
const TRY_MS = 2500;
const LOOKS = 3;
const FIRST_A_CORE = 4;
const MOST_A_CORE = 32;
/** Each is a thread, and some megabytes. */
const BURNERS_MOST = 128;
const MEMORY_EVERY_S = 5;
const OPENING_S = 60;

/** As many burners, beside a busy card on its engine, as bring the studio down to a share of its rate: twice as many until they do, then what lies between, tried too. */
async function findBurners(
  bench: BenchStudio,
  load: Load,
  { shape, program }: BenchContext,
  signal: AbortSignal,
): Promise<number> {
  const { hardwareConcurrency: cores } = navigator;
  if (shape.kind === 'trial') return 2 * cores;
  const wanted = BUSY_SHARE * program.fps;
  const most = Math.min(BURNERS_MOST, MOST_A_CORE * cores);
  const tryOut = async (burners: number): Promise<Tried> => {
    await load.prepare(burners, signal);
    load.start();
    await pause(TRY_MS, signal);
    let fps = 0;
    for (let look = 0; look < LOOKS; look++) {
      await pause(1000, signal);
      fps += (bench.studio.snapshot().figures.programFps ?? 0) / LOOKS;
    }
    return { burners, fps };
  };
  const rest = async () => {
    load.stop();
    await pause(TRY_MS, signal);
  };
  let few: Tried = { burners: 0, fps: program.fps };
  let many = await tryOut(Math.min(most, FIRST_A_CORE * cores));
  while (many.fps > wanted && many.burners < most) {
    few = many;
    many = await tryOut(Math.min(most, 2 * many.burners));
  }
  await rest();
  if (many.fps > wanted) return most;
  const between = await tryOut(burnersFor(wanted, few, many));
  await rest();
  return between.fps > wanted ? burnersFor(wanted, between, many) : burnersFor(wanted, few, between);
}

/** @param liveS it goes on for so long at least, with nothing but its memory looked at */
async function play(
  bench: BenchStudio,
  load: Load,
  burners: number,
  liveS: number,
  context: BenchContext,
  signal: AbortSignal,
): Promise<Moment[]> {
  const { normal, load: busy, loss, recovery } = context.shape.scenario;
  const moments: Moment[] = [];
  await load.prepare(burners, signal);
  await pause(1000, signal);
  const beganMs = performance.now();
  const missedBefore = bench.studio.snapshot().figures.missed;
  const sinceS = () => (performance.now() - beganMs) / 1000;
  const until = async (second: number) => {
    for (;;) {
      const atS = sinceS();
      if (atS >= second) return;
      const { onAir, quality, figures } = bench.studio.snapshot();
      const missed = Math.max(0, figures.missed - missedBefore);
      // Of the camera's pictures: one that goes out twice, and what stands in, count for nothing.
      const fps = figures.programFps ?? 0;
      moments.push({ atS: Math.round(atS * 100) / 100, fps, onAir, level: quality?.level ?? null, missed });
      noteMemory(bench, context, atS);
      await pause(POLL_MS, signal);
    }
  };
  await until(normal);
  load.start();
  await until(normal + busy);
  load.stop();
  await bench.camera.ask(bench.camera.service.stall(true));
  await until(normal + busy + loss);
  await bench.camera.ask(bench.camera.service.stall(false));
  await until(normal + busy + loss + recovery);
  for (; sinceS() < liveS; await pause(POLL_MS, signal)) noteMemory(bench, context, sinceS());
  return moments;
}

function noteMemory(bench: BenchStudio, { draft }: BenchContext, atS: number): void {
  const { memory } = draft.startup;
  if (atS - (memory.at(-1)?.atS ?? -MEMORY_EVERY_S) < MEMORY_EVERY_S) return;
  const bytes = bench.studio.monitors()?.memoryReport()?.bytes;
  if (bytes == null) return;
  const heap = (performance as { readonly memory?: { readonly usedJSHeapSize: number } }).memory;
  memory.push({ atS: Math.round(atS), bytes: Math.round(bytes), heapBytes: heap?.usedJSHeapSize ?? null });
}

async function runOnce(
  context: BenchContext,
  engine: EngineName,
  scheduler: ScenarioRun['scheduler'],
  burners: number | null,
  signal: AbortSignal,
): Promise<{ moments: Moment[]; burners: number }> {
  const bench = await openBenchStudio(engine, context.program, signal);
  const load = createLoad(engine === 'webgpu');
  try {
    if (scheduler === 'off') {
      const top = bench.studio.snapshot().quality?.levels.at(-1) ?? 'high';
      await bench.holdLevel(top, signal);
      bench.studio.setFallback({ enabled: false });
    } else {
      await bench.setFree();
      // Figures of memory are of the studio as it usually is.
      context.draft.startup.memory = [];
      if (context.shape.kind !== 'trial') await pause(TRY_MS, signal);
    }
    const count = burners ?? (await findBurners(bench, load, context, signal));
    const liveS = scheduler === 'on' ? context.shape.liveS : 0;
    return { moments: await play(bench, load, count, liveS, context, signal), burners: count };
  } finally {
    load.stop();
    bench.close();
  }
}

export async function playScenario(context: BenchContext): Promise<void> {
  const { shape, program, signal, draft } = context;
  const { plan } = draft;
  if (!plan) return;
  const seconds = shape.scenario;
  const length = secondsOf(seconds);
  let burners: number | null = null;
  const runs: ScenarioRun[] = [];
  for (const scheduler of ['off', 'on'] as const) {
    const title =
      scheduler === 'off'
        ? 'A minute with trouble, nothing done about it'
        : `The same, automatic quality on${shape.liveS > length ? ', and then on for ten minutes' : ''}`;
    try {
      const played = await context.measure(title, scheduler === 'off' ? 0.5 : 1, () =>
        limited(length + shape.liveS + OPENING_S, signal, (own) =>
          runOnce(context, plan.engine, scheduler, burners, own),
        ),
      );
      burners = played.burners;
      draft.samples[scheduler] = played.moments;
      runs.push(summarise(scheduler, played.moments, seconds, program.fps));
    } catch (error) {
      notMeasured(error, signal);
      return;
    }
    draft.scenario = { engine: plan.engine, burners, seconds: { ...seconds }, runs };
  }
}
