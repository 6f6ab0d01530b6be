// A benchmark's result: what a file holds, once, as a schema; the types follow from it. A change of meaning is another version. Pure.
import * as v from 'valibot';
import { LEVELS } from '../config/quality';

export const RESULT_NAME = 'everframe-benchmark';
export const RESULT_VERSION = 2;

const amount = v.pipe(
  v.number('has to be a number'),
  v.finite('has to be a number'),
  v.minValue(0, 'has to be 0 or more'),
);
const whole = v.pipe(amount, v.integer('has to be a whole number'));
const share = v.pipe(amount, v.maxValue(1, 'has to be 0 to 1'));
const text = v.string('has to be a text');
const flag = v.boolean('has to be true or false');
const oneOf = <const Values extends readonly string[]>(values: Values) =>
  v.picklist(values, `has to be one of ${values.join(', ')}`);
const group = <const Entries extends v.ObjectEntries>(entries: Entries) => v.strictObject(entries, 'has to be a group');
const list = <const Item extends v.GenericSchema>(item: Item) => v.array(item, 'has to be a list');

const figure = v.pipe(
  group({ count: whole, p50: amount, p95: amount, p99: amount, mean: amount, spread: v.nullable(amount) }),
  v.check(({ p50, p95, p99 }) => p50 <= p95 && p95 <= p99, 'has to have p50 ≤ p95 ≤ p99'),
);
const engine = oneOf(['cpu', 'webgpu']);
const level = oneOf(LEVELS);
/** What was not measured, and why. */
const given = [
  group({ state: v.literal('given-up'), afterS: amount }),
  group({ state: v.literal('failed'), reason: text }),
  group({ state: v.literal('missing'), reason: text }),
] as const;

const net = group({
  id: text,
  title: text,
  bytes: whole,
  backend: oneOf(['wasm', 'webgpu']),
  threads: whole,
  outcome: v.variant('state', [
    group({
      state: v.literal('measured'),
      /** Until the session is there, once the runtime is. */
      openMs: amount,
      firstMs: amount,
      run: figure,
    }),
    ...given,
  ]),
});

/** What a load made on purpose keeps at work. */
export const LOAD_NAMES = ['cpu', 'gpu'] as const;
const rungOutcome = v.variant('state', [
  group({
    state: v.literal('measured'),
    /** Pictures a second that reached viewers, and the share of the camera's that never became one. */
    fps: amount,
    missedShare: share,
    inferredShare: share,
    work: figure,
    gpu: v.nullable(figure),
  }),
  ...given,
]);
const rung = group({
  engine,
  level,
  /** On a machine that has nothing else to do. */
  outcome: rungOutcome,
  /** Beside a load that is made on purpose, on the processor or the graphics card; none where that was not tried. */
  busy: list(group({ load: oneOf(LOAD_NAMES), outcome: rungOutcome })),
});

export const STAGE_NAMES = ['ingest', 'model', 'mask', 'compose', 'handover'] as const;
const stages = group({
  rungs: list(group({ engine, level, stages: list(group({ name: oneOf(STAGE_NAMES), ms: figure })) })),
  /** The whole frame as a multiple of its net run alone. */
  overhead: list(group({ engine, ratio: amount })),
  /** From the camera's picture to the same on the canvas, by the number burnt into it. */
  latency: v.nullable(group({ engine, level, ms: figure })),
});

const scenarioRun = group({
  scheduler: oneOf(['off', 'on']),
  fpsNormal: amount,
  fpsBusy: amount,
  missed: whole,
  /** From the load's begin until the rate was back for good; null: it never was. */
  adaptedS: v.nullable(amount),
  standInS: amount,
  frozenS: amount,
  /** From the camera's return to live; null: not within the minute. */
  backS: v.nullable(amount),
});
const moment = group({
  atS: amount,
  fps: amount,
  onAir: oneOf(['nothing', 'demo', 'live', 'standin', 'held', 'fallback', 'slate']),
  level: v.nullable(level),
  missed: whole,
});
const seconds = group({ normal: amount, load: amount, loss: amount, recovery: amount });

const starts = group({ firstPictureMs: list(amount), firstProcessedMs: list(amount) });

export const resultSchema = group({
  schema: group({ name: v.literal(RESULT_NAME), version: v.literal(RESULT_VERSION) }),
  machine: group({
    atMs: whole,
    tookS: amount,
    cores: whole,
    memoryGiB: v.nullable(amount),
    adapter: text,
    isAdapterSoftware: flag,
    /** How far the same work was apart over the run, as a share of its median; null: not told. */
    noise: v.nullable(amount),
    /** How late a bare worker's clock was, ms. */
    jitterMs: v.nullable(figure),
    /** What came between: the tab was hidden. */
    interruptions: list(group({ atS: amount, part: text, what: oneOf(['hidden']) })),
  }),
  browser: group({ userAgent: text, isIsolated: flag }),
  settings: group({
    shape: oneOf(['quick', 'full', 'long', 'trial']),
    width: whole,
    height: whole,
    targetFps: whole,
    background: text,
    /** What the studio of the page did meanwhile. */
    studio: oneOf(['stopped', 'on air']),
  }),
  models: group({
    runtimes: list(group({ backend: oneOf(['wasm', 'webgpu']), threads: whole, loadMs: amount, bytes: whole })),
    nets: list(net),
  }),
  stages,
  engines: list(rung),
  scenario: v.nullable(group({ engine, burners: whole, seconds, runs: list(scenarioRun) })),
  startup: group({
    warm: starts,
    /** With nothing kept from before: the command alone can tell. */
    cold: v.nullable(starts),
    bytes: list(group({ kind: oneOf(['script', 'style', 'font', 'runtime', 'model', 'other']), bytes: whole })),
    memory: list(group({ atS: amount, bytes: whole, heapBytes: v.nullable(whole) })),
    pageFps: v.nullable(amount),
  }),
  plan: v.nullable(
    group({
      engine,
      level,
      /** Whether it holds the target; where none does it is the one that comes nearest. */
      holds: flag,
      tried: whole,
    }),
  ),
  samples: group({
    probesMs: list(list(amount)),
    off: list(moment),
    on: list(moment),
  }),
});

export type BenchmarkResult = v.InferOutput<typeof resultSchema>;
export type NetRow = BenchmarkResult['models']['nets'][number];
export type RungRow = BenchmarkResult['engines'][number];
export type ScenarioRun = v.InferOutput<typeof scenarioRun>;
export type Moment = v.InferOutput<typeof moment>;
export type EngineName = RungRow['engine'];
export type Plan = NonNullable<BenchmarkResult['plan']>;
/** What was not measured, and why. */
export type NotMeasured = Exclude<RungRow['outcome'], { readonly state: 'measured' }>;
export type LoadName = (typeof LOAD_NAMES)[number];
export type MeasuredRung = Extract<RungRow['outcome'], { readonly state: 'measured' }>;
