// Quality on the page: the scheduler, told what frames cost and what is round them, and the rung that it asks for. Loaded after
// the first picture. Reads no clock: times are ms since 1970, told by whoever calls.
import type { LiveRung } from '../config/rung';
import type { EngineKind } from '../compositor/engine';
import type { FrameNote } from '../protocol/vision-service';
import { builtLadder, type Knobs } from '../scheduler/built-ladder';
import { Scheduler } from '../scheduler/controller';
import type { Decision } from '../scheduler/decision';
import { explain, suggestions } from '../scheduler/explain';
import { LEVEL_VALUES, type Rung } from '../scheduler/ladder';
import { PageRhythm } from '../scheduler/page-rhythm';
import { DEFAULT_SETTINGS, type SchedulerSettings } from '../scheduler/settings';
import type { Surroundings } from '../scheduler/surroundings';
import type { QualityState } from './studio-snapshot';

const KNOBS: Readonly<Record<EngineKind, Knobs>> = {
  cpu: { cadenceMax: 1, effects: ['plain', 'normal'] },
  // A blur of another size there would be pipelines of its own, for a share of a frame that a graphics card does not notice.
  webgpu: { cadenceMax: 1, effects: ['normal'] },
};

export interface QualityDeskOptions {
  /** The program's rate: what is aimed at. */
  readonly fps: number;
  /** To be put in place. */
  readonly apply: (rung: LiveRung) => void;
  readonly changed: () => void;
}

export interface QualityDesk {
  /** An engine is at work; another kind than before begins at its top, with costs of its own. */
  engaged(kind: EngineKind, nowMs: number): void;
  frames(notes: readonly FrameNote[], nowMs: number): void;
  /** What the camera is set to; null: no camera. */
  cameraFps(fps: number | null, nowMs: number): void;
  pageShown(isVisible: boolean): void;
  /** One animation frame of the page, on its own clock. */
  pageFrame(timestampMs: number): void;
  /** Null before an engine is at work. */
  state(): QualityState | null;
}

export function createQualityDesk({ fps, apply, changed }: QualityDeskOptions): QualityDesk {
  const wishes: SchedulerSettings = {
    ...DEFAULT_SETTINGS,
    targetFps: fps,
    maxFps: fps,
    minFps: Math.min(DEFAULT_SETTINGS.minFps, fps),
    // From the top: every rung that is built is one that most machines hold, and it is the picture of before.
    level: 'ultra-high',
  };
  const rhythm = new PageRhythm();
  let around: Pick<Surroundings, 'cameraFps' | 'page'> = { cameraFps: null, page: 'unknown' };
  let kind: EngineKind | null = null;
  let ladder: readonly Rung[] = [];
  let scheduler: Scheduler | null = null;

  const putInPlace = (rung: Rung | undefined) => {
    if (!rung) return;
    const { level, effects, fpsMax } = rung;
    apply({ level, effects, fpsMax });
    changed();
  };
  const obey = (decision: Decision | null) => {
    if (decision) putInPlace(ladder.find(({ level }) => level === decision.to));
  };
  const tellAround = (changes: Partial<typeof around>, nowMs: number) => {
    around = { ...around, ...changes };
    if (scheduler) obey(scheduler.tell({ kind: 'surroundings', atMs: nowMs, changes }));
  };

  return {
    engaged(next, nowMs) {
      if (next === kind) return;
      kind = next;
      ladder = builtLadder(KNOBS[next], fps);
      scheduler = new Scheduler(ladder, wishes, nowMs);
      putInPlace(ladder.at(-1));
      tellAround(around, nowMs);
    },
    frames(notes, nowMs) {
      if (!scheduler) return;
      for (const note of notes) scheduler.tell({ kind: 'frame', ...note });
      if (rhythm.state !== around.page) tellAround({ page: rhythm.state }, nowMs);
      obey(scheduler.tell({ kind: 'tick', atMs: nowMs }));
    },
    cameraFps(next, nowMs) {
      if (next !== around.cameraFps) tellAround({ cameraFps: next }, nowMs);
    },
    pageShown(isVisible) {
      rhythm.shown(isVisible);
    },
    pageFrame(timestampMs) {
      rhythm.frame(timestampMs);
    },
    state() {
      const view = scheduler?.view();
      if (!view) return null;
      const { level, pending, ceiling, cap, costMs, budgetMs, wantedFps, strategy, resting, problems, decisions } =
        view;
      const last = decisions.at(-1);
      return {
        levels: ladder.map((rung) => rung.level),
        level,
        value: LEVEL_VALUES[level],
        pending,
        ceiling,
        cap,
        costMs,
        budgetMs,
        wantedFps,
        strategy,
        resting,
        problems,
        changes: decisions.length,
        last: last
          ? {
              atMs: last.atMs,
              from: last.from,
              to: last.to,
              code: last.reason.code,
              reason: explain(last),
              help: suggestions(last),
            }
          : null,
      };
    },
  };
}
