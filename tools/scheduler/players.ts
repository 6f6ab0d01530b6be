// Who chooses the rung in a simulated life: the scheduler itself, and the two it is measured against.
import { Scheduler } from '../../src/scheduler/controller';
import { LADDER } from '../../src/scheduler/ladder';
import { DEFAULT_SETTINGS } from '../../src/scheduler/settings';
import type { Machine } from './machine';

const MEDIUM = LADDER.findIndex((rung) => rung.level === 'medium');

export interface MadeFrame {
  readonly atMs: number;
  readonly rung: number;
  readonly workMs: number;
  readonly inferred: boolean;
  readonly missed: number;
}

/** Gets reports ten times a second and answers the rung it wants; null: as it is. Only the oracle looks at `truth`. */
export interface Player {
  readonly start: number;
  report(frames: readonly MadeFrame[], atMs: number, truth: () => number): number | null;
}

const levelOf = (rung: number) => {
  const level = LADDER[rung]?.level;
  if (level === undefined) throw new RangeError(`there is no rung ${rung}`);
  return level;
};

/** With the settings a first visit has; the target and the camera's are the machine's. */
export function schedulerPlayer(machine: Machine): Player & { readonly scheduler: Scheduler } {
  const settings = { ...DEFAULT_SETTINGS, targetFps: machine.targetFps, minFps: machine.minFps };
  const scheduler = new Scheduler(LADDER, settings, 0);
  scheduler.tell({ kind: 'surroundings', atMs: 0, changes: { cameraFps: machine.cameraFps } });
  return {
    scheduler,
    start: MEDIUM,
    report(frames, atMs) {
      for (const { rung, ...frame } of frames) scheduler.tell({ kind: 'frame', level: levelOf(rung), ...frame });
      const decision = scheduler.tell({ kind: 'tick', atMs });
      return decision ? LADDER.findIndex((rung) => rung.level === decision.to) : null;
    },
  };
}

export const mediumPlayer = (): Player => ({ start: MEDIUM, report: () => null });

/** One rung down when the last second's mean is over the frame's time, one up when it is under three fifths of it; two seconds between. */
export function thresholdPlayer({ targetFps, cameraFps }: Machine): Player {
  const intervalMs = 1000 / Math.min(targetFps, cameraFps);
  let rung = MEDIUM;
  let changedMs = 0;
  let lately: MadeFrame[] = [];
  return {
    start: MEDIUM,
    report(frames, atMs) {
      lately = [...lately, ...frames].filter((frame) => frame.atMs > atMs - 1000 && frame.workMs >= 0);
      if (lately.length === 0 || atMs - changedMs < 2000) return null;
      const mean = lately.reduce((sum, { workMs }) => sum + workMs, 0) / lately.length;
      const step = mean > intervalMs ? -1 : mean < 0.6 * intervalMs ? 1 : 0;
      const next = Math.min(Math.max(rung + step, 0), LADDER.length - 1);
      if (next === rung) return null;
      rung = next;
      changedMs = atMs;
      return rung;
    },
  };
}

/** Knows what every rung costs now, and takes the best that can be held. */
export function oraclePlayer(): Player {
  let rung = MEDIUM;
  return {
    start: MEDIUM,
    report(_frames, _atMs, truth) {
      const best = Math.max(0, truth());
      if (best === rung) return null;
      rung = best;
      return rung;
    },
  };
}
