// A minute with trouble, from moments to a few figures. Pure.
import type { Moment, ScenarioRun } from './result';
import type { ScenarioSeconds } from './shapes';

/** The rate counts as back from there, and has to stay for so long. */
const BACK_SHARE = 0.9;
const STAYS_S = 2;
/** The first seconds of a phase belong to the change, and a rate is that of the last two seconds. */
const SETTLE_S = 2;

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
const two = (value: number) => Math.round(value * 100) / 100;

/** Moments in order, at even distances. */
export function summarise(
  scheduler: ScenarioRun['scheduler'],
  moments: readonly Moment[],
  { normal, load, loss }: ScenarioSeconds,
  targetFps: number,
): ScenarioRun {
  const lossFrom = normal + load;
  const backFrom = lossFrom + loss;
  const within = (from: number, to: number) => moments.filter(({ atS }) => atS >= from && atS < to);
  const ratesOf = (list: readonly Moment[]) => list.map(({ fps }) => fps);
  const settled = (from: number, to: number) => {
    const late = within(Math.min(from + SETTLE_S, (from + to) / 2), to);
    return two(mean(ratesOf(late.length > 0 ? late : within(from, to))));
  };
  /** Time that moments stand for: until the next one. */
  const lasting = (isMeant: (moment: Moment) => boolean) =>
    two(
      moments.reduce((sum, moment, at) => {
        const next = moments[at + 1];
        return next && isMeant(moment) ? sum + next.atS - moment.atS : sum;
      }, 0),
    );
  const busy = within(normal, lossFrom);
  const before = moments.filter(({ atS }) => atS < normal).at(-1)?.missed ?? 0;
  const slowLast = busy.filter(({ fps }) => fps < BACK_SHARE * targetFps).at(-1);
  const adaptedS = !slowLast ? 0 : slowLast.atS + STAYS_S > lossFrom ? null : two(slowLast.atS - normal);
  const live = moments.find(({ atS, onAir }) => atS >= backFrom && onAir === 'live');
  return {
    scheduler,
    fpsNormal: settled(0, normal),
    fpsBusy: settled(normal, lossFrom),
    missed: Math.max(0, (busy.at(-1)?.missed ?? before) - before),
    adaptedS,
    standInS: lasting(({ onAir }) => onAir === 'fallback'),
    frozenS: lasting(({ onAir }) => onAir === 'held' || onAir === 'slate' || onAir === 'nothing'),
    backS: live ? two(live.atS - backFrom) : null,
  };
}
