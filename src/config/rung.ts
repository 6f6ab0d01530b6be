// What the pipeline reads of a rung of quality: data, so that a fresh worker can be brought to the same one. Which rungs there
// are is in scheduler/ladder.ts.
import type { FRAME_SKIPPING, LEVELS } from './quality';

/** `plain` works a blur out at an eighth of the size, on the processor; `fine` is asked for by the ladder, and is as `normal` so far. */
export type EffectQuality = 'plain' | 'normal' | 'fine';

/** `light`: the net sees a smaller picture, where it takes one; `fine` is asked for by the ladder, and is as `standard` so far. */
export type ModelTier = 'light' | 'standard' | 'fine';

/** Which frames have an inference; what each means for a frame is in pipeline/choose-inference.ts. */
export type FrameSkipping = (typeof FRAME_SKIPPING)[number];

export interface LiveRung {
  readonly level: (typeof LEVELS)[number];
  readonly modelTier: ModelTier;
  /** One inference every so many frames; between them the mask is carried forward, where the engine can. */
  readonly cadence: number;
  /** A person's wish, whatever the level. */
  readonly skipping: FrameSkipping;
  readonly effects: EffectQuality;
  /** Pictures a second at most. */
  readonly fpsMax: number;
}

/** What a worker begins with: all that is there. */
export const FULL_RUNG: LiveRung = {
  level: 'high',
  modelTier: 'standard',
  cadence: 1,
  skipping: 'nth',
  effects: 'normal',
  fpsMax: 60,
};
