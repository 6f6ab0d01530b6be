// How well one picture of a clip can be followed by another: the cost of that seam, part by part, against the clip's own
// change from picture to picture. Pure. 0 is a seam that nobody can see.
import { distance, motionDifference, type FrameFeatures } from './features';

/** Pictures of a clip in order, with what is known of each. */
export interface TimedFeatures {
  readonly timestampUs: number;
  readonly features: FrameFeatures;
}

export interface SeamParts {
  /** How much the picture after the seam differs from the one that would have come, in the clip's own steps. */
  readonly appearance: number;
  /** Whether things go on moving the way they did: 0 yes, 1 not at all. */
  readonly motion: number;
  /** Jump of the light, grey levels. */
  readonly light: number;
  /** Closed eyes, an open mouth, a turned head, two faces that differ: 0 none or not known (`face-cost.ts`). */
  readonly face: number;
}

export const SEAM_WEIGHTS: Record<keyof SeamParts, number> = { appearance: 0.12, motion: 0.6, light: 0.1, face: 0.4 };
/** Motion is looked at over this many pictures: one step is mostly noise. */
export const SEAM_REACH = 3;
/** A clip that stands still has no step of its own; a hundredth of its contrast is not seen by anybody. */
const MIN_STEP = 0.01;

/** The clip's usual change from one picture to the next: the median, and never nothing. */
export function naturalStep(frames: readonly TimedFeatures[]): number {
  const steps: number[] = [];
  for (let n = 1; n < frames.length; n++) {
    const [before, after] = [frames[n - 1], frames[n]];
    if (before && after) steps.push(distance(before.features, after.features));
  }
  steps.sort((a, b) => a - b);
  return Math.max(MIN_STEP, steps[steps.length >> 1] ?? 0);
}

/** Of going on with picture `start` after picture `end`; `face` is what the faces there cost. */
export function seamParts(
  frames: readonly TimedFeatures[],
  end: number,
  start: number,
  step: number,
  face = 0,
): SeamParts {
  const at = (n: number) => {
    const found = frames[Math.min(frames.length - 1, Math.max(0, n))];
    if (!found) throw new RangeError('a seam needs pictures');
    return found.features;
  };
  // What would have come after `end`; where nothing did, `end` itself with a step's leave.
  const next = at(end + 1);
  const appearance = Math.max(0, distance(next, at(start)) / step - 0.5);
  const motion = motionDifference([at(end - SEAM_REACH + 1), next], [at(start - SEAM_REACH), at(start)], step);
  const light = Math.abs(next.light - at(start).light);
  return { appearance, motion, light, face };
}

/**
 * Of turning back at picture `n`, the last one of a way there (`end`) or back (`start`): no picture is left out and none mixed, so that only
 * the movement tells it, which turns round at once; `face` as above.
 */
export function turnParts(
  frames: readonly TimedFeatures[],
  n: number,
  side: 'start' | 'end',
  step: number,
  face = 0,
): SeamParts {
  const before = side === 'end' ? n - SEAM_REACH : n + SEAM_REACH;
  const from = frames[Math.min(frames.length - 1, Math.max(0, before))]?.features;
  const turn = frames[n]?.features;
  if (!from || !turn) throw new RangeError('a turn needs pictures');
  return { appearance: 0, motion: motionDifference([from, turn], [turn, from], step), light: 0, face };
}

export function seamCost(parts: SeamParts): number {
  return (
    SEAM_WEIGHTS.appearance * parts.appearance +
    SEAM_WEIGHTS.motion * parts.motion +
    SEAM_WEIGHTS.light * parts.light +
    SEAM_WEIGHTS.face * parts.face
  );
}

/** 1 for a seam that cannot be seen, towards 0 for a cut to something else. */
export const scoreOf = (cost: number) => Math.exp(-cost);

/** How well each picture `start` follows the picture `end`, 0 to 1. */
export function scoreTransitions(
  frames: readonly TimedFeatures[],
  pairs: readonly (readonly [end: number, start: number])[],
): number[] {
  const step = naturalStep(frames);
  return pairs.map(([end, start]) => scoreOf(seamCost(seamParts(frames, end, start, step))));
}
