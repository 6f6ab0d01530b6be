// Results for tests: made up, and valid.
import { choosePlan } from '../../src/benchmark/choose-plan';
import type { Figure } from '../../src/benchmark/figure';
import {
  RESULT_NAME,
  RESULT_VERSION,
  type BenchmarkResult,
  type Moment,
  type RungRow,
} from '../../src/benchmark/result';

export const steady = (ms: number, spread = 0.02): Figure => ({
  count: 100,
  p50: ms,
  p95: ms * 1.2,
  p99: ms * 1.5,
  mean: ms,
  spread,
});

export const rung = (engine: RungRow['engine'], level: RungRow['level'], ms: number, fps = 30): RungRow => ({
  engine,
  level,
  outcome: { state: 'measured', fps, missedShare: 0, inferredShare: 1, work: steady(ms), gpu: null },
  busy: [],
});

/** Moments of a scenario with so many pictures a second while it is busy. */
const moments = (fps: number): Moment[] =>
  Array.from({ length: 28 }, (_, n) => ({
    atS: n + 0.5,
    fps: n >= 8 && n < 16 ? fps : 30,
    onAir: 'live',
    level: 'high',
    missed: 0,
  }));

export function madeUpResult(changes: Partial<BenchmarkResult> = {}): BenchmarkResult {
  const engines = changes.engines ?? [
    rung('cpu', 'high', 20),
    rung('cpu', 'medium', 14),
    rung('cpu', 'low', 10),
    { engine: 'webgpu', level: 'high', outcome: { state: 'given-up', afterS: 8 }, busy: [] },
  ];
  const result: BenchmarkResult = {
    schema: { name: RESULT_NAME, version: RESULT_VERSION },
    machine: {
      atMs: 1_760_000_000_000,
      tookS: 180,
      cores: 8,
      memoryGiB: 8,
      adapter: 'nvidia turing',
      isAdapterSoftware: false,
      noise: 0.03,
      jitterMs: steady(0.4),
      interruptions: [],
    },
    browser: { userAgent: 'Chrome/141', isIsolated: true },
    settings: { shape: 'quick', width: 1280, height: 720, targetFps: 30, background: 'blur', studio: 'stopped' },
    models: {
      runtimes: [{ backend: 'wasm', threads: 1, loadMs: 300, bytes: 14_200_000 }],
      nets: [
        {
          id: 'selfie-landscape',
          title: 'Person, wide',
          bytes: 241_042,
          backend: 'wasm',
          threads: 1,
          outcome: { state: 'measured', openMs: 40, firstMs: 20, run: steady(10) },
        },
      ],
    },
    stages: {
      rungs: [{ engine: 'cpu', level: 'high', stages: [{ name: 'model', ms: steady(11) }] }],
      overhead: [{ engine: 'cpu', ratio: 2 }],
      latency: { engine: 'cpu', level: 'high', ms: steady(45) },
    },
    engines,
    scenario: {
      engine: 'cpu',
      burners: 12,
      seconds: { normal: 8, load: 8, loss: 4, recovery: 8 },
      runs: [
        {
          scheduler: 'off',
          fpsNormal: 30,
          fpsBusy: 15,
          missed: 120,
          adaptedS: null,
          standInS: 0,
          frozenS: 4,
          backS: 3.2,
        },
        { scheduler: 'on', fpsNormal: 30, fpsBusy: 28, missed: 12, adaptedS: 1.5, standInS: 6, frozenS: 0, backS: 3.2 },
      ],
    },
    startup: {
      warm: { firstPictureMs: [400, 410, 420], firstProcessedMs: [900, 920, 940] },
      cold: null,
      bytes: [{ kind: 'script', bytes: 97_000 }],
      memory: [{ atS: 1, bytes: 90_000_000, heapBytes: 20_000_000 }],
      pageFps: 60,
    },
    plan: null,
    samples: {
      probesMs: [
        [5, 5],
        [5, 5.1],
      ],
      off: moments(15),
      on: moments(28),
    },
    ...changes,
  };
  return { ...result, plan: 'plan' in changes ? result.plan : choosePlan(engines, result.settings.targetFps) };
}
