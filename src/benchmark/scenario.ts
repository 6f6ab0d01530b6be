// A minute with trouble, from moments to a few figures. Pure.
import { spreadOf } from './figure';
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

const PARTS = 4;

/** What so many burners make of the rate. */
export interface Tried {
  readonly burners: number;
  readonly fps: number;
}

/**
 * Burners for a wanted rate, between what is too few for it and what is enough: a thread among n others gets its turn as often as 1 / n, so
 * what a picture takes (1 / fps) grows evenly with them. At least one.
 */
export function burnersFor(wantedFps: number, few: Tried, many: Tried): number {
  const share = (1 / wantedFps - 1 / few.fps) / (1 / many.fps - 1 / few.fps);
  // Twice the same: nothing to reckon with.
  if (!Number.isFinite(share)) return many.burners;
  return Math.max(1, Math.round(few.burners + share * (many.burners - few.burners)));
}

/** Of a phase, once it is under way. */
function settledRates(moments: readonly Moment[], from: number, to: number): readonly number[] {
  const ratesFrom = (second: number) => moments.filter(({ atS }) => atS >= second && atS < to).map(({ fps }) => fps);
  const late = ratesFrom(Math.min(from + SETTLE_S, (from + to) / 2));
  return late.length > 0 ? late : ratesFrom(from);
}

/** How far the rates of the busy phase's parts are from each other, as `spreadOf` has it; null: too few moments to tell. */
export function busySpread(moments: readonly Moment[], { normal, load }: ScenarioSeconds): number | null {
  const rates = settledRates(moments, normal, normal + load);
  const length = Math.floor(rates.length / PARTS);
  if (length === 0) return null;
  return spreadOf(Array.from({ length: PARTS }, (_, n) => mean(rates.slice(n * length, (n + 1) * length))));
}

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
  const settled = (from: number, to: number) => two(mean(settledRates(moments, from, to)));
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
