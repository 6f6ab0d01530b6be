// Quality, put together: what is remembered, the desk with the page's own pictures in its ear, and what scripts and views may ask. A
// chunk of its own: the first picture does not wait for it.
import type { FastPaths } from '../config/fast-paths';
import type { LiveRung } from '../config/rung';
import type { EngineKind } from '../compositor/engine';
import { keptQuality } from './kept-quality';
import { createQualityApi, type QualityChanges, type MachineApi, type QualityReads } from './quality-api';
import { createQualityDesk, type QualityDesk } from './quality-desk';
import { createQualityStore, type AskedInAddress } from './quality-store';
import type { QualityDecision, QualityState, StudioSnapshot } from './studio-snapshot';

export interface QualityOptions {
  readonly asked: AskedInAddress;
  /** A page that nobody attends keeps no settings: its own are in the address. */
  readonly keepsSettings: boolean;
  readonly snapshot: () => StudioSnapshot;
  readonly apply: (rung: LiveRung) => void;
  readonly pace: (slackMs: number | null) => void;
  /** Fast paths that are to be used. */
  readonly take: (paths: FastPaths) => void;
  readonly decided: (decision: QualityDecision) => void;
  readonly warn: (problems: readonly string[]) => void;
  readonly changed: () => void;
}

export interface OpenedQuality {
  readonly desk: QualityDesk;
  readonly changes: QualityChanges;
  readonly reads: QualityReads;
  readonly machine: MachineApi;
  state(): QualityState | null;
  close(): void;
}

/** Half a second of the page's own rhythm. Each animation frame is work for the thread that passes every picture on. */
const WATCHED_FRAMES = 30;
/** Until the next look; longer than what still counts as an interval of the rhythm. */
const RESTS_MS = 1500;

const now = () => performance.timeOrigin + performance.now();

export function openQuality(options: QualityOptions): OpenedQuality {
  const { snapshot, changed } = options;
  const { store, problems } = createQualityStore(
    keptQuality.settings(),
    options.asked,
    snapshot().program.fps,
    (settings) => {
      if (options.keepsSettings) keptQuality.keepSettings(settings);
    },
  );
  if (problems.length > 0) options.warn(problems);
  const nameOf = (kind: EngineKind) => (kind === 'cpu' ? kind : `${kind} ${snapshot().engine.adapter}`);
  const { apply, pace, take, decided } = options;
  const desk = createQualityDesk({
    program: snapshot().program,
    store,
    apply,
    pace,
    take,
    decided,
    changed,
    speedOf: (kind) => keptQuality.speedOf(nameOf(kind)),
    keepSpeed(kind, speed) {
      keptQuality.keepSpeed(nameOf(kind), speed);
    },
  });
  let triedUntilMs: number | null = null;
  const state = () => {
    const known = desk.state();
    return known && { ...known, triedUntilMs };
  };
  const follow = () => {
    desk.pageShown(document.visibilityState === 'visible');
  };
  document.addEventListener('visibilitychange', follow);
  follow();
  let frame = 0;
  let pause = 0;
  let left = WATCHED_FRAMES;
  const next = () => {
    frame = requestAnimationFrame(turn);
  };
  const turn = (timestampMs: number) => {
    desk.pageFrame(timestampMs);
    left -= 1;
    if (left > 0) next();
    else {
      left = WATCHED_FRAMES;
      pause = window.setTimeout(next, RESTS_MS);
    }
  };
  // None come while the page is hidden.
  next();
  const api = createQualityApi({
    store,
    state,
    settle() {
      desk.settle(now());
    },
    snapshot,
    trying(untilMs) {
      triedUntilMs = untilMs;
      changed();
    },
  });
  return {
    desk,
    ...api,
    state,
    close() {
      document.removeEventListener('visibilitychange', follow);
      clearTimeout(pause);
      cancelAnimationFrame(frame);
    },
  };
}
