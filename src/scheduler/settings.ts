// What a person wants of the scheduler, and what becomes of wishes that contradict each other: the nearest that makes
// sense, and a word about it. Pure.
import { defaultsOf } from '../config/field';
import { FPS_RANGE, NEIGHBOUR_RANGE, qualityFields } from '../config/quality';
import type { Level } from './ladder';
import type { ProcessingMode } from './modes';
import type { StrategyName } from './strategy';

export interface SchedulerSettings {
  /** Pictures a second. */
  readonly targetFps: number;
  readonly minFps: number;
  readonly maxFps: number;
  readonly strategy: StrategyName;
  readonly mode: ProcessingMode;
  /** Off: `level` it is, whatever it costs, as far as the ceilings allow. */
  readonly automatic: boolean;
  /** Where automatic begins, or the level itself. */
  readonly level: Level;
  /** Automatic goes no higher. */
  readonly levelMax: Level;
  /** Share of a frame's time that is left to a game or an encoder, 0 to 0.9. */
  readonly neighbourShare: number;
}

const { targetFps, minFps, maxFps, strategy, mode, automatic, level, levelMax, neighbourShare } =
  defaultsOf(qualityFields);
export const DEFAULT_SETTINGS: SchedulerSettings = {
  targetFps,
  minFps,
  maxFps,
  strategy,
  mode,
  automatic,
  level,
  levelMax,
  neighbourShare,
};

/** Settings that can be worked with, and one sentence for each wish that could not be met. */
export function reconcile(wished: SchedulerSettings): { settings: SchedulerSettings; problems: string[] } {
  const problems: string[] = [];
  const within = (name: string, value: number, [least, most]: readonly [number, number], instead: number) => {
    if (value >= least && value <= most) return value;
    const taken = Number.isFinite(value) ? Math.min(Math.max(value, least), most) : instead;
    problems.push(`${name} is ${value}; it has to be ${least} to ${most}. ${taken} is used.`);
    return taken;
  };
  const maxFps = within('The highest frame rate', wished.maxFps, FPS_RANGE, DEFAULT_SETTINGS.maxFps);
  let minFps = within('The lowest frame rate', wished.minFps, FPS_RANGE, DEFAULT_SETTINGS.minFps);
  let targetFps = within('The target frame rate', wished.targetFps, FPS_RANGE, DEFAULT_SETTINGS.targetFps);
  if (minFps > maxFps) {
    problems.push(`The lowest frame rate (${minFps}) is above the highest (${maxFps}). ${maxFps} is used for both.`);
    minFps = maxFps;
  }
  const asked = targetFps;
  targetFps = Math.min(Math.max(targetFps, minFps), maxFps);
  if (targetFps !== asked) {
    problems.push(
      `The target of ${asked} pictures a second is outside ${minFps} to ${maxFps}. The target is ${targetFps}.`,
    );
  }
  const neighbourShare = within('The share left to others', wished.neighbourShare, NEIGHBOUR_RANGE, 0);
  return { settings: { ...wished, targetFps, minFps, maxFps, neighbourShare }, problems };
}
