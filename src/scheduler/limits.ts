// What is wanted of a rung and what a frame on it may cost, from settings and surroundings. Pure.
import { LEVEL_VALUES, type Level, type Rung } from './ladder';
import type { SchedulerSettings } from './settings';
import { STRATEGY_TABLE, type Strategy } from './strategy';
import type { Surroundings } from './surroundings';

/** The highest rung of a ladder that is not above `level`, else the lowest. */
export function rungOf(ladder: readonly Rung[], level: Level): number {
  return Math.max(0, ladder.filter((rung) => LEVEL_VALUES[rung.level] <= LEVEL_VALUES[level]).length - 1);
}

/** Pictures a second: the target, as far as rung, camera and profile allow it. */
export function wantedFps(
  { fpsMax }: Pick<Rung, 'fpsMax'>,
  { targetFps, maxFps }: Pick<SchedulerSettings, 'targetFps' | 'maxFps'>,
  { cameraFps, profileFps }: Pick<Surroundings, 'cameraFps' | 'profileFps'>,
): number {
  const limits = [targetFps, maxFps, fpsMax, cameraFps, profileFps];
  return Math.min(...limits.filter((fps): fps is number => fps !== null && fps >= 1));
}

/** ms that a frame may cost: below that, the rate that the strategy insists on is held. */
export function budgetMs(
  rung: Rung,
  settings: SchedulerSettings,
  around: Surroundings,
  { rateShare }: Strategy,
): number {
  const wanted = wantedFps(rung, settings, around);
  const atLeast = STRATEGY_TABLE.aggressive.rateShare * Math.min(1, settings.minFps / wanted);
  return ((1000 / wanted) * (1 - settings.neighbourShare)) / Math.max(rateShare, atLeast);
}
