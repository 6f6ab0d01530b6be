// What the pipeline reads of a rung of quality: data, so that a fresh worker can be brought to the same one. Which rungs there
// are is in scheduler/ladder.ts.
import type { LEVELS } from './quality';

/** `plain` leaves out what costs a pass of its own (fringe, light wrap) and blurs at an eighth of the size; `fine` spends a pass more on edges. */
export type EffectQuality = 'plain' | 'normal' | 'fine';

export interface LiveRung {
  readonly level: (typeof LEVELS)[number];
  readonly effects: EffectQuality;
  /** Pictures a second at most. */
  readonly fpsMax: number;
}

/** What a worker begins with: all that is there. */
export const FULL_RUNG: LiveRung = { level: 'high', effects: 'normal', fpsMax: 60 };
