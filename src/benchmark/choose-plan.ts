// The plan that follows: of all pairs of engine and rung that hold the target, the best rung, on the engine that does it with less work. Pure.
import { LEVEL_VALUES } from '../scheduler/ladder';
import type { MeasuredRung, Plan, RungRow } from './result';

/** Of the target's rate: one picture of twenty may be late. */
const RATE_HELD = 0.95;
/** Of a frame's time: the rest is what a machine needs for the picture to arrive evenly. */
const TIME_HELD = 0.95;

/** Whether pictures came at the rate that is aimed at, and the average one in its time. */
export function holdsTarget(
  { fps, work }: { readonly fps: number; readonly work: Pick<MeasuredRung['work'], 'mean'> },
  targetFps: number,
): boolean {
  return fps >= RATE_HELD * targetFps && work.mean <= (TIME_HELD * 1000) / targetFps;
}

const valueOf = ({ level }: Pick<RungRow, 'level'>) => LEVEL_VALUES[level];

/** The next rung above the plan that was measured, and did not hold; null: there is none. */
export function nextAbove(
  rungs: readonly RungRow[],
  plan: Plan,
): (RungRow & { readonly outcome: MeasuredRung }) | null {
  const higher = rungs.flatMap((row) =>
    row.outcome.state === 'measured' && valueOf(row) > valueOf(plan) ? [{ ...row, outcome: row.outcome }] : [],
  );
  return higher.sort((a, b) => valueOf(a) - valueOf(b) || a.outcome.work.mean - b.outcome.work.mean)[0] ?? null;
}

/** Null where nothing was measured. Where none holds the target: the quickest. */
export function choosePlan(rungs: readonly RungRow[], targetFps: number): Plan | null {
  const tried = rungs.flatMap(({ engine, level, outcome }) =>
    outcome.state === 'measured'
      ? [{ engine, level, work: outcome.work.mean, fps: outcome.fps, holds: holdsTarget(outcome, targetFps) }]
      : [],
  );
  const holding = tried.filter(({ holds }) => holds);
  const [best] =
    holding.length > 0
      ? holding.sort((a, b) => valueOf(b) - valueOf(a) || a.work - b.work)
      : tried.sort((a, b) => b.fps - a.fps || a.work - b.work);
  return best ? { engine: best.engine, level: best.level, holds: best.holds, tried: tried.length } : null;
}
