// `globalThis.everframe`: the studio for scripts, stream decks and tests. Documented in docs/api.md; checks what it is
// given, so that a typing mistake in a script is an error with a code and not a surprise on air.
import * as v from 'valibot';
import { BLUR_STRENGTHS, colorSchema, type Background } from '../config/background';
import type { BenchmarkApi } from './benchmark/benchmark-api';
import type { ConfigApi } from './config-api';
import { check, fileOrAddress } from './checked';
import { createFallbackApi, type FallbackApi } from './fallback-api';
import { lazily } from './lazily';
import type { LoopsApi } from './loops-api';
import type { ModelsApi } from './models-api';
import type { MachineApi, QualityApi } from './quality-api';
import type { MemoryReport } from './monitors';
import type { EngineState, Figures, OnAir, QualityState, SourceState } from './studio-snapshot';
import type { BackgroundRequest, SourceRequest } from './studio-controls';
import type { Rehearsal, Studio } from './studio';

const size = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096)));

const backgroundRequest = v.variant('mode', [
  v.strictObject({ mode: v.picklist(['off', 'cutout', 'green']) }),
  v.strictObject({ mode: v.literal('blur'), strength: v.optional(v.picklist(BLUR_STRENGTHS)) }),
  v.strictObject({ mode: v.literal('color'), color: v.optional(colorSchema) }),
  v.strictObject({ mode: v.picklist(['image', 'video']), source: v.optional(fileOrAddress) }),
]);
const sourceRequest = v.variant('kind', [
  v.strictObject({
    kind: v.literal('camera'),
    deviceId: v.optional(v.string()),
    label: v.optional(v.string()),
    width: size,
    height: size,
    fps: size,
  }),
  v.strictObject({ kind: v.picklist(['demo', 'screen']) }),
  v.strictObject({ kind: v.literal('file'), source: fileOrAddress }),
]);

type ConfigCall = Exclude<keyof ConfigApi, 'profiles'>;

export interface EverframeStats extends Figures {
  readonly running: boolean;
  readonly onAir: OnAir;
  readonly source: SourceState;
  readonly background: Background;
  readonly engine: EngineState;
  readonly quality: QualityState | null;
  readonly openFrames: number;
  readonly memoryBytes: number;
  readonly programRestarts: number;
}

export interface EverframeApi {
  start(): Promise<void>;
  stop(): Promise<void>;
  setSource(request: SourceRequest): Promise<void>;
  setBackground(request: BackgroundRequest): Promise<Background>;
  stats(): EverframeStats;
  stream(): MediaStream;
  /** Ends a worker as a crash would, or lets the other engine take over: to rehearse and to test. */
  rehearse(fault: Rehearsal): void;
  readonly fallback: FallbackApi;
  readonly loops: LoopsApi;
  readonly quality: QualityApi;
  readonly config: ConfigApi;
  readonly benchmark: BenchmarkApi;
  readonly models: ModelsApi;
  readonly system: MachineApi['system'];
  readonly recommend: MachineApi['recommend'];
  /** What is held in memory, as far as it is known; null before the first picture. */
  memory(): MemoryReport | null;
  /** Gives back what is held and not in use; answers the bytes. */
  freeMemory(): Promise<number>;
}

export function createAutomation(studio: Studio): EverframeApi {
  const config = async () => (await import('./config-api')).createConfig(studio);
  return {
    start: () => studio.start(),
    stop: () => studio.stop(),
    setSource: async (request) =>
      studio.setSource(check(sourceRequest, request, 'source', 'the source was not changed') as SourceRequest),
    setBackground: async (request) =>
      studio.setBackground(
        check(backgroundRequest, request, 'background', 'the background was not changed') as BackgroundRequest,
      ),
    stats() {
      const { running, onAir, source, background, engine, quality, figures } = studio.snapshot();
      return { running, onAir, source, background, engine, quality, ...figures, ...studio.internals() };
    },
    stream: () => studio.stream(),
    rehearse(fault) {
      studio.rehearse(fault);
    },
    fallback: createFallbackApi(studio),
    loops: lazily<LoopsApi, keyof LoopsApi>(
      async () => (await import('./loops-api')).createLoopsApi(),
      ['analyse', 'scoreTransition', 'scoreMany', 'render', 'modelInfo'],
    ),
    quality: studio.quality,
    config: {
      ...lazily<ConfigApi, ConfigCall>(config, ['get', 'set', 'export', 'import', 'reset', 'fields']),
      profiles: lazily(async () => (await config()).profiles, ['list', 'save', 'use', 'remove']),
    },
    benchmark: lazily<BenchmarkApi, keyof BenchmarkApi>(
      async () => (await import('./benchmark/benchmark-api')).createBenchmarkApi(studio),
      ['run', 'read', 'compare', 'table', 'use'],
    ),
    models: lazily<ModelsApi, keyof ModelsApi>(
      async () => (await import('./models-api')).createModelsApi(await studio.models()),
      ['list', 'add', 'download', 'use', 'remove', 'measure'],
    ),
    ...studio.machine,
    memory: () => studio.monitors()?.memoryReport() ?? null,
    freeMemory: async () => (await studio.monitors()?.freeMemory()) ?? 0,
  };
}

declare global {
  var everframe: EverframeApi;
}
