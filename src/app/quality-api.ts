// `everframe.quality`, `everframe.system` and `everframe.recommend`: quality for scripts and for the views. Documented in docs/api.md;
// checks what it is given before anything changes. Loaded after the first picture, or with the first call that changes something.
import * as v from 'valibot';
import { EverframeError } from '../base/errors';
import { LEVELS, type QualitySettings } from '../config/quality';
import { LEVEL_VALUES, type Level, type Rung } from '../scheduler/ladder';
import { recommend, systemInfo, type Recommendation, type SystemInfo } from './machine';
import { TRIAL_SECONDS, tryLoad, type LoadTrial } from './load-trial';
import { levelOf, type QualityStore } from './quality-store';
import type { QualityDecision, QualityState, StudioSnapshot } from './studio-snapshot';

export interface QualityMetrics extends Pick<
  QualityState,
  | 'costMs'
  | 'fastMs'
  | 'slowMs'
  | 'p95Ms'
  | 'missedShare'
  | 'budgetMs'
  | 'wantedFps'
  | 'ceiling'
  | 'cap'
  | 'resting'
  | 'pageFps'
> {
  readonly stages: StudioSnapshot['figures']['stages'];
}

export interface QualitySummary {
  /** Pictures a second on the page; null: none yet. */
  readonly currentFps: number | null;
  readonly targetFps: number;
  /** Frames of the source that never became a picture. */
  readonly frameDrops: number;
  /** Left out on purpose, as less is aimed at than the source gives. */
  readonly framesSkipped: number;
  /** 0.1 to 1. */
  readonly qualityLevel: number;
  readonly level: Level;
  readonly avgProcessingTimeMs: number | null;
  readonly budgetMs: number;
  readonly automatic: boolean;
  readonly strategy: QualitySettings['strategy'];
  readonly preset: QualityState['preset'];
}

/** Each resolves when the setting is in force, and rejects with `setting-invalid` when it changes nothing. */
export interface QualityChanges {
  set(changes: Partial<QualitySettings>): Promise<QualitySettings>;
  setTargetFps(fps: number): Promise<QualitySettings>;
  setStrategy(strategy: QualitySettings['strategy']): Promise<QualitySettings>;
  /** By name or by number (0.1, 0.25, 0.5, 0.75, 1): from now on it stays there, whatever it costs. */
  setLevel(level: Level | number): Promise<QualitySettings>;
  /** Quality follows cost again; `false`: it stays where it is now. */
  auto(on?: boolean): Promise<QualitySettings>;
  preset(name: Exclude<QualityState['preset'], 'custom'>): Promise<QualitySettings>;
  /** Burns the processor for so many seconds (1 to 30; 6) and resolves with what quality did about it. */
  tryLoad(seconds?: number): Promise<LoadTrial>;
}

/** Each is null until pictures were measured. */
export interface QualityReads {
  settings(): QualitySettings | null;
  rung(): Rung | null;
  metrics(): QualityMetrics | null;
  summary(): QualitySummary | null;
  /** A sentence for each thing that would help now; none: nothing is short. */
  suggestions(): readonly string[] | null;
}

export interface QualityApi extends QualityChanges, QualityReads {
  /** Calls back with each decision; answers the unsubscriber. */
  on(event: 'decision', listener: (decision: QualityDecision) => void): () => void;
}

export interface MachineApi {
  system(): Promise<SystemInfo>;
  /** Null until enough frames were measured. */
  recommend(): Promise<Recommendation | null>;
}

export interface QualityParts {
  readonly store: QualityStore;
  readonly state: () => QualityState | null;
  readonly settle: () => void;
  readonly snapshot: () => StudioSnapshot;
  /** A trial began or ended. */
  readonly trying: (untilMs: number | null) => void;
}

const trialLength = v.pipe(v.number(), v.minValue(TRIAL_SECONDS.least), v.maxValue(TRIAL_SECONDS.most));

export function createQualityApi({ store, state, settle, snapshot, trying }: QualityParts) {
  /** What is thrown in there rejects. */
  const inForce = (change: () => QualitySettings) =>
    new Promise<QualitySettings>((resolve) => {
      const settings = change();
      settle();
      resolve(settings);
    });
  const set = (changes: unknown) => inForce(() => store.change(changes));
  let trial: Promise<LoadTrial> | null = null;
  const changes: QualityChanges = {
    set,
    setTargetFps: (targetFps) => set({ targetFps }),
    setStrategy: (strategy) => set({ strategy }),
    setLevel(asked) {
      const level = levelOf(asked);
      if (level) return set({ automatic: false, level });
      const known = LEVELS.map((one) => `${one} (${LEVEL_VALUES[one]})`).join(', ');
      const error = new EverframeError(
        'setting-invalid',
        `the level was not changed: ${String(asked)} is none; there are ${known}`,
      );
      return Promise.reject(error);
    },
    auto(on = true) {
      const level = state()?.level ?? store.now.level;
      return set(on === false ? { automatic: false, level } : { automatic: on });
    },
    preset: (name) => inForce(() => store.usePreset(name)),
    async tryLoad(seconds = TRIAL_SECONDS.initial) {
      if (!v.is(trialLength, seconds))
        throw new EverframeError('setting-invalid', 'no load was made: a trial takes 1 to 30 seconds');
      // One at a time: a second one waits for nothing new.
      trial ??= tryLoad(seconds, state).finally(() => {
        trial = null;
        trying(null);
      });
      trying(Date.now() + seconds * 1000);
      return trial;
    },
  };
  const reads: QualityReads = {
    settings: () => store.now,
    rung: () => state()?.rung ?? null,
    metrics() {
      const now = state();
      if (!now) return null;
      const { costMs, fastMs, slowMs, p95Ms, missedShare, budgetMs, wantedFps, ceiling, cap, resting, pageFps } = now;
      const { stages } = snapshot().figures;
      return {
        costMs,
        fastMs,
        slowMs,
        p95Ms,
        missedShare,
        budgetMs,
        wantedFps,
        ceiling,
        cap,
        resting,
        pageFps,
        stages,
      };
    },
    summary() {
      const now = state();
      if (!now) return null;
      const { figures } = snapshot();
      const { automatic, strategy } = now.settings;
      return {
        currentFps: figures.programFps,
        targetFps: now.settings.targetFps,
        frameDrops: figures.missed,
        framesSkipped: figures.skipped,
        qualityLevel: now.value,
        level: now.level,
        avgProcessingTimeMs: now.slowMs,
        budgetMs: now.budgetMs,
        automatic,
        strategy,
        preset: now.preset,
      };
    },
    suggestions() {
      const now = state();
      return now && (now.level === now.levels.at(-1) ? [] : (now.last?.help ?? []));
    },
  };
  const machine: MachineApi = {
    system: () => Promise.resolve(systemInfo(snapshot())),
    recommend() {
      const { speed = null, found = null } = state()?.profile ?? {};
      return Promise.resolve(recommend(found, speed));
    },
  };
  return { changes, reads, machine };
}
