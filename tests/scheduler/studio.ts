// A studio for the scheduler, in steps of one frame: what a frame costs on each rung is said, time is an argument, decisions
// are put in place at once.
import { Scheduler } from '../../src/scheduler/controller';
import type { Decision } from '../../src/scheduler/decision';
import type { SchedulerEvent } from '../../src/scheduler/events';
import { LADDER, type Level, type Rung } from '../../src/scheduler/ladder';
import { DEFAULT_SETTINGS, type SchedulerSettings } from '../../src/scheduler/settings';
import type { Surroundings } from '../../src/scheduler/surroundings';

interface Scene {
  readonly settings?: Partial<SchedulerSettings>;
  readonly ladder?: readonly Rung[];
  /** ms that a frame takes on the rung `high`; others in the ladder's own proportions, if `costs` does not say. */
  readonly highMs?: number;
  readonly costs?: Partial<Record<Level, number>>;
}

export function createStudio({ settings = {}, ladder = LADDER, highMs = 20, costs = {} }: Scene = {}) {
  const scheduler = new Scheduler(ladder, { ...DEFAULT_SETTINGS, ...settings }, 0);
  const events: SchedulerEvent[] = [];
  const decisions: Decision[] = [];
  let nowMs = 0;
  let nth = 0;
  let factor = 1;
  let wanted = { ...DEFAULT_SETTINGS, ...settings };
  let rung = ladder.find(({ level }) => level === scheduler.view().level) as Rung;
  /** Rungs that can't be put in place. */
  const missing = new Set<Level>();

  const tell = (event: SchedulerEvent) => {
    events.push(event);
    const decision = scheduler.tell(event);
    if (!decision) return null;
    decisions.push(decision);
    if (missing.has(decision.to)) tell({ kind: 'refused', atMs: nowMs, level: decision.to, why: 'model-missing' });
    else rung = ladder.find(({ level }) => level === decision.to) as Rung;
    return decision;
  };

  return {
    scheduler,
    events,
    decisions,
    missing,
    get nowMs() {
      return nowMs;
    },
    get level() {
      return scheduler.view().level;
    },
    tell,
    /** Every frame takes so many times as long from now on. */
    load(times: number) {
      factor = times;
    },
    around(changes: Partial<Surroundings>) {
      return tell({ kind: 'surroundings', atMs: nowMs, changes });
    },
    set(changes: Partial<SchedulerSettings>) {
      wanted = { ...wanted, ...changes };
      return tell({ kind: 'settings', atMs: nowMs, settings: wanted });
    },
    /** Seconds of frames; a camera of `fps`, of which a worker that is too slow misses some. */
    run(seconds: number, { fps = 30, spikeEvery = Infinity, spikeMs = 0, missed = 0 } = {}) {
      const endMs = nowMs + seconds * 1000;
      let tickMs = nowMs;
      while (nowMs < endMs) {
        const spike = nth % spikeEvery === spikeEvery - 1 ? spikeMs : 0;
        const workMs = (costs[rung.level] ?? highMs * rung.nominalCost) * factor + spike;
        const inferred = nth % rung.cadence === 0;
        nth += 1;
        nowMs += Math.max(workMs, 1000 / fps);
        tell({ kind: 'frame', atMs: nowMs, level: rung.level, workMs, inferred, missed });
        if (nowMs - tickMs < 100) continue;
        tickMs = nowMs;
        tell({ kind: 'tick', atMs: nowMs });
      }
    },
    /** Nothing comes for so long. */
    sleep(seconds: number) {
      nowMs += seconds * 1000;
    },
    /** Levels one after the other, from the start. */
    way(): Level[] {
      return decisions.map(({ to }) => to);
    },
  };
}
