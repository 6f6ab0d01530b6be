// The live path on each engine and each rung: what a frame costs, where its time goes, and the rate that comes out.
import { figureOf, isTooNoisy } from '../../benchmark/figure';
import { STAGE_NAMES, type EngineName, type LoadName, type NotMeasured, type RungRow } from '../../benchmark/result';
import { LOADED } from '../../benchmark/table';
import type { FrameNote } from '../../protocol/vision-service';
import { openBenchStudio, type BenchStudio } from './bench-studio';
import type { BenchContext } from './context';
import { createLoad } from './load';
import { limited, notMeasured, pause } from './waiting';

type Level = RungRow['level'];

/** The first frames on a rung: shaders compile, masks settle. */
const WARM_MS = 1000;
const POLL_MS = 100;
/** What the studio says of its rate is of the last two seconds, and nothing where no picture came in them. */
const RATE_OF_MS = 2000;
const FEWEST_FPS = 0.5;
/** Of the load on the processor: each core has two other things to do. */
const BURNERS_A_CORE = 2;
/** Workers, runtime and net. */
const OPENING_S = 20;

export const enginesOf = ({ adapter }: Pick<BenchContext, 'adapter'>): readonly EngineName[] =>
  adapter.name === '' ? ['cpu'] : ['cpu', 'webgpu'];

const loadsOf = ({ adapter }: Pick<BenchContext, 'adapter'>): readonly LoadName[] =>
  adapter.name === '' ? ['cpu'] : ['cpu', 'gpu'];

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** One visit of a level. */
interface Collected {
  readonly notes: readonly FrameNote[];
  /** Pictures a second that reached viewers. */
  readonly shownFps: number;
}

/** Visits of a level so far, or why there are none. */
type Visits = readonly Collected[] | NotMeasured;
const isVisited = (visits: Visits): visits is readonly Collected[] => Array.isArray(visits);
interface Seen {
  visits: Visits;
  busy: RungRow['busy'];
}
const nameOf = (engine: EngineName) => (engine === 'cpu' ? 'Processor' : 'Graphics card');

/** Frames on that level after it is warm, as many as are wanted of one visit, or as many as there are by then. */
async function collect(
  bench: BenchStudio,
  level: Level,
  context: BenchContext,
  signal: AbortSignal,
): Promise<Collected> {
  const { rungFrames, rungVisits, kind, capS } = context.shape;
  await bench.holdLevel(level, signal);
  await pause(kind === 'trial' ? WARM_MS / 5 : WARM_MS, signal);
  bench.takeNotes();
  const notes: FrameNote[] = [];
  let rates: number[] = [];
  const beganMs = performance.now();
  const untilMs = beganMs + (capS * 1000) / rungVisits;
  while (notes.length < rungFrames / rungVisits && performance.now() < untilMs) {
    await pause(POLL_MS, signal);
    bench.check();
    notes.push(...bench.takeNotes().filter((note) => note.level === level));
    if (performance.now() - beganMs < RATE_OF_MS) rates = [];
    rates.push(bench.studio.snapshot().figures.programFps ?? FEWEST_FPS);
  }
  return { notes, shownFps: sum(rates) / rates.length };
}

/** The rate is that of viewers: a picture that was made and came too late is none. */
function outcomeOf(visits: readonly Collected[], afterS: number): RungRow['outcome'] {
  const notes = visits.flatMap((visit) => visit.notes);
  const work = figureOf(notes.map(({ workMs }) => workMs));
  // What was missed before the first frame of a visit is not of it, and its time begins there.
  const followers = visits.flatMap((visit) => visit.notes.slice(1));
  const tookMs = sum(visits.map((visit) => (visit.notes.at(-1)?.atMs ?? 0) - (visit.notes[0]?.atMs ?? 0)));
  if (!work || tookMs <= 0) return { state: 'given-up', afterS };
  const madeFps = (followers.length * 1000) / tookMs;
  const shownFps = sum(visits.map((visit) => visit.shownFps)) / visits.length;
  const missed = sum(followers.map((note) => note.missed));
  return {
    state: 'measured',
    fps: Math.round(100 * Math.min(madeFps, shownFps)) / 100,
    missedShare: missed / (missed + notes.length),
    inferredShare: notes.filter(({ inferred }) => inferred).length / notes.length,
    work,
    gpu: figureOf(notes.flatMap(({ gpuMs }) => gpuMs ?? [])),
  };
}

function stagesOf(notes: readonly FrameNote[]) {
  return STAGE_NAMES.flatMap((name) => {
    const ms = figureOf(notes.flatMap(({ stages }) => stages[name] ?? []));
    return ms ? [{ name, ms }] : [];
  });
}

/** The whole frame on the best rung, as a multiple of its net run alone in the same way. */
function noteOverhead({ draft }: BenchContext, engine: EngineName, threads: number): void {
  const bare = draft.models.nets.find(
    (net) =>
      net.id.startsWith('selfie') && net.backend === (engine === 'cpu' ? 'wasm' : 'webgpu') && net.threads === threads,
  )?.outcome;
  const whole = draft.engines.find((row) => row.engine === engine && row.outcome.state === 'measured')?.outcome;
  if (bare?.state !== 'measured' || whole?.state !== 'measured' || bare.run.p50 === 0) return;
  // A ratio of what cannot be said says nothing.
  if (isTooNoisy(bare.run) || isTooNoisy(whole.work)) return;
  draft.stages.overhead.push({ engine, ratio: Math.round((whole.work.p50 / bare.run.p50) * 100) / 100 });
}

/** Its rows as far as they are known. */
function noteRows({ shape, draft }: BenchContext, engine: EngineName, seen: ReadonlyMap<Level, Seen>): void {
  const { stages } = draft;
  draft.engines = draft.engines.filter((row) => row.engine !== engine);
  stages.rungs = stages.rungs.filter((row) => row.engine !== engine);
  for (const [level, { visits, busy }] of seen) {
    if (!isVisited(visits)) {
      draft.engines.push({ engine, level, outcome: visits, busy });
      continue;
    }
    if (visits.length === 0) continue;
    const outcome = outcomeOf(visits, shape.capS);
    draft.engines.push({ engine, level, outcome, busy });
    if (outcome.state !== 'measured') continue;
    stages.rungs.push({ engine, level, stages: stagesOf(visits.flatMap(({ notes }) => notes)) });
  }
}

/** One visit of a level beside a load. */
async function measureBeside(
  load: LoadName,
  bench: BenchStudio,
  level: Level,
  context: BenchContext,
): Promise<RungRow['outcome']> {
  const { shape, signal } = context;
  const made = createLoad(load === 'gpu');
  try {
    const collected = await limited(2 * shape.capS + OPENING_S, signal, async (own) => {
      await made.prepare(load === 'cpu' ? BURNERS_A_CORE * navigator.hardwareConcurrency : 0, own);
      made.start();
      return collect(bench, level, context, own);
    });
    return outcomeOf([collected], shape.capS / shape.rungVisits);
  } finally {
    made.stop();
  }
}

/**
 * The best first, and all of them several times in turn: what the machine does for some seconds is no property of one of them. Then those
 * that were measured beside each load.
 */
async function visitLevels(
  context: BenchContext,
  engine: EngineName,
  bench: BenchStudio,
  shareOf: (share: number) => number,
): Promise<void> {
  const { shape, signal } = context;
  const levels = [...(bench.studio.snapshot().quality?.levels ?? [])].reverse().slice(0, shape.rungsMost);
  const loads = loadsOf(context);
  const seen = new Map<Level, Seen>(levels.map((level) => [level, { visits: [], busy: [] }]));
  const steps = levels.length * shape.rungVisits + Math.min(levels.length, shape.busyRungs) * loads.length;
  let done = 0;
  const measure = async <T>(title: string, job: () => Promise<T>): Promise<T | NotMeasured> => {
    const share = shareOf(++done / steps);
    return context
      .measure(`${nameOf(engine)}: ${title}`, share, job)
      .catch((error: unknown) => notMeasured(error, signal));
  };
  for (let visit = 0; visit < shape.rungVisits; visit++) {
    for (const [level, one] of seen) {
      const { visits } = one;
      if (!isVisited(visits)) continue;
      one.visits = await measure(level, async () => [
        ...visits,
        await limited(2 * shape.capS + OPENING_S, signal, (own) => collect(bench, level, context, own)),
      ]);
      noteRows(context, engine, seen);
    }
  }
  for (const load of loads) {
    for (const [level, one] of [...seen].slice(0, shape.busyRungs)) {
      if (!isVisited(one.visits)) continue;
      const title = `${level}, beside a busy ${LOADED[load]}`;
      const outcome = await measure(title, () => measureBeside(load, bench, level, context));
      one.busy = [...one.busy, { load, outcome }];
      noteRows(context, engine, seen);
      // One level says it for all.
      if (outcome.state === 'missing') break;
    }
  }
}

async function measureEngine(
  context: BenchContext,
  engine: EngineName,
  doneBefore: number,
  each: number,
): Promise<void> {
  const { shape, program, signal, draft } = context;
  const opened: { now: BenchStudio | null } = { now: null };
  try {
    try {
      await context.measure(`${nameOf(engine)}: starting`, doneBefore, async () => {
        // It is opened again where the tab was hidden meanwhile.
        opened.now?.close();
        opened.now = await limited(shape.capS + OPENING_S, signal, (own) => openBenchStudio(engine, program, own));
      });
    } catch (error) {
      draft.engines.push({ engine, level: 'high', outcome: notMeasured(error, signal), busy: [] });
      return;
    }
    const studio = opened.now;
    if (!studio) return;
    await visitLevels(context, engine, studio, (share) => doneBefore + each * share);
    noteOverhead(context, engine, studio.studio.snapshot().engine.threads);
  } finally {
    opened.now?.close();
  }
}

export async function measureEngines(context: BenchContext): Promise<void> {
  const engines = enginesOf(context);
  for (const [at, engine] of engines.entries())
    await measureEngine(context, engine, at / engines.length, 1 / engines.length);
}
