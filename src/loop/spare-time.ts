// Whether there is time to look at a face: five times a second at most, less often where a look takes long, not at all while
// the recording itself gives way, and where looks would be too far apart to be of use, not for a while. Pure.
import { FEW_CORES } from '../config/loops';

/** Between two looks: a blink is shorter, but its ends are seen; five a second find the loops that thirty do (decisions/010). */
const EVERY_MS = 200;
/** Looks may take so much of the time of one core; and on few, where recording takes most of what being ready may cost. */
const SHARE = 0.06;
const SHARE_OF_FEW = 0.03;
/** Further apart than this nothing is known between two of them (face-cost.ts). */
const TOO_RARE_MS = 450;
const REST_MS = 60_000;
/** After a picture had to be left out. */
const CALM_MS = 2000;
/** The middle of the last looks counts: the first ones are slow, and one is sometimes. */
const RECENT = 5;

export interface SpareTime {
  hasTime(nowMs: number): boolean;
  looked(nowMs: number, tookMs: number): void;
  leftOut(nowMs: number): void;
  /** Looks are in use, and not at rest. */
  readonly isLooking: boolean;
}

export function createSpareTime(cores: number): SpareTime {
  const share = cores > FEW_CORES ? SHARE : SHARE_OF_FEW;
  let nextMs = -Infinity;
  let restMs = REST_MS;
  let recent: number[] = [];
  let isLooking = false;

  return {
    hasTime: (nowMs) => nowMs >= nextMs,
    looked(nowMs, tookMs) {
      recent = [...recent, tookMs].slice(-RECENT);
      const usualMs = [...recent].sort((a, b) => a - b)[recent.length >> 1] ?? tookMs;
      const everyMs = Math.max(EVERY_MS, usualMs / share);
      isLooking = everyMs <= TOO_RARE_MS;
      if (isLooking || recent.length < RECENT) {
        nextMs = nowMs + Math.min(everyMs, TOO_RARE_MS) - tookMs;
        return;
      }
      // Each try that fails makes the next one later.
      nextMs = nowMs + restMs;
      restMs *= 2;
      recent = [];
    },
    leftOut(nowMs) {
      nextMs = Math.max(nextMs, nowMs + CALM_MS);
    },
    get isLooking() {
      return isLooking;
    },
  };
}
