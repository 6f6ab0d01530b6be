// Whether the rung in use has to be left, or a better one may be tried: down at once, by what is measured; up as a trial,
// by what is expected. Each answers a move with its reason, or null: not enough evidence is no reason. Pure.
import type { Bans } from './bans';
import type { CostBook } from './cost-book';
import type { Reason } from './decision';
import type { Stay } from './stay';
import type { Strategy } from './strategy';

/** Evidence before a rung is left for its cost. */
const FAST_EVIDENCE_MS = 90;
const FAST_FRAMES = 3;
export const SLOW_EVIDENCE_MS = 250;
/** The fast average is believed beyond so many mean deviations of a frame, and never below that share. */
const STRAYS = 2;
const STRAYS_MIN = 0.1;
/** Frames may be missed beyond what the strategy gives up of the rate. */
const MISSED_SLACK = 0.05;
/** Evidence before another is tried; ground that is known is climbed sooner, and more than one rung at a time. */
const CLIMB_EVIDENCE_MS = 1500;
const KNOWN_EVIDENCE_MS = 700;
/** What is expected of a rung may be off by so many of its spreads: in hope for a first trial, less with every failure, in doubt elsewhere. */
const HOPE = 1;
const HOPE_LOST = 0.7;
const DOUBT = 0.5;
/** How far off the last few frames before a rung is left may be. */
const LEAVING_SPREAD = 0.12;
/** A trial is over when the rung held for that long. */
const TRIAL_MS = 8000;

export interface Standing {
  readonly current: number;
  readonly stay: Stay;
  readonly book: CostBook;
  readonly bans: Bans;
  readonly strategy: Strategy;
  readonly budgetMs: (rung: number) => number;
  readonly nowMs: number;
}

export interface Move {
  readonly to: number;
  readonly reason: Reason;
  /** What the decision was made by, where it is not the average. */
  readonly costMs: number | null;
}

/** The highest rung from `from` down that fits, even in doubt; the lowest where none does. */
function highestThatFits(from: number, costMs: number, { current, book, bans, budgetMs, nowMs }: Standing): number {
  for (let rung = from; rung > 0; rung--) {
    const expected = book.expect(rung, current, costMs);
    const isOpen = bans.restsMs(rung, nowMs) === 0;
    if (isOpen && expected.costMs * Math.exp(DOUBT * expected.spread) <= budgetMs(rung)) return rung;
  }
  return 0;
}

/** Down, where what is measured does not fit. Notes the failure. */
export function leave(standing: Standing): Move | null {
  const { current, stay, book, bans, strategy, nowMs } = standing;
  const { meter, missed } = stay;
  if (current === 0 || meter.evidenceMs < FAST_EVIDENCE_MS || meter.frames < FAST_FRAMES) return null;
  const budget = standing.budgetMs(current);
  const isFast = meter.fastMs > budget * (1 + Math.max(STRAYS_MIN, STRAYS * meter.noise));
  const isSlow = meter.slowWeightMs >= SLOW_EVIDENCE_MS && meter.slowMs > budget * (1 + meter.slowStray);
  const isMissing = !isFast && !isSlow && missed.isPersistent(1 - strategy.rateShare + MISSED_SLACK);
  if (!isFast && !isSlow && !isMissing) return null;
  const costMs = isFast ? meter.latestMs : meter.costMs;
  // The load that this rung is left for has to be known on the next.
  book.learn(current, costMs, LEAVING_SPREAD, nowMs);
  const to = isMissing ? current - 1 : highestThatFits(current - 1, costMs, standing);
  const heldMs = nowMs - stay.sinceMs;
  const restsMs = bans.fail(current, heldMs, book.load, nowMs);
  if (stay.isTrial && heldMs < TRIAL_MS) return { to, reason: { code: 'probe-failed', restsMs }, costMs };
  return { to, reason: { code: isMissing ? 'frames-missed' : 'too-slow' }, costMs };
}

/** Up, where a rung that does not rest may well fit. Notes the load, which may end a ban. */
export function climb(standing: Standing, ceiling: number): Move | null {
  const { current, stay, book, bans, strategy, budgetMs, nowMs } = standing;
  const { meter } = stay;
  if (meter.evidenceMs >= SLOW_EVIDENCE_MS) bans.ease(book.load, nowMs);
  if (meter.evidenceMs < KNOWN_EVIDENCE_MS) return null;
  const isSettled = meter.evidenceMs >= CLIMB_EVIDENCE_MS;
  for (let rung = ceiling; rung > current; rung--) {
    if (bans.restsMs(rung, nowMs) > 0) continue;
    const expected = book.expect(rung, current, meter.costMs);
    const isTrial = rung === current + 1 && isSettled;
    const hope = isTrial ? Math.max(HOPE - HOPE_LOST * bans.failuresOf(rung), -HOPE) : -HOPE;
    if (expected.costMs * Math.exp(-hope * expected.spread) > strategy.climbAt * budgetMs(rung)) continue;
    return { to: rung, reason: { code: 'room' }, costMs: null };
  }
  return null;
}
